"""`mergeSites`: what an institution has twice at one address becomes one, by a registrar."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Institution, Site
from persistence.reading import ids
from tests.client import Client
from tests.factories import courses, institutions
from tests.people import MAPLE, Person, lin, rui, yang, yin

COURSE = new_key()
ADDRESS, AGAIN = "某路1号 3幢 12室", "某路１号３幢12室"
SHARED = """{ institutions(first: 10, filter: {sharesSiteAddress: true}) { nodes { id
    sites { id sharesAddress } } } }"""
SITES = """... on SitesMerged { institution { version
    sites { id isMain closedOn sharesAddress } } }"""

pytestmark = pytest.mark.usefixtures("world")


async def _twice(database: Database) -> tuple[UUID, UUID]:
    """枫叶 has a site at one address under two spellings; the later one is its main one and has a course."""
    kept, duplicate = new_key(), new_key()
    async with database.writing() as session:
        for key, address, is_main in ((kept, ADDRESS, False), (duplicate, AGAIN, True)):
            site = institutions.site(MAPLE, id=key, address=address, is_main=is_main)
            session.add(site)
        await session.flush()
        session.add(courses.course(MAPLE, id=COURSE, site_id=duplicate))
    return kept, duplicate


def _given(kind: str, duplicate: UUID, kept: UUID, **more: Any) -> dict[str, Any]:
    return {
        "duplicateId": ids.write(kind, duplicate),
        "keptId": ids.write(kind, kept),
        "expectedVersion": 1,
        **more,
    }


async def test_two_sites_at_one_address_become_one(ask: Client, database: Database) -> None:
    kept, duplicate = await _twice(database)
    listed = (await ask(SHARED))["institutions"]["nodes"]

    payload = await ask.do("mergeSites", _given("Site", duplicate, kept), SITES, by=rui)

    (node,) = listed
    shared = {each["id"] for each in node["sites"] if each["sharesAddress"]}
    assert shared == {ids.write("Site", kept), ids.write("Site", duplicate)}
    sites = {each.pop("id"): each for each in payload["institution"]["sites"]}
    assert sites[ids.write("Site", kept)] == {
        "isMain": True,
        "closedOn": None,
        "sharesAddress": False,
    }
    assert sites[ids.write("Site", duplicate)] == {
        "isMain": False,
        "closedOn": "2026-11-18",
        "sharesAddress": False,
    }
    assert (await ask(SHARED))["institutions"]["nodes"] == []
    async with database.writing() as session:
        course = await session.get_one(Course, COURSE)
        events = await session.execute(sa.select(AuditEvent.tag, AuditEvent.detail))
    assert course.site_id == kept
    assert ("site.merged", {"into": str(kept)}) in events.all()


@pytest.mark.parametrize(
    "person", [yang, lin, yin, None], ids=lambda each: getattr(each, "login", "-")
)
async def test_who_may_not(ask: Client, database: Database, person: Person | None) -> None:
    kept, duplicate = await _twice(database)

    payload = await ask.do("mergeSites", _given("Site", duplicate, kept), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await _is_untouched(database, duplicate)


async def test_what_is_not_one_stays_two(ask: Client, database: Database) -> None:
    kept, duplicate = await _twice(database)
    elsewhere = new_key()
    async with database.writing() as session:
        session.add(institutions.site(MAPLE, id=elsewhere, address="别处2号"))
    cases = [
        ("NOT_DUPLICATES", _given("Site", duplicate, elsewhere)),
        ("NOT_DUPLICATES", _given("Site", duplicate, duplicate)),
        ("NOT_FOUND", _given("Site", duplicate, new_key())),
        ("NOT_FOUND", _given("Site", new_key(), kept)),
        ("CHANGED_MEANWHILE", _given("Site", duplicate, kept, expectedVersion=2)),
        ("INVALID_INPUT", _given("Institution", MAPLE, kept)),
    ]

    for code, given in cases:
        assert (await ask.do("mergeSites", given, by=rui))["code"] == code
    assert await _is_untouched(database, duplicate)


async def _is_untouched(database: Database, duplicate: UUID) -> bool:
    async with database.writing() as session:
        site = await session.get_one(Site, duplicate)
        maple = await session.get_one(Institution, MAPLE)
        course = await session.get_one(Course, COURSE)
        events = await session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
    return (site.closed_on, maple.version, course.site_id, events) == (None, 1, duplicate, 0)
