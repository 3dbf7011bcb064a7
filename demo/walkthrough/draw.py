"""A random inspection, carried out through GraphQL on a running server.

From the item list to officers on their way, with the demo's people. The chance comes from three
parties who know nothing of one another's secrets, so that no network is needed; then anybody's
check is made with `verify_draw.py`, on what the server publishes.
"""

import datetime as dt
import hashlib
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from demo.walkthrough.server import (
    StoryClient,
    StoryFailed,
    say,
    today,
)

VERIFIER = Path(__file__).parents[2] / "verify_draw.py"
AHEAD = 8
"""Seconds from the freeze to the draw; the server asks for five where parties hold the chance."""

ITEM = "XW02"
QUOTAS = {"A": 0, "B": 3, "C": 1, "D": 1}
"""So many institutions of each risk class."""


def run(server: StoryClient, *, ahead: int = AHEAD, quotas: Mapping[str, int] = QUOTAS) -> str:
    """Tell the story; the code of its task."""
    item_id = _list(server)
    first_on, last_on = _window()
    line_id = _plan(server, item_id, first_on, last_on)
    task = _task(server, item_id, line_id, first_on, last_on, quotas)
    shares = _commit(server, task["code"])
    before = _freeze(server, task, shares, ahead)
    for login, secret in shares.items():
        server.do("revealDrawShare", "", by=login, taskCode=task["code"], secret=secret[1])
    say("The three parties revealed their secrets; before the freeze no one could know all three.")
    _wait(ahead)
    _draw(server, task)
    _verify(server, task["code"], before)
    return str(task["code"])


def _list(server: StoryClient) -> str:
    shows = "query Q($c: String!) { inspectionItems(first: 1, filter: {code: $c}) { nodes { id title englishTitle legalBases { englishCitation } } } }"
    (item,) = server.ask(shows, {"c": ITEM})["inspectionItems"]["nodes"]
    basis = "; ".join(each["englishCitation"] for each in item["legalBases"])
    say(
        f"Only listed items are inspected: {ITEM} {item['title']}"
        f" ({item['englishTitle']}; {basis})."
    )
    return str(item["id"])


def _window() -> tuple[dt.date, dt.date]:
    """From tomorrow, three weeks, within one year."""
    first_on = today() + dt.timedelta(days=1)
    return first_on, min(first_on + dt.timedelta(days=20), first_on.replace(month=12, day=31))


def _plan(server: StoryClient, item_id: str, first_on: dt.date, last_on: dt.date) -> str:
    line = {
        "itemId": item_id,
        "regionCode": "320500",
        "firstOn": first_on.isoformat(),
        "lastOn": last_on.isoformat(),
        "objectCount": 6,
    }
    given = {"year": first_on.year, "name": "Prepayments, random inspection", "lines": [line]}
    shows = "plan { id version lines { id } }"
    plan = server.do("createPlan", f"... on PlanCreated {{ {shows} }}", by="task-manager", **given)[
        "plan"
    ]
    for mutation, success, login in (
        ("submitPlan", "PlanSubmitted", "task-manager"),
        ("approvePlan", "PlanApproved", "head"),
        ("publishPlan", "PlanPublished", "task-manager"),
    ):
        known = {"planId": plan["id"], "expectedVersion": plan["version"]}
        plan = server.do(mutation, f"... on {success} {{ {shows} }}", by=login, **known)["plan"]
    say(f"The plan for {first_on.year} is written, approved by someone else, and published.")
    return str(plan["lines"][0]["id"])


def _task(
    server: StoryClient,
    item_id: str,
    line_id: str,
    first_on: dt.date,
    last_on: dt.date,
    quotas: Mapping[str, int],
) -> dict[str, Any]:
    created: dict[str, Any] = server.do(
        "createTask",
        "... on TaskCreated { task { id code } }",
        by="task-manager",
        name="Prepayments, random inspection",
        itemIds=[item_id],
        planLineId=line_id,
        windowFrom=first_on.isoformat(),
        windowTo=last_on.isoformat(),
        publishDrawnList=True,
        quotas=[{"riskClass": name, "objectCount": count} for name, count in quotas.items()],
    )["task"]
    server.do("approveTask", "", by="head", taskId=created["id"])
    say(f"Task {created['code']}: {first_on} to {last_on}, created by one, approved by another.")
    return created


