"""`updateSite`: what is registered of a place, where it is."""

import datetime as dt
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.factories import institutions
from tests.people import MAPLE, rui
from tests.schema.institutions import keeping
from tests.schema.institutions.keeping import REASON

SHOWS = f"... on SiteUpdated {{ {keeping.SITE} }}"

pytestmark = pytest.mark.usefixtures("world")


async def test_what_is_given_is_corrected_and_the_rest_stays(
    ask: Client, database: Database
) -> None:
    site = await keeping.main_site(database)
    given = keeping.site(site.id, areaM2=450, capacity=None, openedOn="2020-01-01")

    payload = await ask.do("updateSite", given, SHOWS, by=rui)

    found = payload["site"]
    assert (found["name"], found["areaM2"], found["capacity"], found["openedOn"]) == (
        site.name,
        450,
        None,
        "2020-01-01",
    )
    assert found["institution"]["version"] == 2
    kept = await keeping.changes(database)
    assert ("Site", "areaM2", site.area_m2, 450, REASON) in kept
    same = keeping.site(site.id, areaM2=450, expectedVersion=2)
    again = await ask.do("updateSite", same, SHOWS, by=rui)
    assert again["site"]["institution"]["version"] == 2
    assert await keeping.changes(database) == kept


async def test_another_becomes_the_main_site(ask: Client, database: Database) -> None:
    main, branch = await keeping.main_site(database), new_key()
    async with database.writing() as session:
        session.add(institutions.site(MAPLE, id=branch, address="x", is_main=False))

    payload = await ask.do("updateSite", keeping.site(branch, isMain=True), SHOWS, by=rui)

    assert payload["site"]["isMain"]
    kept = await keeping.changes(database)
    assert [(f, b, a) for _, f, b, a, _ in kept] == [
        ("isMain", False, True),
        ("isMain", True, False),
    ]
    assert main.is_main


async def test_bad_values_and_closed_sites_are_refused(ask: Client, database: Database) -> None:
    site = await keeping.main_site(database)
    bad: list[dict[str, Any]] = [
        {"name": None},
        {"name": " "},
        {"areaM2": 0},
        {"capacity": 100_001},
        {"isMain": False},
    ]
    for given in bad:
        payload = await ask.do("updateSite", keeping.site(site.id, **given), by=rui)
        assert payload["code"] == "INVALID_INPUT"
    async with database.writing() as session:
        (await session.merge(site)).closed_on = dt.date(2026, 11, 1)

    payload = await ask.do("updateSite", keeping.site(site.id, name="x"), by=rui)

    assert payload["code"] == "SITE_ALREADY_CLOSED"
