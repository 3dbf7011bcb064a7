"""A renewal follows on the period before."""

import datetime as dt

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import rui
from tests.schema.standings.deciding import licence, maple_now, on_licence
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
