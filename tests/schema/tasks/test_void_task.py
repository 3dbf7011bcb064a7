"""Voiding a task: with a reason, in public; its draw stays, a redraw names it and is counted."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.draws import verification
from persistence.draws.table import Draw
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import Person, hua, lin, mei, qiao, su
from tests.schema.draws import steps
from tests.schema.draws.steps import a_task

WHY = {"reason": "参数有误"}


async def test_a_voided_draw_stays_visible_with_its_reason(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.issued(ask, clock)

    voided = await steps.done(ask, "voidTask", "TaskVoided", {"taskId": task["id"], **WHY}, by=hua)

    assert voided["state"] == "VOIDED"
    proof = await steps.proof_of(ask, task["code"])
    assert (proof["stage"], proof["reason"]) == ("VOIDED", "参数有误")
    assert verification.verify(proof).is_valid
    assert {visit["state"] for visit in await steps.visits_of(ask, task["code"])} == {"VOIDED"}
    listed = await ask("{ drawProofs(first: 9) { nodes { taskCode stage voidReason } } }")
    assert listed["drawProofs"]["nodes"] == [
        {"taskCode": task["code"], "stage": "VOIDED", "voidReason": "参数有误"}
    ]


async def test_a_redraw_is_a_new_task_that_names_the_voided_one(
    ask: Client, clock: Clock, city: None
) -> None:
    first = await steps.issued(ask, clock)
    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": first["id"], **WHY}, by=hua)
    clock.now = NOW

    second = await steps.issued(ask, clock, redrawOfId=first["id"], publishDrawnList=True)

    public = "query Q($c: String!) { drawProof(taskCode: $c) { redrawOfCode redrawNo } }"
    found = (await ask(public, {"c": second["code"]}))["drawProof"]
    assert found == {"redrawOfCode": first["code"], "redrawNo": 1}
    proof = await steps.proof_of(ask, second["code"])
    assert proof["frozen"]["redraw_of"] == first["code"]
    assert verification.verify(proof).is_valid


PUBLIC = "query Q($c: String!) { drawProof(taskCode: $c) { redrawOfCode redrawNo } }"


async def voided(ask: Client, clock: Clock, **facts: Any) -> dict[str, Any]:
    task = await steps.issued(ask, clock, **facts)
    given = {"taskId": task["id"], **WHY}
    return await steps.done(ask, "voidTask", "TaskVoided", given, by=hua)


async def drawn(ask: Client, clock: Clock, **facts: Any) -> tuple[str | None, int]:
    """What another draw says in public of the ones before it."""
    task = await steps.issued(ask, clock, **facts)
    proof = (await ask(PUBLIC, {"c": task["code"]}))["drawProof"]
    return proof["redrawOfCode"], proof["redrawNo"]


async def test_a_redraw_that_does_not_say_so_is_counted_all_the_same(
    ask: Client, clock: Clock, city: None
) -> None:
    first = await voided(ask, clock)

    assert await drawn(ask, clock, regionCode="320508") == (first["code"], 1)


async def test_a_task_made_before_the_voiding_is_a_redraw_too(
    ask: Client, clock: Clock, city: None
) -> None:
    kept = await steps.approved(ask)
    first = await voided(ask, clock)

    draw_at = clock.now + dt.timedelta(hours=1)
    await steps.freeze(ask, kept, drawAt=draw_at.isoformat())

    found = (await ask(PUBLIC, {"c": kept["code"]}))["drawProof"]
    assert found == {"redrawOfCode": first["code"], "redrawNo": 1}


async def test_redraws_that_all_name_the_first_are_each_counted(
    ask: Client, clock: Clock, city: None
) -> None:
    first = await voided(ask, clock)
    await voided(ask, clock, redrawOfId=first["id"])

    assert await drawn(ask, clock, redrawOfId=first["id"]) == (first["code"], 2)


async def test_what_has_nothing_to_do_with_a_voided_draw_is_no_redraw(
    ask: Client, clock: Clock, city: None
) -> None:
    await voided(ask, clock)

    assert await drawn(ask, clock, itemIds=[steps.item("XW03")]) == (None, 0)


async def test_after_a_draw_that_stood_the_count_begins_again(
    ask: Client, clock: Clock, city: None
) -> None:
    first = await voided(ask, clock)
    assert await drawn(ask, clock, quotas=DRAW_ONE) == (first["code"], 1)

    assert await drawn(ask, clock) == (None, 0)


DRAW_ONE = [{"riskClass": each, "objectCount": int(each == "D")} for each in "ABCD"]


async def test_what_was_not_voided_is_not_drawn_again(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.issued(ask, clock)

    payload = await ask.do("createTask", a_task(redrawOfId=task["id"]), by=lin)

    assert payload["code"] == "NOTHING_TO_REDRAW"


async def test_a_second_draw_of_a_task_is_impossible(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.issued(ask, clock)

    for mutation, given in (
        ("freezePool", steps.a_freeze(task)),
        ("executeDraw", {"taskId": task["id"], "revelation": steps.BEACON}),
    ):
        payload = await ask.do(mutation, given, by=lin)
        assert payload["code"] == "ILLEGAL_TRANSITION"
    assert await steps.draws(database) == 1


async def test_before_the_draw_the_voided_proof_shows_nothing_of_the_lists(
    ask: Client, city: None, database: Database
) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))

    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": task["id"], **WHY}, by=hua)

    proof = await steps.proof_of(ask, task["code"])
    assert proof["stage"] == "VOIDED"
    assert "frozen" not in proof
    async with database.writing() as session:
        assert (await session.scalars(sa.select(Draw.revealed_at))).one() is None


async def test_voiding_and_replacing_at_once_do_not_wait_in_a_ring(
    ask: Client, clock: Clock, city: None
) -> None:
    """A mutation of a visit takes the visit and then the task: voiding must not come the other way."""
    task = await steps.issued(ask, clock)
    visits = await steps.visits_of(ask, task["code"])
    document = "mutation M($i: %s!) { %s(input: $i) { __typename } }"
    voiding = document % ("VoidTaskInput", "voidTask")
    replacing = document % ("ReplaceInspectorInput", "replaceInspector")
    replacements = [
        {
            "operationId": str(new_key()),
            "inspectionId": visit["id"],
            "officerId": visit["assignments"][0]["officer"]["id"],
            "reason": "ILLNESS",
        }
        for visit in visits[-6:]
    ]

    answers = await asyncio.gather(
        *(ask.answer(replacing, {"i": given}, by=hua) for given in replacements[:3]),
        ask.answer(
            voiding, {"i": {"operationId": str(new_key()), "taskId": task["id"], **WHY}}, by=hua
        ),
        *(ask.answer(replacing, {"i": given}, by=hua) for given in replacements[3:]),
    )

    assert [answer.get("errors") for answer in answers] == [None] * 7
    assert answers[3]["data"]["voidTask"]["__typename"] == "TaskVoided"
    assert {visit["state"] for visit in await steps.visits_of(ask, task["code"])} == {"VOIDED"}


@pytest.mark.parametrize("person", [lin, mei, qiao, su, None], ids=str)
async def test_nobody_but_the_head_voids(
    ask: Client, city: None, database: Database, person: Person | None
) -> None:
    task = await steps.approved(ask)

    payload = await ask.do("voidTask", {"taskId": task["id"], **WHY}, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.state_in(database, task) == "APPROVED"


async def test_a_void_task_is_not_voided_again(ask: Client, world: None) -> None:
    task = await steps.create(ask)
    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": task["id"], **WHY}, by=hua)

    payload = await ask.do("voidTask", {"taskId": task["id"], **WHY}, by=hua)
    blank = await ask.do("voidTask", {"taskId": task["id"], "reason": " "}, by=hua)

    assert payload["code"] == "ILLEGAL_TRANSITION"
    assert blank["code"] == "INVALID_INPUT"
