"""What waits keeps others waiting no longer than its day, and spares nobody a draw."""

import datetime as dt
import random
from typing import Any

import pytest
import sqlalchemy as sa

from domain.draws import verification
from jobs import scheduled
from persistence.authorities.table import Officer
from persistence.draws.table import Draw, PoolObject
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Institution
from tests.client import Client, Clock
from tests.factories import registries
from tests.people import Person, hua, lin
from tests.schema.draws import steps

DUE_ON = dt.date(2026, 11, 23)
OVER = dt.datetime(2026, 11, 23, 16, tzinfo=dt.UTC)
"""Midnight in Shanghai after the last day."""
LATER = {"windowFrom": "2026-12-01", "windowTo": "2026-12-18"}
WHY = {"reason": "参数有误"}


def _in_an_hour(clock: Clock) -> str:
    return (clock.now + dt.timedelta(hours=1)).isoformat()


async def _freeze(ask: Client, clock: Clock, **facts: Any) -> Any:
    task = await steps.approved(ask, **facts)
    given = steps.a_freeze(task, drawAt=_in_an_hour(clock))
    shows = "... on PoolBusy { taskCode } ... on PoolFrozen { task { code } }"
    return await ask.do("freezePool", given, shows, by=lin)


@pytest.mark.parametrize("step", [steps.drawn, steps.locked])
async def test_a_draw_that_is_not_issued_by_its_day_is_void_from_the_day_after(
    step: Any, ask: Client, clock: Clock, city: None, database: Database, keys: Keys
) -> None:
    task = await step(ask, clock)
    stored = await steps.state_in(database, task)
    clock.now = OVER - dt.timedelta(seconds=1)
    assert (await _read(ask, task))["state"] == stored

    clock.now = OVER
    read = await _read(ask, task)

    assert (read["state"], read["draw"]["stage"]) == ("VOIDED", "VOIDED")
    assert "未在规定日期前下发" in read["voidReason"] == read["draw"]["voidReason"]
    for mutation in ("lockDraw", "issueTask"):
        payload = await ask.do(mutation, {"taskId": task["id"]}, by=lin)
        assert payload["code"] in ("TASK_LAPSED", "ILLEGAL_TRANSITION")
    given = {"taskId": task["id"], **WHY}
    assert (await ask.do("voidTask", given, by=hua))["code"] == "TASK_LAPSED"
    assert await steps.state_in(database, task) == stored
    # Nobody waits for the job: the next draw is made at once, and tells of this one.
    frozen = await _freeze(ask, clock, **LATER)
    public = "query Q($c: String!) { drawProof(taskCode: $c) { redrawOfCode redrawNo } }"
    public_count = (await ask(public, {"c": frozen["task"]["code"]}))["drawProof"]
    assert public_count == {"redrawOfCode": task["code"], "redrawNo": 1}
    listed = """{ inspectionTasks(first: 9, filter: {states: [VOIDED]}) { nodes { code } } }"""
    assert (await ask(listed, by=lin))["inspectionTasks"]["nodes"] == [{"code": task["code"]}]

    done = await scheduled.run_once(database, keys, clock.now)
    again = await scheduled.run_once(database, keys, clock.now)

    assert (done.voided_tasks, again.voided_tasks) == ([task["code"]], [])
    assert await _read(ask, task) == {**read, "version": read["version"] + 1}
    assert await steps.state_in(database, task) == "VOIDED"
    proof = await steps.proof_of(ask, task["code"])
    assert (proof["stage"], proof["trail"][-1]["by"]) == ("VOIDED", "SYSTEM")
    assert verification.verify(proof).is_valid
    async with database.writing() as session:
        tags = list(await session.scalars(sa.select(AuditEvent.tag)))
    assert tags.count("task.lapsed") == 1


async def _read(ask: Client, task: dict[str, Any]) -> dict[str, Any]:
    shows = "state version voidReason draw { stage voidReason issueDueOn }"
    found: dict[str, Any] = await steps.task_of(ask, task["code"], shows)
    assert found["draw"]["issueDueOn"] == DUE_ON.isoformat()
    return found


