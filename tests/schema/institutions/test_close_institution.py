"""`closeInstitution`: what it offered ends with it, what is under way stays."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.records import StateTransition
from persistence.inspections.table import Inspection
from persistence.institutions.table import Institution
from tests.client import Client
from tests.factories import courses, inspections, tasks
from tests.people import GUSU, MAPLE, rui, yin
from tests.schema.courses.test_publish_course import course
from tests.schema.institutions import keeping
from tests.schema.institutions.keeping import REASON

SHOWS = """... on InstitutionClosed { institution { existence closedOn version sites { closedOn }
    entitlements { state version } courses(first: 5) { nodes { state withdrawalReason } } } }"""

pytestmark = pytest.mark.usefixtures("world")


def _closing(**given: Any) -> dict[str, Any]:
    return keeping.institution(ground="DEREGISTERED", closedOn="2026-11-17", **given)


async def test_what_it_offered_ends_with_it(ask: Client, database: Database) -> None:
    task = tasks.task(GUSU, "CASE-1")
    visit = inspections.inspection(task, GUSU, MAPLE)
    async with database.writing() as session:
        session.add_all([courses.course(MAPLE), task])
        await session.flush()
        session.add(visit)
    before = await keeping.counted(ask)

    payload = await ask.do("closeInstitution", _closing(), SHOWS, by=rui)

    assert payload["institution"] == {
        "existence": "DEREGISTERED",
        "closedOn": "2026-11-17",
        "version": 2,
        "sites": [{"closedOn": "2026-11-17"}],
        "entitlements": [{"state": "LAPSED", "version": 2}],
        "courses": {"nodes": [{"state": "WITHDRAWN", "withdrawalReason": REASON}]},
    }
    gusu, wujiang, existing = before
    assert await keeping.counted(ask) == (gusu, wujiang, existing - 1)
    public = "{ courses(first: 5) { totalCount nodes { id } } }"
    assert (await ask(public))["courses"] == {"totalCount": 0, "nodes": []}
    async with database.writing() as session:
        steps = list(await session.scalars(sa.select(StateTransition)))
        state = (await session.get_one(Inspection, visit.id)).state
    assert sorted((s.entity, s.to_state, s.event, s.ground) for s in steps) == [
        ("Course", "WITHDRAWN", "withdraw", REASON),
        ("Entitlement", "LAPSED", "close", REASON),
        ("Institution", "DEREGISTERED", "close", REASON),
    ]
    assert state == visit.state
    kept = {(kind, field) for kind, field, *_ in await keeping.changes(database)}
    assert {("Institution", "existence"), ("Site", "closedOn"), ("Course", "state")} <= kept


async def test_who_moves_out_keeps_what_it_is_entitled_to(ask: Client) -> None:
    given = _closing() | {"ground": "MOVED_OUT"}

    payload = await ask.do("closeInstitution", given, SHOWS, by=rui)

    assert payload["institution"]["entitlements"] == [{"state": "ACTIVE", "version": 1}]


async def test_days_and_grounds_that_cannot_be_are_refused(ask: Client, database: Database) -> None:
    for wrong in (
        {"ground": "EXISTING"},
        {"closedOn": "2026-11-19"},
        {"closedOn": "2018-08-31"},
    ):
        assert (await ask.do("closeInstitution", _closing() | wrong, by=rui))["code"] == (
            "INVALID_INPUT"
        )
    assert (await keeping.maple(database)).version == 1


async def test_a_closure_that_was_a_mistake_is_corrected(ask: Client, database: Database) -> None:
    await ask.do("closeInstitution", _closing(), by=rui)
    given = {
        "institutionId": _closing()["institutionId"],
        "expectedVersion": 2,
        "existence": "EXISTING",
    }

    await ask.do("updateInstitution", given, by=rui)

    row = await keeping.maple(database)
    assert (row.existence, row.closed_on, row.version) == ("EXISTING", None, 3)


async def test_nothing_new_is_registered_for_it_not_even_at_once(
    ask: Client, database: Database
) -> None:
    """A course that is published while the institution is closed is withdrawn with the others, or refused."""
    closing, *publishing = await asyncio.gather(
        ask.do("closeInstitution", _closing(), by=rui),
        *(ask.do("publishCourse", course(), by=yin) for _ in range(4)),
    )
    after = await ask.do("publishCourse", course(), by=yin)

    assert closing["__typename"] == "InstitutionClosed"
    assert after["code"] == "INSTITUTION_NOT_EXISTING"
    outcomes = {each.get("code", each["__typename"]) for each in publishing}
    assert outcomes <= {"CoursePublished", "INSTITUTION_NOT_EXISTING"}
    async with database.writing() as session:
        states = set(await session.scalars(sa.select(Course.state)))
        row = await session.get_one(Institution, MAPLE)
    assert {state.value for state in states} <= {"WITHDRAWN"}
    assert row.existence.value == "DEREGISTERED"
