"""What stands on somebody is ended from a day on, once."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.standings import days
from persistence.standings.table import StandingEnd
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


async def test_what_is_to_end_later_ends_earlier_and_not_later_still(
    ask: Client, database: Database
) -> None:
    given = await _entry(ask, database)
    await ask.do("endStanding", given | {"endedOn": "2027-03-01"}, by=hua)
    given["expectedVersion"] += 1

    later = await ask.do("endStanding", given | {"endedOn": "2027-03-01"}, by=hua)
    earlier = await ask.do("endStanding", given | {"reason": "另行决定"}, by=hua)
    again = await ask.do("endStanding", given | {"expectedVersion": 4}, by=hua)

    assert later["code"] == "INVALID_INPUT"
    assert earlier["__typename"] == "StandingEnded"
    assert again["code"] == "STANDING_HAS_ENDED"
    assert (await maple_now(ask))["listStatus"] == "NONE"
    async with database.writing() as session:
        ends = list(await session.scalars(sa.select(StandingEnd)))
    kept = [(each.reason, each.former_ended_on, each.former_reason) for each in ends]
    assert ("另行决定", dt.date(2027, 3, 1), "已整改") in kept


async def test_a_place_that_is_to_be_replaced_is_ended_before(
    ask: Client, database: Database
) -> None:
    black = {"kind": "BLACK_LIST", "fromOn": "2027-01-01", "untilOn": "2027-10-01"}
    await ask.do("listInstitution", await on_maple(database, **black), by=rui)
    listed = "{ listEntries(first: 1, filter: {kinds: [WHITE_LIST]}) { nodes { id } } }"
    (white,) = (await ask(listed))["listEntries"]["nodes"]
    assert (await maple_now(ask))["listStatus"] == "WHITE_LISTED"

    given = {"standingId": white["id"], "expectedVersion": 2, "reason": "不再符合条件"}
    payload = await ask.do("endStanding", given, by=hua)

    assert payload["__typename"] == "StandingEnded"
    assert (await maple_now(ask))["listStatus"] == "NONE"
