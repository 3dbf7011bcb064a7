"""From an approved task to published results, through the API alone; checked by the verifier."""

import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.draws import draw, pool_freeze, proofs, verification
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client, Clock
from tests.people import MAPLE, fang, hua, jun, lin, mei, ou, su, yin
from tests.schema.draws import steps

VERIFIER = Path(__file__).parents[3] / "verify_draw.py"


def by_file(proof: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "proof.json"
    path.write_text(json.dumps(proof, ensure_ascii=False), "utf-8")
    return subprocess.run(
        [sys.executable, str(VERIFIER), str(path)], capture_output=True, text=True, check=False
    )


async def test_a_draw_from_the_task_to_the_visits(
    ask: Client, clock: Clock, city: None, tmp_path: Path
) -> None:
    task = await steps.approved(ask)
    task = await steps.freeze(ask, task)
    code = task["code"]
    assert task["state"] == "POOL_FROZEN"
    strata = (
        "draw { strata { riskClass rowCount eligibleCount drawnCount } objectCount drawnCount }"
    )
    pool = (await steps.task_of(ask, code, strata))["draw"]
    assert {s["riskClass"]: s["drawnCount"] for s in pool["strata"]} == steps.DRAWN
    assert pool["objectCount"] == 41
    before = await steps.proof_of(ask, code)
    assert before["stage"] == "COMMITTED"
    assert "frozen" not in before

    task = await steps.execute(ask, clock, task)
    assert task["state"] == "OFFICERS_DRAWN"
    sealed = await steps.proof_of(ask, code)
    assert sealed["stage"] == "SEALED"
    assert "frozen" not in sealed
    assert (await steps.lock(ask, task))["state"] == "LOCKED"
    assert (await steps.issue(ask, task))["state"] == "ISSUED"

    visits = await steps.visits_of(ask, code)
    drawn = """draw { drawnCount unstaffedCount
        objects(first: 100, filter: {isDrawn: true}) { totalCount nodes {
          riskClass rank visitNo institution { id } inspection { id }
          pairings { isLeader officer { officer { id } } } } }
        officers(first: 100) { nodes { objectCount officer { id } } }
        events { event byRole } }"""
    seen = (await steps.task_of(ask, code, drawn))["draw"]
    assert len(visits) == seen["drawnCount"] == 15
    assert {v["institution"]["id"] for v in visits} == {
        o["institution"]["id"] for o in seen["objects"]["nodes"]
    }
    for visit in visits:
        assert len(visit["assignments"]) == 2
        assert sum(a["isLeader"] for a in visit["assignments"]) == 1
    loads = [o["objectCount"] for o in seen["officers"]["nodes"]]
    assert sum(loads) == 30
    assert max(loads) - min(loads) <= 1
    assert [e["event"] for e in seen["events"]] == ["COMMITTED", "DRAWN", "LOCKED", "ISSUED"]

    mine = "{ myAssignments(first: 100) { nodes { id task { code draw: name } } } }"
    sent = (await ask(mine, by=mei))["myAssignments"]["nodes"]
    mei_id = ids.write("Officer", mei.officer_id)  # type: ignore[arg-type]  # she is one
    wanted = {v["id"] for v in visits if mei_id in {a["officer"]["id"] for a in v["assignments"]}}
    assert {visit["id"] for visit in sent} == wanted
    assert 2 <= len(wanted) <= 3


async def test_what_was_frozen_drawn_and_revealed_verifies(
    ask: Client, clock: Clock, city: None, tmp_path: Path
) -> None:
    task = await steps.issued(ask, clock, publishDrawnList=True)

    proof = await steps.proof_of(ask, task["code"])

    assert proof["stage"] == "REVEALED"
    assert verification.verify(proof).is_valid
    ended = by_file(proof, tmp_path)
    assert ended.returncode == 3, ended.stdout + ended.stderr
    proof["drawn"][0], proof["drawn"][1] = proof["drawn"][1], proof["drawn"][0]
    ended = by_file(proof, tmp_path)
    assert ended.returncode == 1


async def test_who_sees_what_of_a_draw(ask: Client, clock: Clock, city: None) -> None:
    task = await steps.issued(ask, clock)
    code = task["code"]
    document = """query Q($code: String!) { inspectionTask(code: $code) {
        state draw { drawnCount } } }"""

    for who in (lin, hua, su, ou):
        assert (await ask(document, {"code": code}, by=who))["inspectionTask"]["draw"]
    for other in (mei, jun, yin, fang, None):
        answer = await ask.answer(document, {"code": code}, by=other)
        assert answer["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    public = "query Q($code: String!) { drawProof(taskCode: $code) { stage commitment proof } }"
    for each in (fang, yin, mei, None):
        found = (await ask(public, {"code": code}, by=each))["drawProof"]
        assert found["stage"] == "SEALED"
        assert str(MAPLE) not in found["proof"]


async def test_the_institutions_name_no_pseudonym_before_the_reveal(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.issued(ask, clock)
    pool = "draw { objects(first: 100) { nodes { pseudonym riskClass } } }"
    names = (await steps.task_of(ask, task["code"], pool))["draw"]["objects"]["nodes"]

    text = json.dumps(await steps.proof_of(ask, task["code"]))

    assert not [n for n in names if n["pseudonym"] in text]


async def test_no_draw_is_computed_where_everybody_waits(
    ask: Client, clock: Clock, city: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A province takes seconds: on the event loop nobody would get an answer meanwhile."""
    where: set[str] = set()

    def noting(made: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any, **named: Any) -> Any:
            where.add(threading.current_thread().name)
            return made(*given, **named)

        return noted

    monkeypatch.setattr(pool_freeze, "_document", noting(pool_freeze._document))
    monkeypatch.setattr(draw, "select", noting(draw.select))
    monkeypatch.setattr(draw, "deal", noting(draw.deal))
    monkeypatch.setattr(proofs, "notice", noting(proofs.notice))

    task = await steps.issued(ask, clock)
    (visit, *_) = await steps.visits_of(ask, task["code"])
    given = {
        "inspectionId": visit["id"],
        "officerId": visit["assignments"][0]["officer"]["id"],
        "reason": "ILLNESS",
    }
    replaced = await ask.do("replaceInspector", given, by=hua)
    assert replaced["__typename"] == "InspectorReplaced", replaced
    clock.now = dt.datetime(2026, 12, 18, 16, 0, tzinfo=dt.UTC)
    await steps.done(ask, "revealDraw", "DrawRevealed", {"taskId": task["id"]}, by=lin)

    assert where
    assert threading.main_thread().name not in where
