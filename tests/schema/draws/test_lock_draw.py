"""A drawn list is locked, once; one that is public is revealed by it."""

import asyncio

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client, Clock
from tests.people import lin
from tests.schema.draws import steps
from tests.schema.inspections import steps as visits


async def test_a_lock_is_a_lock(ask: Client, clock: Clock, city: None) -> None:
    task = await steps.drawn(ask, clock)
    shows = "... on IllegalTransition { state allowed }"

    early = await ask.do("issueTask", {"taskId": task["id"]}, shows, by=lin)
    payloads = await asyncio.gather(
        *(ask.do("lockDraw", {"taskId": task["id"]}, shows, by=lin) for _ in range(4))
    )

    assert (early["state"], early["allowed"]) == ("OFFICERS_DRAWN", ["lock", "void"])
    names = sorted(p["__typename"] for p in payloads)
    assert names == ["DrawLocked"] + ["IllegalTransition"] * 3
    assert {tuple(p["allowed"]) for p in payloads if "allowed" in p} == {("issue", "void")}


async def test_a_published_list_is_revealed_when_it_is_locked(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.drawn(ask, clock, publishDrawnList=True)

    await steps.lock(ask, task)

    public = "query Q($c: String!) { drawProof(taskCode: $c) { stage revealedAt } }"
    proof = (await ask(public, {"c": task["code"]}))["drawProof"]
    assert proof == {"stage": "REVEALED", "revealedAt": "2026-11-18T03:00:00.000000Z"}
    again = await ask.do("revealDraw", {"taskId": task["id"]}, by=lin)
    assert again["code"] == "DRAW_ALREADY_REVEALED"


async def test_the_same_operation_is_answered_again(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.drawn(ask, clock)
    given = {"taskId": task["id"], "operationId": str(new_key())}

    first = await ask.do("lockDraw", given, by=lin)
    again = await ask.do("lockDraw", given, by=lin)

    assert first == again == {"__typename": "DrawLocked"}
    assert (await visits.traces(database))["audit"].count("draw.locked") == 1
