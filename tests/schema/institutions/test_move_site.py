"""`moveSite`: a place is elsewhere from now on, and on the map where it is said to be."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.factories import institutions
from tests.people import MAPLE, rui
from tests.schema.institutions import keeping
from tests.schema.institutions.keeping import REASON

SHOWS = f"... on SiteMoved {{ {keeping.SITE} }}"
THERE = {"latitude": 31.5, "longitude": 120.7, "datum": "WGS84"}
NEAR = """{ institutions(first: 5, filter: {near: {latitude: 31.5, longitude: 120.7, datum: WGS84,
    radiusM: 50}}) { nodes { id } } }"""

pytestmark = pytest.mark.usefixtures("world")


async def test_a_site_moves_and_is_found_where_it_is(ask: Client, database: Database) -> None:
    site = await keeping.main_site(database)
    given = keeping.site(site.id, regionCode="320509", address="松陵路1号", position=THERE)
    assert (await ask(NEAR))["institutions"]["nodes"] == []

    payload = await ask.do("moveSite", given, SHOWS, by=rui)

    found = payload["site"]
    assert (found["address"], found["region"], found["position"]["latitude"]) == (
        "松陵路1号",
        {"code": "320509"},
        31.5,
    )
    assert (await ask(NEAR))["institutions"]["nodes"] == [{"id": ids.write("Institution", MAPLE)}]
    kept = await keeping.changes(database)
    assert ("Site", "address", site.address, "松陵路1号", REASON) in kept
    assert ("Site", "regionCode", "320508", "320509", REASON) in kept
    # Where nobody says on the map, it is nowhere: not where it was.
    blind = keeping.site(site.id, expectedVersion=2, regionCode="320509", address="松陵路2号")
    payload = await ask.do("moveSite", blind, SHOWS, by=rui)
    assert payload["site"]["position"] is None
    assert (await ask(NEAR))["institutions"]["nodes"] == []


async def test_where_it_may_not_be(ask: Client, database: Database) -> None:
    site = await keeping.main_site(database)
    async with database.writing() as session:
        other = institutions.site(MAPLE, id=new_key(), address="某路1号", is_main=False)
        session.add(other)
    cases: dict[str, dict[str, Any]] = {
        "SITE_AT_SAME_ADDRESS": {"regionCode": "320508", "address": "某路１号"},
        "REGION_NOT_A_LEAF": {"regionCode": "320500", "address": "x"},
        "INVALID_INPUT": {
            "regionCode": "320508",
            "address": "x",
            "position": {**THERE, "latitude": 91},
        },
    }

    for code, given in cases.items():
        payload = await ask.do("moveSite", keeping.site(site.id, **given), by=rui)
        assert payload["code"] == code
    # Its own address is not another's.
    same = keeping.site(site.id, regionCode="320508", address=f"{site.address} ")
    assert (await ask.do("moveSite", same, by=rui))["__typename"] == "SiteMoved"
