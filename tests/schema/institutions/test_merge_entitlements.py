"""`mergeEntitlements`: a licence that an institution has twice becomes one, by a registrar."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Entitlement, Institution
from persistence.reading import ids
from tests.client import Client
from tests.factories import courses, institutions
from tests.people import MAPLE, lin, rui, yang, yin
from tests.schema.standings import ruling_steps as steps
from tests.world import LICENCE

COURSE = new_key()
ENTITLEMENTS = """... on EntitlementsMerged { institution { version
    entitlements { number sharesNumber version } } }"""

pytestmark = pytest.mark.usefixtures("world")


async def _licence_twice(database: Database) -> tuple[UUID, UUID]:
    """The licence of 枫叶 again, as it was entered before numbers were folded: spelling 1."""
    again = new_key()
    async with database.writing() as session:
        row = await session.scalar(
            sa.select(Entitlement).where(Entitlement.institution_id == MAPLE)
        )
        assert row is not None
        session.add(institutions.entitlement(MAPLE, f"{LICENCE} ", id=again, number_spelling=1))
        maple = await session.get_one(Institution, MAPLE)
        maple.record_search([LICENCE, f"{LICENCE} "])
        await session.flush()
        session.add(courses.course(MAPLE, id=COURSE, entitlement_id=row.id))
        return again, row.id


def _given(kind: str, duplicate: UUID, kept: UUID, **more: Any) -> dict[str, Any]:
    return {
        "duplicateId": ids.write(kind, duplicate),
        "keptId": ids.write(kind, kept),
        "expectedVersion": 1,
        **more,
    }


async def test_a_licence_entered_twice_becomes_one_and_keeps_its_key(
    ask: Client, database: Database
) -> None:
    kept, duplicate = await _licence_twice(database)

    payload = await ask.do(
        "mergeEntitlements", _given("Entitlement", duplicate, kept), ENTITLEMENTS, by=rui
    )

    assert payload["institution"] == {
        "version": 2,
        "entitlements": [{"number": f"{LICENCE} ", "sharesNumber": False, "version": 2}],
    }
    async with database.writing() as session:
        row = await session.get_one(Entitlement, kept)
        course = await session.get_one(Course, COURSE)
        noted = await session.scalar(
            sa.select(AuditEvent.detail).where(AuditEvent.tag == "entitlement.merged")
        )
    assert (row.number_spelling, course.entitlement_id) == (0, kept)
    assert noted is not None
    assert (noted["into"], noted["before"]["number"]) == (str(kept), LICENCE)


async def test_done_again_it_is_done_once(ask: Client, database: Database) -> None:
    kept, duplicate = await _licence_twice(database)
    given = _given("Entitlement", duplicate, kept, operationId=str(new_key()))

    answers = [await ask.do("mergeEntitlements", given, ENTITLEMENTS, by=rui) for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0]["__typename"] == "EntitlementsMerged"


async def test_what_is_not_one_stays_two(ask: Client, database: Database) -> None:
    kept, duplicate = await _licence_twice(database)
    other = new_key()
    async with database.writing() as session:
        session.add(institutions.entitlement(MAPLE, "另一号", id=other))
        maple = await session.get_one(Institution, MAPLE)
        maple.record_search([LICENCE, f"{LICENCE} ", "另一号"])
    cases = [
        (rui, "NOT_DUPLICATES", _given("Entitlement", duplicate, other)),
        (rui, "NOT_FOUND", _given("Entitlement", duplicate, new_key())),
        (rui, "CHANGED_MEANWHILE", _given("Entitlement", duplicate, kept, expectedVersion=2)),
        (yang, "OUTSIDE_JURISDICTION", _given("Entitlement", duplicate, kept)),
        (lin, "NOT_PERMITTED", _given("Entitlement", duplicate, kept)),
        (yin, "NOT_PERMITTED", _given("Entitlement", duplicate, kept)),
    ]

    for person, code, given in cases:
        assert (await ask.do("mergeEntitlements", given, by=person))["code"] == code
    async with database.writing() as session:
        counted = sa.select(sa.func.count()).select_from(Entitlement)
        held = await session.scalar(counted.where(Entitlement.institution_id == MAPLE))
        events = await session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
        course = await session.get_one(Course, COURSE)
    assert (held, events, course.entitlement_id) == (3, 0, duplicate)


async def test_one_that_a_ruling_names_is_kept(ask: Client, database: Database) -> None:
    named, other = await _licence_twice(database)
    ruling_id = await steps.draft(ask, database, entitlementIds=[ids.write("Entitlement", named)])

    refused = await ask.do("mergeEntitlements", _given("Entitlement", named, other), by=rui)
    merged = await ask.do("mergeEntitlements", _given("Entitlement", other, named), by=rui)
    await steps.in_force(ask, ruling_id)

    assert refused["code"] == "DUPLICATE_HAS_DECISIONS"
    assert merged["__typename"] == "EntitlementsMerged"
    assert (await steps.read(ask, ruling_id))["entitlements"] == [{"state": "REVOKED"}]