async def test_a_pool_that_nobody_drew_is_void_too(ask: Client, clock: Clock, city: None) -> None:
    task = await steps.freeze(ask, await steps.approved(ask))
    clock.now = OVER
    given = {"taskId": task["id"], "revelation": steps.BEACON}

    payload = await ask.do("executeDraw", given, by=lin)

    assert payload["code"] == "TASK_LAPSED"
    assert (await _freeze(ask, clock, **LATER))["__typename"] == "PoolFrozen"


async def test_visits_on_which_a_later_pool_rests_are_not_voided(
    ask: Client, clock: Clock, city: None
) -> None:
    first = await steps.issued(ask, clock)
    rests = await steps.issued(ask, clock)
    given = {"taskId": first["id"], **WHY}

    shows = "... on VisitsReliedOn { taskCode }"
    payload = await ask.do("voidTask", given, shows, by=hua)

    assert (payload["code"], payload["taskCode"]) == ("VISITS_RELIED_ON", rests["code"])
    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": rests["id"], **WHY}, by=hua)
    await steps.done(ask, "voidTask", "TaskVoided", given, by=hua)
    third = await _freeze(ask, clock)
    public = "query Q($c: String!) { drawProof(taskCode: $c) { redrawOfCode redrawNo } }"
    public_count = (await ask(public, {"c": third["task"]["code"]}))["drawProof"]
    assert public_count == {"redrawOfCode": rests["code"], "redrawNo": 2}


async def test_the_cap_of_an_authority_counts_no_draw_that_waits(
    ask: Client, clock: Clock, city: None
) -> None:
    """Two visits a year by one authority: who has one, and waits for another, decides nothing yet."""
    await steps.issued(ask, clock)
    waits = await steps.drawn(ask, clock, itemIds=[steps.item("XW03")])

    refused = await _freeze(ask, clock, itemIds=[steps.item("XW02")])
    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": waits["id"], **WHY}, by=hua)
    allowed = await _freeze(ask, clock, itemIds=[steps.item("XW02")])

    assert (refused["__typename"], refused["taskCode"]) == ("PoolBusy", waits["code"])
    found = await steps.task_of(
        ask,
        allowed["task"]["code"],
        "draw { objects(first: 1, filter: {isExcluded: true}) { totalCount } }",
    )
    assert found["draw"]["objects"]["totalCount"] == 0


async def test_a_job_that_is_late_changes_no_count(
    ask: Client, clock: Clock, city: None, database: Database, keys: Keys
) -> None:
    await steps.locked(ask, clock)
    clock.now = OVER
    stands = await steps.issued(ask, clock, **LATER)
    await scheduled.run_once(database, keys, clock.now)

    frozen = await _freeze(ask, clock, **LATER)

    public = "query Q($c: String!) { drawProof(taskCode: $c) { redrawNo } }"
    codes = (stands["code"], frozen["task"]["code"])
    counted = [(await ask(public, {"c": code}))["drawProof"]["redrawNo"] for code in codes]
    assert counted == [1, 0]


