"""Standing behind a filed result: each of the other officers once, for the version they read."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from persistence.authorities.table import InspectorProfile
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import RecordConfirmation
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, fang, jun, key, lin, ling, mei, qiao, su, tao, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import officer

SHOWS = """... on InspectionResultConfirmed { inspection { id state version
    assignments { officer { id } confirmedAt } } }"""


def _input(inspection_id: str, version: int = 1) -> dict[str, object]:
    return {"inspectionId": inspection_id, "recordVersionNo": version}


async def _count(database: Database) -> int | None:
    async with database.writing() as session:
        statement = sa.select(sa.func.count()).select_from(RecordConfirmation)
        return await session.scalar(statement)


async def test_the_other_officer_sends_the_result_to_audit(
    ask: Client, filed: str, database: Database
) -> None:
    payload = await ask.do("confirmInspectionResult", _input(filed), SHOWS, by=jun)

    now = "2026-11-18T02:00:00.000000Z"
    assert payload == {
        "__typename": "InspectionResultConfirmed",
        "inspection": {
            "id": filed,
            "state": "TO_AUDIT",
            "version": 4,
            "assignments": [
                {"officer": {"id": officer(mei)}, "confirmedAt": now},
                {"officer": {"id": officer(jun)}, "confirmedAt": now},
            ],
        },
    }
    after = await steps.traces(database)
    assert after["audit"][-1] == "inspection.result_filed"
    assert "inspection.result_confirmed" in after["audit"]
    assert ("Inspection", "TO_CONFIRM", "confirm_last", "TO_AUDIT") in after["moves"]


async def test_of_three_officers_the_last_sends_it_to_audit(ask: Client, world: None) -> None:
    inspection = await steps.assign(ask, mei, jun, tao)
    await steps.file(ask, inspection)

    first = await ask.do("confirmInspectionResult", _input(inspection), SHOWS, by=tao)
    last = await ask.do("confirmInspectionResult", _input(inspection), SHOWS, by=jun)

    assert first["inspection"]["state"] == "TO_CONFIRM"
    assert last["inspection"]["state"] == "TO_AUDIT"


async def test_two_at_once_both_count_and_one_is_last(
    ask: Client, world: None, database: Database
) -> None:
    inspection = await steps.assign(ask, mei, jun, tao)
    await steps.file(ask, inspection)

    await asyncio.gather(*(steps.confirm(ask, inspection, by=person) for person in (jun, tao)))

    assert await steps.state_of(ask, inspection) == {"state": "TO_AUDIT", "version": 5}
    assert await _count(database) == 3


async def test_one_officer_five_times_at_once_counts_once(
    ask: Client, filed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("confirmInspectionResult", _input(filed), by=jun) for _ in range(5))
    )

    assert sorted(payload.get("code", "") for payload in payloads) == [
        "",
        *["ALREADY_CONFIRMED"] * 4,
    ]
    assert await _count(database) == 2


async def test_the_same_operation_sent_again_is_answered_again(
    ask: Client, filed: str, database: Database
) -> None:
    given = {**_input(filed), "operationId": str(new_key())}

    first = await ask.do("confirmInspectionResult", given, SHOWS, by=jun)
    again = await ask.do("confirmInspectionResult", given, SHOWS, by=jun)

    assert again == first
    assert (await steps.traces(database))["audit"].count("inspection.result_confirmed") == 1


async def test_the_filer_has_confirmed_with_the_filing(ask: Client, filed: str) -> None:
    payload = await ask.do("confirmInspectionResult", _input(filed), by=mei)

    assert payload["code"] == "ALREADY_CONFIRMED"


async def test_nothing_filed_is_nothing_to_confirm(ask: Client, assigned: str) -> None:
    shows = "... on NotAwaitingConfirmation { state }"

    payload = await ask.do("confirmInspectionResult", _input(assigned), shows, by=jun)

    assert (payload["code"], payload["state"]) == ("NOT_AWAITING_CONFIRMATION", "TO_ENTER")


@pytest.mark.parametrize("version", [2, 0, -(2**31)])
async def test_another_version_than_was_read_is_not_confirmed(
    ask: Client, filed: str, database: Database, version: int
) -> None:
    shows = "... on ChangedMeanwhile { expectedVersion currentVersion }"

    payload = await ask.do("confirmInspectionResult", _input(filed, version), shows, by=jun)

    assert payload["code"] == "CHANGED_MEANWHILE"
    assert (payload["expectedVersion"], payload["currentVersion"]) == (version, 1)
    assert await _count(database) == 1


async def test_a_certificate_not_valid_on_the_day_of_the_visit_confirms_nothing(
    ask: Client, filed: str, database: Database
) -> None:
    async with database.writing() as session:
        mine = InspectorProfile.officer_id == jun.officer_id
        ended = {"certificate_valid_to": dt.date(2026, 11, 17)}
        await session.execute(sa.update(InspectorProfile).where(mine).values(**ended))

    payload = await ask.do("confirmInspectionResult", _input(filed), by=jun)

    assert payload["code"] == "CERTIFICATE_NOT_VALID"
    assert await _count(database) == 1


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (tao, "NOT_FOUND"),
        (ling, "NOT_FOUND"),
        (lin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (yin, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
)
async def test_people_who_were_not_sent_confirm_nothing(
    ask: Client, filed: str, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("confirmInspectionResult", _input(filed), by=person)

    assert payload["code"] == code
    assert await _count(database) == 1
    assert await steps.state_of(ask, filed) == {"state": "TO_CONFIRM", "version": 3}


async def test_rubbish_ids_are_named(ask: Client, world: None) -> None:
    rubbish = await ask.do("confirmInspectionResult", _input("\u202e"), by=jun)
    missing = await ask.do(
        "confirmInspectionResult", _input(ids.write("Inspection", key(999))), by=jun
    )

    assert (rubbish["code"], missing["code"]) == ("INVALID_INPUT", "NOT_FOUND")
