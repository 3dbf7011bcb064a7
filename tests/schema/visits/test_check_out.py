"""Leaving a visit: once, after arriving."""

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection
from persistence.visits.table import CheckOut
from tests.client import Client
from tests.factories import NOW
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


async def test_the_same_operation_is_answered_again(
    ask: Client, arrived: str, database: Database
) -> None:
    given = {
        "inspectionId": arrived,
        "claimedAt": ENDED_AT.isoformat(),
        "operationId": str(new_key()),
    }

    first = await ask.do("checkOut", given, by=mei)
    again = await ask.do("checkOut", given, by=mei)

    assert first == again == {"__typename": "CheckedOut"}
    assert await count(database, CheckOut) == 1


@pytest.mark.parametrize("state", list(InspectionState))
async def test_departures_are_taken_until_the_result_is_public(
    ask: Client, arrived: str, database: Database, state: InspectionState
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))
    given = {"inspectionId": arrived, "claimedAt": ENDED_AT.isoformat()}

    payload = await ask.do("checkOut", given, by=mei)

    is_open = state in {"TO_ENTER", "TO_CONFIRM", "TO_AUDIT", "AUDIT_REJECTED"}
    assert payload.get("code") == (None if is_open else "CHECK_IN_TOO_LATE")
    assert await count(database, CheckOut) == is_open
