"""`addSite`: a further place of an institution, where none of its own is open yet."""

import datetime as dt

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE, rui
from tests.schema.institutions import keeping
from tests.schema.institutions.keeping import REASON

SHOWS = f"... on SiteAdded {{ {keeping.SITE} }}"
GIVEN = {
    "name": "东校区",
    "regionCode": "320509",
    "address": "东大街1号",
    "areaM2": 300,
    "position": {"latitude": 31.2, "longitude": 120.6, "datum": "WGS84"},
}

pytestmark = pytest.mark.usefixtures("world")


async def test_a_site_is_added_beside_the_main_one(ask: Client, database: Database) -> None:
    own = ids.write("Site", new_key())
    given = keeping.institution(site=GIVEN, openedOn="2026-12-01", id=own)

    payload = await ask.do("addSite", given, SHOWS, by=rui)

    assert payload["site"] == {
        "name": "东校区",
        "address": "东大街1号",
        "region": {"code": "320509"},
        "areaM2": 300,
        "capacity": None,
        "isMain": False,
        "openedOn": "2026-12-01",
        "closedOn": None,
        "position": {
            "latitude": 31.2,
            "longitude": 120.6,
            "datum": "WGS84",
            "wgs84Latitude": 31.2,
        },
        "institution": {"version": 2},
    }
    assert await keeping.changes(database) == [("Site", None, None, "东大街1号", REASON)]
    near = """{ institutions(first: 5, filter: {near: {latitude: 31.2, longitude: 120.6, datum: WGS84,
        radiusM: 50}}) { nodes { id } } }"""
    # It counts from its first day on, by the database's clock.
    assert (await ask(near))["institutions"]["nodes"] in (
        [],
        [{"id": ids.write("Institution", MAPLE)}],
    )
    again = keeping.institution(site={**GIVEN, "address": "别处"}, id=own, expectedVersion=2)
    assert (await ask.do("addSite", again, by=rui))["code"] == "ID_TAKEN"


async def test_the_first_open_site_is_the_main_one(ask: Client, database: Database) -> None:
    async with database.writing() as session:
        site = await session.merge(await keeping.main_site(database))
        site.closed_on = dt.date(2026, 11, 1)

    payload = await ask.do("addSite", keeping.institution(site=GIVEN), SHOWS, by=rui)

    assert payload["site"]["isMain"]


async def test_where_it_may_not_be(ask: Client, database: Database) -> None:
    main = await keeping.main_site(database)
    cases = {
        "SITE_AT_SAME_ADDRESS": {**GIVEN, "regionCode": "320508", "address": f" {main.address} "},
        "REGION_NOT_A_LEAF": {**GIVEN, "regionCode": "320500"},
        "REGION_ENDED": {**GIVEN, "regionCode": "500105"},
        "INVALID_INPUT": {**GIVEN, "regionCode": "999999"},
    }

    for code, site in cases.items():
        payload = await ask.do("addSite", keeping.institution(site=site), by=rui)
        assert payload["code"] == code
