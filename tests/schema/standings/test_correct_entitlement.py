"""What was wrong is put right, and stays in the history."""

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import rui
from tests.schema.standings.deciding import maple_now, on_licence
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

pytestmark = pytest.mark.usefixtures("world")


async def test_wrong_days_are_corrected_and_stay_in_the_history(
    ask: Client, database: Database
) -> None:
    given = await on_licence(
        database, validFrom="2025-02-01", validTo="2027-01-31", categories=["SPORTS"]
    )

    payload = await ask.do("correctEntitlement", given, by=rui)

    assert payload["__typename"] == "EntitlementCorrected"
    found = await maple_now(ask)
    (entitlement,) = found["entitlements"]
    assert (entitlement["validFrom"], entitlement["validTo"]) == ("2025-02-01", "2027-01-31")
    assert sorted(str(each["end"] and each["end"]["ending"]) for each in found["standings"]) == [
        "CORRECTED",
        "None",
    ]
    corrected = next(each for each in found["standings"] if each["end"])
    assert corrected["ground"] is None
    await replayed(database)