async def test_a_draw_whose_objects_had_no_team_led_to_no_visits(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    """It is counted itself, and takes no count from the one before it."""
    looked_at = await steps.drawn(ask, clock)
    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": looked_at["id"], **WHY}, by=hua)
    async with database.writing() as session:
        officers = list(await session.scalars(sa.select(Officer.id)))
        for institution_id in await session.scalars(sa.select(Institution.id)):
            session.add_all(registries.recusal(each, institution_id) for each in officers)
    sent_nobody = await steps.issued(ask, clock)
    assert await steps.visits_of(ask, sent_nobody["code"]) == []

    frozen = await _freeze(ask, clock)

    public = "query Q($c: String!) { drawProof(taskCode: $c) { redrawOfCode redrawNo } }"
    counted = (await ask(public, {"c": frozen["task"]["code"]}))["drawProof"]
    assert counted == {"redrawOfCode": sent_nobody["code"], "redrawNo": 2}


async def test_who_has_counted_a_draw_is_not_voided_while_a_later_one_stands(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    """Otherwise a small one in between would take the count from the one that stays."""
    async with database.writing() as session:
        is_d = Institution.risk_class == "D"
        await session.execute(sa.update(Institution).where(is_d).values(region_code="320505"))
    looked_at = await steps.drawn(ask, clock, regionCode="320508")
    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": looked_at["id"], **WHY}, by=hua)
    one = [{"riskClass": each, "objectCount": int(each == "D")} for each in "ABCD"]
    between = await steps.issued(ask, clock, quotas=one)
    stays = await steps.issued(ask, clock, regionCode="320508")
    given = {"taskId": between["id"], **WHY}

    shows = "... on VisitsReliedOn { taskCode }"
    payload = await ask.do("voidTask", given, shows, by=hua)

    assert (payload["code"], payload["taskCode"]) == ("VISITS_RELIED_ON", stays["code"])
    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": stays["id"], **WHY}, by=hua)
    await steps.done(ask, "voidTask", "TaskVoided", given, by=hua)


async def test_a_pool_that_lapsed_keeps_no_task_from_being_voided(
    ask: Client, clock: Clock, city: None
) -> None:
    """Whether the job has written it down or not."""
    first = await steps.issued(ask, clock)
    await steps.locked(ask, clock)
    clock.now = OVER

    await steps.done(ask, "voidTask", "TaskVoided", {"taskId": first["id"], **WHY}, by=hua)


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_the_order_nobody_is_spared_and_every_draw_is_counted(
    seed: int, ask: Client, clock: Clock, city: None, database: Database, keys: Keys
) -> None:
    """A walk through the steps of many tasks over one item, as the mutations and the job take them."""
    chance, tasks, unsaid = random.Random(seed), list[dict[str, Any]](), set[str]()
    counted: dict[str, set[str]] = {}
    for _ in range(24):
        step = chance.choice(["freeze", "draw", "lock", "issue", "void", "job"])
        clock.now += dt.timedelta(seconds=1)
        if step == "freeze":
            frozen = await _freeze(ask, clock, windowFrom="2026-12-20", windowTo="2026-12-31")
            if frozen["__typename"] == "PoolFrozen":
                code = frozen["task"]["code"]
                tasks.append(await steps.task_of(ask, code, "id code"))
                public = "query Q($c: String!) { drawProof(taskCode: $c) { redrawNo } }"
                count = (await ask(public, {"c": code}))["drawProof"]["redrawNo"]
                assert count == len(unsaid), (code, unsaid)
                counted[code] = set(unsaid)
        elif step == "job":
            clock.now += dt.timedelta(days=chance.choice([0, 1, 11]))
            await scheduled.run_once(database, keys, clock.now)
        elif tasks:
            clock.now += dt.timedelta(hours=1)
            task = tasks[-1] if chance.random() < 0.7 else chance.choice(tasks)
            await _take(ask, task, step)
        unsaid = await _unsaid(database, counted)
        await _nobody_is_spared(database)


async def _take(ask: Client, task: dict[str, Any], step: str) -> None:
    steps_of: dict[str, tuple[str, dict[str, Any], Person]] = {
        "draw": ("executeDraw", {"revelation": steps.BEACON}, lin),
        "lock": ("lockDraw", {}, lin),
        "issue": ("issueTask", {}, lin),
        "void": ("voidTask", dict(WHY), hua),
    }
    mutation, given, by = steps_of[step]
    await ask.do(mutation, {"taskId": task["id"], **given}, by=by)


async def _unsaid(database: Database, counted: dict[str, set[str]]) -> set[str]:
    """The voided draws that no draw which led to visits has told of."""
    async with database.writing() as session:
        states = dict(
            (await session.execute(sa.select(InspectionTask.code, InspectionTask.state))).all()
        )
    issued = [counted[code] for code in counted if states[code].value == "ISSUED"]
    return {code for code in counted if states[code].value == "VOIDED"} - set[str]().union(*issued)


async def _nobody_is_spared(database: Database) -> None:
    """Who was left out of a draw that stands has a visit that stands."""
    visited = sa.select(Inspection.institution_id).where(Inspection.state != "VOIDED")
    statement = (
        sa.select(sa.func.count())
        .select_from(PoolObject)
        .join(Draw, Draw.id == PoolObject.draw_id)
        .join(InspectionTask, InspectionTask.id == Draw.task_id)
        .where(
            InspectionTask.state != "VOIDED",
            PoolObject.exclusion == "IN_OPEN_TASK",
            PoolObject.institution_id.not_in(visited),
        )
    )
    async with database.writing() as session:
        assert await session.scalar(statement) == 0