def _commit(server: StoryClient, code: str) -> dict[str, tuple[str, str]]:
    """Share id and secret of each party: the city's head, the province's oversight, an institution."""
    shares = {}
    for login in ("head", "oversight", "institution-admin"):
        shows = """{ me { grants { authority { id } institution { id } } } }"""
        (grant,) = server.ask(shows, by=login)["me"]["grants"]
        place = (grant["authority"] or grant["institution"])["id"]
        party, secret = place.partition("_")[2], secrets.token_hex(32)
        committed = hashlib.sha256(f"DR1-PARTY|{code}|{party}|{secret}".encode()).hexdigest()
        share = server.do(
            "commitDrawShare",
            "... on DrawShareCommitted { share { id } }",
            by=login,
            taskCode=code,
            commitment=committed,
        )["share"]
        shares[login] = (share["id"], secret)
    say("Three parties, one of them an institution, committed to secrets of their own.")
    return shares


def _freeze(
    server: StoryClient, task: dict[str, Any], shares: Mapping[str, tuple[str, str]], ahead: int
) -> bytes:
    draw_at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead)
    shows = """... on PoolFrozen { task { draw { commitment objectCount eligibleCount drawnCount
        strata { riskClass eligibleCount drawnCount } } } }"""
    frozen = server.do(
        "freezePool",
        shows,
        by="task-manager",
        taskId=task["id"],
        drawAt=draw_at.isoformat(timespec="seconds"),
        entropy={"shareIds": [share_id for share_id, _ in shares.values()]},
    )["task"]["draw"]
    by_class = ", ".join(
        f"{s['riskClass']} {s['drawnCount']} of {s['eligibleCount']}" for s in frozen["strata"]
    )
    say(
        f"Pool frozen: {frozen['objectCount']} institutions, {frozen['eligibleCount']} eligible"
        f" ({by_class}). Public from now on: commitment {frozen['commitment'][:16]}…"
    )
    return server.proof(task["code"])


def _draw(server: StoryClient, task: dict[str, Any]) -> None:
    by = {"by": "task-manager", "taskId": task["id"]}
    drawn = server.do(
        "executeDraw", "... on DrawExecuted { task { state draw { drawnCount } } }", **by
    )["task"]
    if drawn["state"] == "VOIDED":
        raise StoryFailed("The draw is void: a party kept silent.")
    server.do("lockDraw", "", **by)
    server.do("issueTask", "", **by)
    say(f"Drawn: {drawn['draw']['drawnCount']} institutions, officers dealt, locked, issued.")
    shows = """query Q($c: String!) { inspectionTask(code: $c) { inspections(first: 100) { nodes {
        institution { name } assignments { isLeader officer { name } } } } } }"""
    found = server.ask(shows, {"c": task["code"]}, by="task-manager")
    for visit in found["inspectionTask"]["inspections"]["nodes"]:
        team = ", ".join(
            each["officer"]["name"] + (" (leads)" if each["isLeader"] else "")
            for each in visit["assignments"]
        )
        print(f"   {visit['institution']['name']}: {team}")
    mine = "{ myAssignments(first: 100, filter: {states: [TO_ENTER]}) { totalCount } }"
    count = server.ask(mine, by="inspector-1")["myAssignments"]["totalCount"]
    say(f"inspector-1 has {count} visits waiting on the phone.")


def _verify(server: StoryClient, code: str, before: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        earlier, proof = Path(folder, "before.json"), Path(folder, "proof.json")
        earlier.write_bytes(before)
        proof.write_bytes(server.proof(code))
        ended = subprocess.run(
            [sys.executable, str(VERIFIER), str(proof), "--before", str(earlier)],
            capture_output=True,
            text=True,
            check=False,
        )
    print(ended.stdout + ended.stderr, end="")
    if ended.returncode:
        raise StoryFailed("The proof does not verify.")
    say(f"Anyone can do the same: {server.url}/verify and {server.url}/draws/{code}.json")


def _wait(ahead: int) -> None:
    say(f"The draw is due in {ahead} seconds.")
    time.sleep(ahead)
