"""What stands on somebody is ended from a day on, once."""

import datetime as dt
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.standings import days
from tests.client import Client
from tests.factories import NOW
from tests.people import hua, rui
from tests.schema.standings.deciding import licence, maple_now, on_licence, on_maple

pytestmark = pytest.mark.usefixtures("world")

_LISTED = "... on InstitutionListed { standing { id } }"


async def _entry(ask: Client, database: Database) -> dict[str, Any]:
    given = await on_maple(database, kind="BLACK_LIST", untilOn="2027-10-01")
    payload = await ask.do("listInstitution", given, _LISTED, by=rui)
    version = (await on_maple(database))["expectedVersion"]
    return {"standingId": payload["standing"]["id"], "expectedVersion": version, "reason": "已整改"}


async def test_it_holds_until_the_day_named(ask: Client, database: Database) -> None:
    given = await _entry(ask, database)

    payload = await ask.do("endStanding", given | {"endedOn": "2026-12-01"}, by=hua)

    assert payload["__typename"] == "StandingEnded"
    assert (await maple_now(ask))["listStatus"] == "BLACK_LISTED"
    assert await days.pass_days(database, now=NOW, today=dt.date(2026, 12, 1)) == 1
    assert (await maple_now(ask))["listStatus"] == "NONE"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"endedOn": "2026-11-17"}, "endedOn"),
        ({"endedOn": "2027-10-02"}, "endedOn"),
        ({"reason": " "}, "reason"),
        ({"expectedVersion": None}, "expectedVersion"),
        ({"expectedVersion": 1}, "CHANGED_MEANWHILE"),
        ({"standingId": "stdg_01900000-0000-7000-8000-000000009999"}, "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(
    ask: Client, database: Database, given: dict[str, Any], expected: str
) -> None:
    entry = await _entry(ask, database)

    assert expected in str(await ask.do("endStanding", entry | given, by=hua))
    assert (await maple_now(ask))["listStatus"] == "BLACK_LISTED"


async def test_what_stands_on_an_entitlement_is_ended_otherwise(
    ask: Client, database: Database
) -> None:
    await ask.do("suspendEntitlement", await on_licence(database), by=rui)
    standings = '{ institution(by: {licenceNumber: "%s"}) { version standings { id } } }'
    found = (await ask(standings % (await licence(database)).number))["institution"]

    given = {
        "standingId": found["standings"][0]["id"],
        "expectedVersion": found["version"],
        "reason": "无",
    }
    assert "standingId" in str(await ask.do("endStanding", given, by=hua))
