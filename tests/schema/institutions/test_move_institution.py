"""`moveInstitution`: lists, totals and who sees what follow at once."""

import pytest

from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.people import CHAOYANG, GUSU, SOCIETY, SUZHOU, rui
from tests.schema.institutions import keeping
from tests.schema.institutions.keeping import REASON

SHOWS = """... on InstitutionMoved { institution { region { code } address version
    supervisingAuthority { name } } }"""

pytestmark = pytest.mark.usefixtures("world")


async def test_lists_totals_and_history_follow(ask: Client, database: Database) -> None:
    before = await keeping.counted(ask)
    given = keeping.institution(
        regionCode="320509",
        address="松陵路1号",
        supervisingAuthorityId=ids.write("Authority", SUZHOU.id),
    )

    payload = await ask.do("moveInstitution", given, SHOWS, by=rui)

    assert payload["institution"] == {
        "region": {"code": "320509"},
        "address": "松陵路1号",
        "version": 2,
        "supervisingAuthority": {"name": SUZHOU.name},
    }
    gusu, wujiang, existing = before
    assert await keeping.counted(ask) == (gusu - 1, wujiang + 1, existing)
    statistics = """{ institutionStatistics(parent: "320500") { region { code } total } }"""
    rows = (await ask(statistics))["institutionStatistics"]
    by_region = {each["region"]["code"]: each["total"] for each in rows}
    assert (by_region["320508"], by_region["320509"]) == (gusu - 1, wujiang + 1)
    kept = await keeping.changes(database)
    assert [(field, old, new, why) for _, field, old, new, why in kept] == [
        ("address", "观前街1号", "松陵路1号", REASON),
        ("regionCode", "320508", "320509", REASON),
        (
            "supervisingAuthorityId",
            ids.write("Authority", GUSU.id),
            ids.write("Authority", SUZHOU.id),
            REASON,
        ),
    ]


async def test_where_it_may_not_go(ask: Client) -> None:
    cases = {
        "OUTSIDE_JURISDICTION": {"regionCode": "110105"},
        "REGION_NOT_A_LEAF": {"regionCode": "320500"},
        "INVALID_INPUT": {"regionCode": "320508"},
        "NOT_AN_ADMINISTRATIVE_ORGAN": {
            "supervisingAuthorityId": ids.write("Authority", SOCIETY.id)
        },
    }
    for code, given in cases.items():
        payload = await ask.do("moveInstitution", keeping.institution(**given), by=rui)
        assert payload["code"] == code
    far = {"supervisingAuthorityId": ids.write("Authority", CHAOYANG.id)}
    payload = await ask.do("moveInstitution", keeping.institution(**far), by=rui)
    assert payload["code"] == "OUTSIDE_JURISDICTION"
