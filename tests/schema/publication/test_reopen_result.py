"""The organ finds an error itself: what is public is reopened, once."""

import asyncio
import datetime as dt

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.publication.table import ResultCorrection
from tests.client import Client, Clock
from tests.factories import NOW
from tests.people import GUSU, SUZHOU, jun, qiao, rui
from tests.schema.inspections import steps as visits
from tests.schema.publication import steps


async def test_the_organ_finds_the_error_itself(
    ask: Client, public_id: str, confirmed: str, clock: Clock, database: Database
) -> None:
    clock.now = NOW + dt.timedelta(days=2)
    given = {"inspectionId": confirmed, "reason": steps.REASON, "foundOn": "2026-11-19"}

    payload = await ask.do(
        "reopenResult",
        given,
        "... on ResultReopened { inspection { state corrections { foundOn dueOn } } }",
        by=qiao,
    )

    assert payload["inspection"] == {
        "state": "TO_CORRECT",
        "corrections": [{"foundOn": "2026-11-19", "dueOn": "2026-11-26"}],
    }
    assert "result.reopened" in (await visits.traces(database))["audit"]


@pytest.mark.parametrize("found_on", ["2026-11-17", "2026-11-19", "1900-01-01", "2199-12-31"])
async def test_an_error_is_found_between_publication_and_today(
    ask: Client, public_id: str, confirmed: str, database: Database, found_on: str
) -> None:
    given = {"inspectionId": confirmed, "reason": "x", "foundOn": found_on}

    payload = await ask.do("reopenResult", given, by=qiao)

    assert payload["code"] == "INVALID_INPUT"
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_only_what_is_public_is_reopened_and_once(
    ask: Client, approved: str, database: Database
) -> None:
    given = {"inspectionId": approved, "reason": "x", "foundOn": "2026-11-18"}
    early = await ask.do("reopenResult", given, by=qiao)
    await ask.do("publishInspectionResult", {"inspectionId": approved}, by=qiao)
    payloads = await asyncio.gather(*(ask.do("reopenResult", given, by=qiao) for _ in range(5)))

    assert early["code"] == "RESULT_NOT_STANDING"
    assert sorted(each.get("code", "") for each in payloads) == ["", *["RESULT_NOT_STANDING"] * 4]
    (corrections,) = await steps.rows(database, ResultCorrection)
    assert len(corrections) == 1


async def test_who_inspected_does_not_reopen(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.grant(database, jun, Role.RESULT_AUDITOR, SUZHOU)
    given = {"inspectionId": confirmed, "reason": steps.REASON, "foundOn": "2026-11-18"}

    payload = await ask.do("reopenResult", given, by=jun)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert await steps.rows(database, ResultCorrection) == [[]]
    assert (await visits.state_of(ask, confirmed))["state"] == "PUBLISHED"


async def test_an_auditor_elsewhere_does_not_find_the_result(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.grant(database, rui, Role.RESULT_AUDITOR, GUSU)
    given = {"inspectionId": confirmed, "reason": steps.REASON, "foundOn": "2026-11-18"}

    payload = await ask.do("reopenResult", given, by=rui)

    assert payload["code"] == "NOT_FOUND"
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_an_objection_that_waits_is_decided_first(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    await steps.object_to(ask, public_id)
    given = {"inspectionId": confirmed, "reason": steps.REASON, "foundOn": "2026-11-18"}

    payload = await ask.do("reopenResult", given, by=qiao)

    assert payload["code"] == "OBJECTION_PENDING"
    assert await steps.rows(database, ResultCorrection) == [[]]


async def test_the_same_operation_is_answered_again(
    ask: Client, public_id: str, confirmed: str, database: Database
) -> None:
    given = {
        "inspectionId": confirmed,
        "reason": steps.REASON,
        "foundOn": "2026-11-18",
        "operationId": str(new_key()),
    }

    first = await ask.do("reopenResult", given, by=qiao)
    again = await ask.do("reopenResult", given, by=qiao)

    assert first == again == {"__typename": "ResultReopened"}
    (corrections,) = await steps.rows(database, ResultCorrection)
    assert len(corrections) == 1
