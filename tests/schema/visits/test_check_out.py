"""Leaving a visit: once, after arriving."""

from persistence.database import Database
from persistence.tables.visits import CheckOut
from tests.client import Client
from tests.people import jun, mei
from tests.schema.inspections.steps import ENDED_AT
from tests.schema.visits.steps import HERE, LATITUDE, count


async def test_an_officer_leaves_once_after_arriving(
    ask: Client, arrived: str, database: Database
) -> None:
    left = {"inspectionId": arrived, "claimedAt": ENDED_AT.isoformat()}
    shows = (
        "... on CheckedOut { checkIn { checkOut { correctedAt distanceM position { latitude } } } }"
    )

    early = await ask.do("checkOut", {**left, "claimedAt": "2026-11-18T08:29:00+08:00"}, by=mei)
    nobody = await ask.do("checkOut", left, by=jun)
    future = await ask.do("checkOut", {**left, "claimedAt": "2026-11-18T10:06:00+08:00"}, by=mei)
    payload = await ask.do("checkOut", {**left, "position": HERE}, shows, by=mei)
    again = await ask.do("checkOut", left, by=mei)

    assert [early["code"], nobody["code"], future["code"], again["code"]] == [
        "INVALID_INPUT",
        "NOT_CHECKED_IN",
        "VISIT_IN_FUTURE",
        "ALREADY_CHECKED_OUT",
    ]
    assert payload["checkIn"]["checkOut"] == {
        "correctedAt": "2026-11-18T01:30:00.000000Z",
        "distanceM": None,
        "position": {"latitude": LATITUDE},
    }
    assert await count(database, CheckOut) == 1
