"""Filing what a visit found: by an officer sent to it, once, as the result codes demand."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.authorities.table import InspectorProfile
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import InspectionRecord
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import NOW, accounts
from tests.people import Person, fang, jun, key, lin, ling, mei, ou, qiao, su, tao, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import BAD, FINE, FIRE, SKIPPED, a_problem, a_report, officer

SHOWS = """... on InspectionResultFiled { inspection {
    id state filedAt inspectedOn publishDueOn publishDueIsProvisional publishedAt version
    task { state }
    record { versionNo correctionReason filedBy { id } filedAt visitStartedAt visitEndedAt
        deviceClockOffsetMs clockIsOff methods resultCodes measures summary attemptedAt
        position { latitude longitude accuracyM datum wgs84Latitude wgs84Longitude }
        answers { itemCode isChecked problemFound handling note }
        findings { violationCode detail itemCode }
        confirmations { officer { id } confirmedAt } rulesVersion }
    publicRecords { id }
} }"""


ARRIVED = ["inspection.assigned", "inspection.checked_in", "inspection.noticed"]


async def _versions(database: Database) -> list[int]:
    async with database.writing() as session:
        statement = sa.select(InspectionRecord.version_no).order_by(InspectionRecord.version_no)
        return list(await session.scalars(statement))


async def test_an_officer_files_what_was_found(
    ask: Client, arrived: str, database: Database
) -> None:
    position = {"latitude": 31.3, "longitude": 120.6, "accuracyM": 8.5, "datum": "GCJ02"}
    given = a_problem(arrived, position=position, deviceClockOffsetMs=-400_000)

    payload = await ask.do("fileInspectionResult", given, SHOWS, by=mei)

    record = payload["inspection"]["record"]
    assert len(record.pop("rulesVersion")) == 12
    place = record.pop("position")
    assert abs(place.pop("wgs84Latitude") - 31.3) < 0.01
    assert abs(place.pop("wgs84Longitude") - 120.6) < 0.01
    assert place == position
    now = "2026-11-18T02:00:00.000000Z"
    assert payload == {
        "__typename": "InspectionResultFiled",
        "inspection": {
            "id": arrived,
            "state": "TO_CONFIRM",
            "filedAt": now,
            "inspectedOn": "2026-11-18",
            "publishDueOn": "2026-12-16",
            "publishDueIsProvisional": False,
            "publishedAt": None,
            "version": 3,
            "task": {"state": "IN_PROGRESS"},
            "record": {
                "versionNo": 1,
                "correctionReason": None,
                "filedBy": {"id": officer(mei)},
                "filedAt": now,
                "visitStartedAt": "2026-11-18T00:30:00.000000Z",
                "visitEndedAt": "2026-11-18T01:30:00.000000Z",
                "deviceClockOffsetMs": -400_000,
                "clockIsOff": True,
                "methods": ["ON_SITE"],
                "resultCodes": ["PROBLEM_PENDING"],
                "measures": ["ORDER_CORRECTION"],
                "summary": "张校长陪同检查",
                "attemptedAt": [],
                "answers": [
                    {**FINE, "note": None},
                    {**SKIPPED, "problemFound": None, "handling": None, "note": None},
                    BAD,
                ],
                "findings": [FIRE],
                "confirmations": [{"officer": {"id": officer(mei)}, "confirmedAt": now}],
            },
            "publicRecords": [],
        },
    }
    after = await steps.traces(database)
    assert after["audit"] == [*ARRIVED, "inspection.result_filed"]
    assert ("Inspection", "TO_ENTER", "file", "TO_CONFIRM") in after["moves"]
    assert ("InspectionTask", "ISSUED", "first_record", "IN_PROGRESS") in after["moves"]
    message = {"inspection_id": str(steps.key(arrived)), "version": 1}
    assert after["outbox"][-1] == ("inspection.result_filed", message)


async def test_either_officer_files_not_only_the_leader(ask: Client, arrived: str) -> None:
    payload = await ask.do("fileInspectionResult", a_report(arrived), by=jun)

    assert payload == {"__typename": "InspectionResultFiled"}


async def test_it_is_filed_once(ask: Client, filed: str, database: Database) -> None:
    shows = "... on ResultAlreadyFiled { filedAt }"

    payload = await ask.do("fileInspectionResult", a_report(filed), shows, by=jun)

    assert payload["code"] == "RESULT_ALREADY_FILED"
    assert payload["filedAt"] == "2026-11-18T02:00:00.000000Z"
    assert await _versions(database) == [1]


async def test_five_filings_at_once_leave_one_record_and_one_audit_event(
    ask: Client, arrived: str, database: Database
) -> None:
    by = [mei, jun, mei, jun, mei]

    payloads = await asyncio.gather(
        *(ask.do("fileInspectionResult", a_problem(arrived), by=person) for person in by)
    )

    assert sorted(payload.get("code", "") for payload in payloads) == [
        "",
        *["RESULT_ALREADY_FILED"] * 4,
    ]
    assert await _versions(database) == [1]
    assert (await steps.traces(database))["audit"] == [
        *ARRIVED,
        "inspection.result_filed",
    ]


async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, arrived: str, database: Database
) -> None:
    given = {**a_problem(arrived), "operationId": str(new_key())}

    first = await ask.do("fileInspectionResult", given, SHOWS, by=mei)
    again = await ask.do("fileInspectionResult", given, SHOWS, by=mei)
    other = await ask.do("fileInspectionResult", {**given, "summary": "另一"}, by=mei)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await _versions(database) == [1]


async def test_a_lawful_visit_uploaded_two_days_later_is_accepted(
    ask: Client, arrived: str, clock: Clock
) -> None:
    clock.now = NOW + dt.timedelta(days=4)
    given = a_report(arrived)

    payload = await ask.do("fileInspectionResult", given, SHOWS, by=mei)

    inspection = payload["inspection"]
    assert inspection["filedAt"] == "2026-11-22T02:00:00.000000Z"
    assert inspection["inspectedOn"] == "2026-11-18"
    assert inspection["publishDueOn"] == "2026-12-16"


@pytest.mark.parametrize(
    ("started", "ended", "code"),
    [
        ("2026-11-17T08:00:00+08:00", "2026-11-17T09:00:00+08:00", "INSPECTION_NOT_YET_HELD"),
        ("2026-11-18T09:00:00+08:00", "2026-11-18T10:06:00+08:00", "VISIT_IN_FUTURE"),
        ("2026-11-18T09:00:00+08:00", "2026-11-18T10:04:00+08:00", None),
        ("2026-11-18T09:30:00+08:00", "2026-11-18T09:00:00+08:00", "INVALID_INPUT"),
    ],
)
async def test_the_claimed_visit_lies_in_the_window_and_the_past(
    ask: Client, arrived: str, database: Database, started: str, ended: str, code: str | None
) -> None:
    given = a_report(arrived, visitStartedAt=started, visitEndedAt=ended)

    payload = await ask.do("fileInspectionResult", given, by=mei)

    assert payload.get("code") == code
    assert await _versions(database) == ([] if code else [1])


async def test_a_visit_after_the_window_is_none(ask: Client, arrived: str, clock: Clock) -> None:
    clock.now = NOW + dt.timedelta(days=4)
    late = "2026-11-21T09:00:00+08:00"
    given = a_report(arrived, visitStartedAt=late, visitEndedAt=late)

    payload = await ask.do("fileInspectionResult", given, by=mei)

    assert payload["code"] == "WINDOW_OVER"


async def test_a_certificate_that_ended_meanwhile_files_nothing(
    ask: Client, arrived: str, database: Database
) -> None:
    async with database.writing() as session:
        mine = InspectorProfile.officer_id == mei.officer_id
        ended = {"certificate_valid_to": dt.date(2026, 11, 17)}
        await session.execute(sa.update(InspectorProfile).where(mine).values(**ended))

    payload = await ask.do("fileInspectionResult", a_report(arrived), by=mei)

    assert payload["code"] == "CERTIFICATE_NOT_VALID"
    assert await _versions(database) == []


TWICE = ["2026-11-18T08:00:00+08:00", "2026-11-18T09:00:00+08:00"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, None),
        ({"resultCodes": ["NO_PROBLEM", "MOVED_OUT"]}, "INVALID_INPUT"),
        ({"answers": []}, "INVALID_INPUT"),
        ({"answers": [SKIPPED]}, "INVALID_INPUT"),
        ({"answers": [BAD]}, "RESULT_CONTRADICTS_FINDINGS"),
        ({"findings": [FIRE]}, "RESULT_CONTRADICTS_FINDINGS"),
        ({"resultCodes": ["QUALIFIED", "UNQUALIFIED"]}, "INVALID_INPUT"),
        ({"resultCodes": ["PROBLEM_PENDING"]}, "INVALID_INPUT"),
        (
            {"resultCodes": ["PROBLEM_PENDING"], "measures": ["ORDER_CORRECTION"]},
            "FINDING_REQUIRED",
        ),
        (
            {
                "resultCodes": ["PROBLEM_PENDING"],
                "measures": ["ORDER_CORRECTION"],
                "findings": [FIRE],
            },
            None,
        ),
        ({"resultCodes": ["INFO_FALSE"], "measures": ["OTHER"]}, "FINDING_REQUIRED"),
        ({"resultCodes": ["INFO_NOT_PUBLISHED"], "measures": ["OTHER"]}, "FINDING_REQUIRED"),
        ({"resultCodes": ["CORRECTED_AFTER_ORDER"], "measures": ["OTHER"]}, "ORDER_REQUIRED"),
        ({"resultCodes": ["UNREACHABLE"], "measures": ["OTHER"]}, "ATTEMPTS_REQUIRED"),
        (
            {"resultCodes": ["UNREACHABLE"], "measures": ["OTHER"], "attemptedAt": TWICE[:1] * 2},
            "ATTEMPTS_REQUIRED",
        ),
        ({"resultCodes": ["UNREACHABLE"], "measures": ["OTHER"], "attemptedAt": TWICE}, None),
        ({"resultCodes": ["MOVED_OUT"], "answers": []}, None),
        ({"resultCodes": ["OTHER"], "measures": ["NONE_NEEDED"]}, "INVALID_INPUT"),
        ({"measures": ["NONE_NEEDED", "OTHER"]}, "INVALID_INPUT"),
        ({"measures": []}, "INVALID_INPUT"),
        ({"resultCodes": []}, "INVALID_INPUT"),
        ({"methods": []}, "INVALID_INPUT"),
        ({"methods": ["WRITTEN", "WRITTEN"]}, "INVALID_INPUT"),
    ],
)
async def test_result_codes_stand_only_with_what_bears_them_out(
    ask: Client, arrived: str, database: Database, facts: dict[str, Any], code: str | None
) -> None:
    payload = await ask.do("fileInspectionResult", a_report(arrived, **facts), by=mei)

    assert payload.get("code") == code
    assert await _versions(database) == ([] if code else [1])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"summary": " "}, "summary"),
        ({"summary": "x" * 2001}, "summary"),
        ({"summary": "\x1b[0m"}, "summary"),
        ({"answers": [{**FINE, "itemCode": "X"}]}, "answers[0].itemCode"),
        ({"answers": [FINE, FINE]}, "answers[1].itemCode"),
        ({"answers": [{**FINE, "problemFound": None}]}, "answers[0].problemFound"),
        ({"answers": [FINE, {**SKIPPED, "handling": "NONE"}]}, "answers[1].handling"),
        ({"answers": [{**FINE, "handling": "ORDERED"}]}, "answers[0].handling"),
        ({"answers": [{**FINE, "note": "x" * 501}]}, "answers[0].note"),
        ({"answers": [FINE] * 201}, "answers"),
        ({"findings": [{**FIRE, "detail": ""}]}, "findings[0].detail"),
        ({"findings": [{**FIRE, "violationCode": "X"}]}, "findings[0].violationCode"),
        ({"findings": [{**FIRE, "itemCode": "X"}]}, "findings[0].itemCode"),
        ({"findings": [FIRE] * 101}, "findings"),
        ({"attemptedAt": TWICE * 11}, "attemptedAt"),
        ({"correctionReason": "x"}, "correctionReason"),
        (
            {"position": {"latitude": 91, "longitude": 0, "datum": "WGS84"}},
            "position.latitude",
        ),
        (
            {"position": {"latitude": 0, "longitude": -1e308, "datum": "BD09"}},
            "position.longitude",
        ),
        (
            {"position": {"latitude": 0, "longitude": 0, "accuracyM": -1, "datum": "WGS84"}},
            "position.accuracyM",
        ),
        ({"inspectionId": "insp_1"}, "inspectionId"),
        ({"inspectionId": steps.INSTITUTION}, "inspectionId"),
    ],
)
async def test_faults_of_form_are_named_by_field(
    ask: Client, arrived: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("fileInspectionResult", a_report(arrived) | facts, shows, by=mei)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": field}]
    assert await _versions(database) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("resultCodes", ["FINE"]),
        ("visitEndedAt", "yesterday"),
        ("summary", "a\x00b"),
        ("deviceClockOffsetMs", 2**31),
        ("position", {"latitude": 1}),
        ("answers", "none"),
    ],
)
async def test_what_is_no_value_of_its_type_is_no_operation(
    ask: Client, arrived: str, database: Database, field: str, value: Any
) -> None:
    document = (
        "mutation M($input: FileInspectionResultInput!)"
        " { fileInspectionResult(input: $input) { __typename } }"
    )
    given = {**a_report(arrived), "operationId": str(new_key()), field: value}

    answer = await ask.answer(document, {"input": given}, by=mei)

    assert answer["errors"][0]["extensions"]["code"]
    assert await _versions(database) == []


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (tao, "NOT_FOUND"),
        (ling, "NOT_FOUND"),
        (lin, "NOT_PERMITTED"),
        (qiao, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (ou, "NOT_PERMITTED"),
        (yin, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (None, "NOT_PERMITTED"),
    ],
)
async def test_people_who_were_not_sent_file_nothing(
    ask: Client, arrived: str, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("fileInspectionResult", a_report(arrived), by=person)

    assert payload["code"] == code
    assert await _versions(database) == []
    assert await steps.state_of(ask, arrived) == {"state": "TO_ENTER", "version": 2}


async def test_an_officer_who_only_sees_the_visit_files_nothing(
    ask: Client, arrived: str, database: Database
) -> None:
    async with database.writing() as session:
        grant = accounts.grant(su)
        grant.id, grant.account_id = new_key(), tao.id
        session.add(grant)

    payload = await ask.do("fileInspectionResult", a_report(arrived), by=tao)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _versions(database) == []


async def test_an_inspection_that_is_none_is_not_found(ask: Client, world: None) -> None:
    given = a_report(ids.write("Inspection", key(999)))

    payload = await ask.do("fileInspectionResult", given, by=mei)

    assert payload["code"] == "NOT_FOUND"


async def test_another_authority_may_send_its_own_to_the_same_place(
    ask: Client, arrived: str, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(qiao, Role.TASK_MANAGER))
    other = await steps.assign(ask, jun, tao, by=qiao)

    mine = await ask.do("fileInspectionResult", a_report(arrived), by=tao)
    theirs = await ask.do("fileInspectionResult", a_report(other), by=mei)

    assert (mine["code"], theirs["code"]) == ("NOT_FOUND", "NOT_FOUND")
