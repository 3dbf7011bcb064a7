"""`closeSite`: no course is left at a place that is closed, and another is the main one."""

import datetime as dt

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.factories import courses, institutions
from tests.people import MAPLE, rui
from tests.schema.institutions import keeping
from tests.schema.institutions.keeping import REASON

SHOWS = """... on SiteClosed { site { closedOn institution { version sites { name isMain closedOn } } } }
    ... on SiteHasCourses { courseCount }"""

pytestmark = pytest.mark.usefixtures("world")


async def test_the_next_open_site_becomes_the_main_one(ask: Client, database: Database) -> None:
    site = await keeping.main_site(database)
    async with database.writing() as session:
        for name, closed in (("旧", dt.date(2025, 1, 1)), ("东", None), ("西", None)):
            session.add(
                institutions.site(
                    MAPLE, id=new_key(), name=name, address=name, is_main=False, closed_on=closed
                )
            )
            await session.flush()

    payload = await ask.do("closeSite", keeping.site(site.id, closedOn="2026-11-17"), SHOWS, by=rui)

    sites = {each["name"]: each for each in payload["site"]["institution"]["sites"]}
    assert payload["site"]["closedOn"] == "2026-11-17"
    assert [name for name, each in sites.items() if each["isMain"]] == ["东"]
    assert ("Site", "closedOn", None, "2026-11-17", REASON) in await keeping.changes(database)


async def test_a_site_with_courses_stays_open(ask: Client, database: Database) -> None:
    site = await keeping.main_site(database)
    async with database.writing() as session:
        session.add(courses.course(MAPLE, site_id=site.id))

    payload = await ask.do("closeSite", keeping.site(site.id, closedOn="2026-11-18"), SHOWS, by=rui)

    assert (payload["code"], payload["courseCount"]) == ("SITE_HAS_COURSES", 1)
    assert (await keeping.main_site(database)).closed_on is None


async def test_a_day_to_come_and_a_second_time_are_refused(ask: Client, database: Database) -> None:
    site = await keeping.main_site(database)
    early = keeping.site(site.id, closedOn="2026-11-19")
    assert (await ask.do("closeSite", early, by=rui))["code"] == "INVALID_INPUT"
    given = keeping.site(site.id, closedOn="2026-11-18")
    await ask.do("closeSite", given, by=rui)

    payload = await ask.do("closeSite", {**given, "expectedVersion": 2}, by=rui)

    assert payload["code"] == "SITE_ALREADY_CLOSED"
