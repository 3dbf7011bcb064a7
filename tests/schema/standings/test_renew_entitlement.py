"""A renewal follows on the period before."""

import datetime as dt

import pytest

from persistence.engine.database import Database
from persistence.standings import days
from tests.client import Client
from tests.factories import NOW
from tests.people import rui
from tests.schema.institutions import keeping
from tests.schema.standings.deciding import licence, maple_now, on_licence, on_maple
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

pytestmark = pytest.mark.usefixtures("world")

_LATE = dt.date(2027, 6, 1)


async def test_a_renewal_is_a_further_period(ask: Client, database: Database) -> None:
    async with database.writing() as session:
        row = await session.merge(await licence(database))
        row.valid_to = _LATE

    given = await on_licence(database, untilOn="2030-12-31")
    payload = await ask.do("renewEntitlement", given, by=rui)

    assert payload["__typename"] == "EntitlementRenewed"
    (found,) = (await maple_now(ask))["entitlements"]
    assert (found["validTo"], found["periodNo"], found["state"]) == ("2030-12-31", 2, "ACTIVE")
    suspended = await ask.do("suspendEntitlement", await on_licence(database), by=rui)
    assert suspended["__typename"] == "EntitlementSuspended"
    wrong = await on_licence(database, fromOn="2030-12-31", untilOn="2033-12-31")
    assert "fromOn" in str(await ask.do("renewEntitlement", wrong, by=rui))
    await replayed(database)


async def test_a_period_after_a_gap_is_shown_once_it_begins(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        row = await session.merge(await licence(database))
        row.valid_to = _LATE
    begun = (await maple_now(ask))["entitlements"][0]["validFrom"]
    given = await on_licence(database, fromOn="2027-08-01", untilOn="2027-09-30")

    await ask.do("renewEntitlement", given, by=rui)

    assert await _term(ask) == ("ACTIVE", begun, "2027-06-01", 1)
    again = await on_licence(database, untilOn="2031-12-31")
    overlaps = await on_licence(database, fromOn="2027-06-02", untilOn="2031-12-31")
    assert "fromOn" in str(await ask.do("renewEntitlement", overlaps, by=rui))
    assert (await ask.do("renewEntitlement", again, by=rui))["__typename"] == "EntitlementRenewed"
    reaching = await on_licence(database, validTo="2027-08-01")
    assert "validTo" in str(await ask.do("correctEntitlement", reaching, by=rui))
    corrected = await on_licence(database, validTo="2027-05-31")
    await ask.do("correctEntitlement", corrected, by=rui)
    assert await _term(ask) == ("ACTIVE", begun, "2027-05-31", 1)
    await days.pass_days(database, now=NOW, today=_LATE)
    assert await _term(ask) == ("EXPIRED", begun, "2027-05-31", 1)
    await days.pass_days(database, now=NOW, today=dt.date(2027, 8, 1))
    assert await _term(ask) == ("ACTIVE", "2027-08-01", "2031-12-31", 3)


async def _term(ask: Client) -> tuple[str, str, str, int]:
    (found,) = (await maple_now(ask))["entitlements"]
    return found["state"], found["validFrom"], found["validTo"], found["periodNo"]


async def test_what_is_renewed_from_a_later_day_on_lapses_with_the_institution(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        row = await session.merge(await licence(database))
        row.valid_to = dt.date(2026, 11, 10)
    await ask.do("renewEntitlement", await on_licence(database, fromOn="2027-01-01"), by=rui)
    assert (await licence(database)).state == "EXPIRED"
    version = (await on_maple(database))["expectedVersion"]
    given = {"ground": "DEREGISTERED", "closedOn": "2026-11-17", "expectedVersion": version}

    closed = await ask.do("closeInstitution", keeping.institution(**given), by=rui)

    assert closed["__typename"] == "InstitutionClosed"
    await days.pass_days(database, now=NOW, today=dt.date(2027, 1, 1))
    assert (await licence(database)).state == "LAPSED"
