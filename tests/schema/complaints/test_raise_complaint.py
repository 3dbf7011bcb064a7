"""Raising a complaint: by name and anonymously, what is kept of it, and what is refused."""

import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from domain import identifiers
from domain.authorities import Sector
from domain.moments import day_of
from persistence.complaints.table import Complaint
from persistence.complaints.vault_table import ComplainantIdentity
from persistence.engine import operations
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import (
    AuditEvent,
    Operation,
    OutboxMessage,
    StateTransition,
)
from persistence.reading import ids
from tests import people
from tests.client import Client, Clock
from tests.factories import add, inspections, tasks
from tests.people import GUSU, JIANGSU, MAPLE, NATION, SUZHOU, Person, bai, fang, gao, mei, yin
from tests.schema.complaints.complaint_steps import DISPUTE, REPORT, STATEMENT, raised, raised_id

TABLES = (Complaint, ComplainantIdentity, Operation, AuditEvent, StateTransition, OutboxMessage)


async def _all(database: Database, table: Any) -> list[Any]:
    async with database.writing() as session:
        return list(await session.scalars(sa.select(table)))


async def _one(database: Database, table: Any = Complaint) -> Any:
    (row,) = await _all(database, table)
    return row


async def _is_untouched(database: Database) -> bool:
    return not any([await _all(database, table) for table in TABLES])


async def test_a_parent_raises_a_dispute_by_name(
    ask: Client, world: None, database: Database
) -> None:
    shows = """... on ComplaintRaised { receipt complaint {
        kind channel category identification institution { name } region { code } sector statement
        intakeAuthority { name } claimFen occurredOn isUrgent state receivedAt acceptDueOn
        acceptDueIsProvisional deadlineRule version steps { fromState toState } } }"""

    payload = await ask.do("raiseComplaint", DISPUTE, shows, by=fang)

    assert payload == {
        "__typename": "ComplaintRaised",
        "receipt": None,
        "complaint": {
            "kind": "DISPUTE",
            "channel": "PARENT_APP",
            "category": "REFUND_DIFFICULTY",
            "identification": "REAL_NAME",
            "institution": {"name": "苏州枫叶教育培训中心"},
            "region": {"code": "320508"},
            "sector": "EDUCATION",
            "statement": STATEMENT,
            "intakeAuthority": {"name": "姑苏区教育局"},
            "claimFen": 480_000,
            "occurredOn": "2026-10-28",
            "isUrgent": False,
            "state": "RECEIVED",
            "receivedAt": "2026-11-18T02:00:00.000000Z",
            "acceptDueOn": "2026-11-27",
            "acceptDueIsProvisional": False,
            "deadlineRule": "C_ACCEPT",
            "version": 1,
            "steps": [{"fromState": None, "toState": "RECEIVED"}],
        },
    }


async def test_the_number_given_is_that_of_the_complaint(ask: Client, world: None) -> None:
    payload = await raised(ask, DISPUTE)

    assert payload["complaintNo"] == payload["complaint"]["complaintNo"]
    assert payload["complaintNo"].startswith("TS20261118")


@pytest.mark.parametrize("person", [None, fang])
async def test_an_anonymous_report_is_answered_with_a_receipt(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    payload = await raised(ask, REPORT, by=person)

    row = await _one(database)
    assert payload["complaint"]["id"] == ids.write("Complaint", row.id)
    assert len(payload["receipt"]) == 20
    assert payload["receipt"].isdigit()
    assert row.receipt_digest == ask.keys.receipt_digest(payload["receipt"])
    assert row.complainant_ref is None
    assert await _all(database, ComplainantIdentity) == []


async def test_raising_a_complaint_leaves_traces_that_name_nobody(
    ask: Client, world: None, database: Database, keys: Keys
) -> None:
    await raised(ask, DISPUTE)

    complaint = await _one(database)
    event = await _one(database, AuditEvent)
    step = await _one(database, StateTransition)
    message = await _one(database, OutboxMessage)
    operation = await _one(database, Operation)
    assert complaint.complainant_ref == keys.complainant_ref(fang.id)
    assert (event.tag, event.subject_id, event.actor_id, event.request_id, event.detail) == (
        "complaint.raised",
        complaint.id,
        None,
        None,
        {},
    )
    assert (step.entity, step.subject_id, step.event, step.actor_id) == (
        "Complaint",
        complaint.id,
        "receive",
        None,
    )
    assert (message.topic, message.object_id, message.payload, message.payload_sealed) == (
        "complaint.received",
        complaint.id,
        {"authorityId": str(GUSU.id)},
        None,
    )
    # The audit beside a parent's other operations names the parent: their key must be another.
    assert operation.actor_key != operations.key_of(keys, fang.id)


@pytest.mark.parametrize("person", [None, fang])
async def test_an_anonymous_operation_is_any_visitors(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    await raised(ask, REPORT, by=person)

    operation = await _one(database, Operation)
    event = await _one(database, AuditEvent)
    assert operation.actor_key == operations.ANONYMOUS
    assert event.actor_id is None


@pytest.mark.parametrize(
    ("given", "person"),
    [(DISPUTE, fang), (REPORT, fang), (REPORT, None)],
    ids=["by name", "anonymous parent", "visitor"],
)
async def test_the_same_operation_sent_again_gives_the_same_receipt_and_one_complaint(
    ask: Client, world: None, database: Database, given: dict[str, Any], person: Person | None
) -> None:
    sent = {**given, "operationId": str(new_key())}

    first = await raised(ask, sent, by=person)
    again = await raised(ask, sent, by=person)
    other = await ask.do("raiseComplaint", {**sent, "category": "OTHER"}, by=person)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert [len(await _all(database, table)) for table in (Complaint, AuditEvent)] == [1, 1]


@pytest.mark.parametrize("by", [None, fang])
async def test_a_complaint_from_before_is_answered_though_it_would_be_refused_now(
    ask: Client, world: None, monkeypatch: pytest.MonkeyPatch, by: Person | None
) -> None:
    given = {
        **(DISPUTE if by else REPORT),
        "operationId": str(new_key()),
        "respondentName": "某无名\u202e培训点",
        "respondentAddress": "某路3号楼上",
        "regionCode": "320508",
    }
    del given["institutionId"]
    with monkeypatch.context() as before:
        before.setattr(identifiers, "has_direction_controls", lambda _text: False)
        first = await raised(ask, given, by=by)

    again = await raised(ask, given, by=by)
    other = await ask.do("raiseComplaint", {**given, "respondentAddress": "某路4号"}, by=by)

    assert again == first
    assert other["code"] == "INVALID_INPUT"


async def test_five_sendings_at_once_leave_one_complaint(
    ask: Client, world: None, database: Database
) -> None:
    sent = {**REPORT, "operationId": str(new_key())}

    payloads = await asyncio.gather(
        *(
            ask.do("raiseComplaint", sent, "... on ComplaintRaised { receipt }", by=None)
            for _ in "12345"
        )
    )

    receipts = {p["receipt"] for p in payloads if "receipt" in p}
    assert {p.get("code") for p in payloads if "receipt" not in p} <= {"OPERATION_IN_PROGRESS"}
    assert len(receipts) == 1
    assert len(await _all(database, Complaint)) == 1


async def test_the_same_words_of_two_parents_are_two_complaints(
    ask: Client, world: None, database: Database
) -> None:
    one = await raised_id(ask, DISPUTE, by=fang)
    other = await raised_id(ask, DISPUTE, by=gao)

    assert one != other
    assert len(await _all(database, Complaint)) == 2


async def test_a_respondent_outside_the_register_is_named_with_its_place(
    ask: Client, world: None
) -> None:
    given = {
        **REPORT,
        "category": "UNLICENSED",
        "respondentName": "某无名培训点",
        "respondentAddress": "某路3号楼上",
        "regionCode": "320508",
    }
    del given["institutionId"]
    shows = """... on ComplaintRaised { complaint { institution { id } respondentName
        respondentAddress region { code } sector intakeAuthority { name } } }"""

    payload = await ask.do("raiseComplaint", given, shows, by=None)

    assert payload["complaint"] == {
        "institution": None,
        "respondentName": "某无名培训点",
        "respondentAddress": "某路3号楼上",
        "region": {"code": "320508"},
        "sector": "EDUCATION",
        "intakeAuthority": {"name": "姑苏区教育局"},
    }


async def test_a_statement_keeps_its_lines_and_is_sealed(
    ask: Client, world: None, database: Database
) -> None:
    given = {**DISPUTE, "statement": "第一行，说明情况。\r\n第二行，提出诉求。"}
    shows = "... on ComplaintRaised { complaint { statement } }"

    payload = await ask.do("raiseComplaint", given, shows, by=fang)

    assert payload["complaint"]["statement"] == "第一行，说明情况。\n第二行，提出诉求。"
    row = await _one(database)
    assert "第一行".encode() not in row.statement_sealed


# Who takes it in


@pytest.mark.parametrize(
    ("institution", "expected"),
    [
        (people.MAPLE, GUSU),
        (people.SWIMMING, people.SUZHOU_SPORTS),
        (people.FARAWAY, people.CHAOYANG),
    ],
    ids=["county", "city", "far away"],
)
async def test_the_nearest_organ_of_the_sector_takes_it_in(
    ask: Client, world: None, database: Database, institution: Any, expected: people.Place
) -> None:
    await raised(ask, {**REPORT, "institutionId": ids.write("Institution", institution)}, by=None)

    assert (await _one(database)).intake_authority_id == expected.id


@pytest.mark.parametrize(
    ("region_code", "expected"), [("320509", SUZHOU), ("321000", JIANGSU), ("440106", NATION)]
)
async def test_without_one_nearby_the_next_above_takes_it_in(
    ask: Client, world: None, database: Database, region_code: str, expected: people.Place
) -> None:
    given = {**REPORT, "respondentName": "某班", "respondentAddress": "某地"}
    given |= {"regionCode": region_code, "institutionId": None}

    await raised(ask, given, by=None)

    assert (await _one(database)).intake_authority_id == expected.id


async def test_a_respondent_is_not_looked_for_in_a_region_that_has_ended(
    ask: Client, world: None, database: Database
) -> None:
    given = {**REPORT, "respondentName": "某班", "respondentAddress": "某地"}
    given |= {"regionCode": "500105", "institutionId": None}

    payload = await ask.do(
        "raiseComplaint", given, "... on InvalidInput { violations { field message } }", by=None
    )

    assert payload["violations"] == [
        {"field": "regionCode", "message": "the region was abolished; it is now 500157"}
    ]
    assert await _is_untouched(database)


async def test_where_no_organ_answers_for_the_sector_it_is_refused(
    ask: Client, world: None, database: Database
) -> None:
    given = {**REPORT, "respondentName": "某班", "respondentAddress": "某地"}
    given |= {"regionCode": "320508", "institutionId": None, "sector": "COMMUNICATIONS"}

    payload = await ask.do(
        "raiseComplaint", given, "... on NoIntakeAuthority { regionCode sector }", by=None
    )

    assert payload["code"] == "NO_INTAKE_AUTHORITY"
    assert (payload["regionCode"], payload["sector"]) == ("320508", "COMMUNICATIONS")
    assert await _is_untouched(database)


async def test_an_inspectors_conduct_goes_above_the_unit_that_would_take_it_in(
    ask: Client, world: None, database: Database
) -> None:
    await raised(ask, {**REPORT, "category": "INSPECTOR_CONDUCT"}, by=None)

    assert (await _one(database)).intake_authority_id == SUZHOU.id


async def test_an_inspectors_conduct_goes_above_the_units_that_visited(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        await add(session, *_visit(SUZHOU))

    await raised(ask, {**REPORT, "category": "INSPECTOR_CONDUCT"}, by=None)

    assert (await _one(database)).intake_authority_id == JIANGSU.id


async def test_above_the_nation_there_is_nobody(
    ask: Client, world: None, database: Database
) -> None:
    given = {**REPORT, "category": "INSPECTOR_CONDUCT", "respondentName": "某班"}
    given |= {"respondentAddress": "某地", "regionCode": "440106", "institutionId": None}

    payload = await ask.do("raiseComplaint", given, by=None)

    assert payload["code"] == "NO_INTAKE_AUTHORITY"
    assert await _is_untouched(database)


# Refusals


@pytest.mark.parametrize(
    ("changes", "person", "code"),
    [
        ({"identification": "ANONYMOUS", "name": None, "phone": None, "address": None}, fang,
         "REAL_NAME_REQUIRED"),
        ({}, None, "REAL_NAME_REQUIRED"),
        ({"kind": "REPORT", "claimFen": None}, None, "REAL_NAME_REQUIRED"),
        ({"occurredOn": "2023-11-17"}, fang, "DISPUTE_TOO_OLD"),
        ({"institutionId": ids.write("Institution", new_key())}, fang, "NOT_FOUND"),
        ({}, yin, "NOT_PERMITTED"),
        ({}, bai, "NOT_PERMITTED"),
        ({}, mei, "NOT_PERMITTED"),
    ],
    ids=["anonymous dispute", "visitor's dispute", "visitor's name", "too old", "unknown",
         "institution", "clerk", "inspector"],
)  # fmt: skip
async def test_what_is_refused_leaves_nothing(
    ask: Client,
    world: None,
    database: Database,
    changes: dict[str, Any],
    person: Person | None,
    code: str,
) -> None:
    payload = await ask.do("raiseComplaint", {**DISPUTE, **changes}, by=person)

    assert payload["code"] == code
    assert await _is_untouched(database)


async def test_a_dispute_whose_last_day_is_a_holiday_is_taken_on_the_next_working_day(
    ask: Client, world: None, clock: Clock
) -> None:
    """Harm known on 3 October 2023: three years end in the holiday, which ends on 7 October 2026."""
    given = {**DISPUTE, "occurredOn": "2023-10-03"}
    clock.now = dt.datetime(2026, 10, 8, 15, 59, tzinfo=dt.UTC)
    assert (await ask.do("raiseComplaint", given, by=fang))["__typename"] == "ComplaintRaised"
    clock.now = dt.datetime(2026, 10, 8, 16, tzinfo=dt.UTC)

    payload = await ask.do("raiseComplaint", given, by=fang)

    assert payload["code"] == "DISPUTE_TOO_OLD"


NOT_REGISTERED = {
    "institutionId": None,
    "respondentName": "某班",
    "respondentAddress": "某地",
    "regionCode": "320508",
}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"statement": "太短"}, ["statement"]),
        ({"statement": "字" * 5_001}, ["statement"]),
        ({"statement": "含有控制字符的内容\u0007不能保存"}, ["statement"]),
        ({"claimFen": 0}, ["claimFen"]),
        ({"occurredOn": "2026-11-19"}, ["occurredOn"]),
        ({"name": None, "phone": "", "address": " "}, ["name", "phone", "address"]),
        ({"name": "字" * 51, "address": "字" * 201}, ["name", "address"]),
        ({"phone": "不是电话"}, ["phone"]),
        ({"identification": "ANONYMOUS", "kind": "REPORT", "claimFen": None},
         ["name", "phone", "address"]),
        ({"institutionId": None}, ["institutionId"]),
        ({"institutionId": ""}, ["institutionId"]),
        ({"institutionId": ids.write("Course", MAPLE)}, ["institutionId"]),
        ({"institutionId": "inst_1"}, ["institutionId"]),
        ({"respondentName": "某班", "regionCode": "320508"}, ["respondentName", "regionCode"]),
        ({**NOT_REGISTERED, "respondentAddress": None, "regionCode": None},
         ["regionCode", "respondentAddress"]),
        ({**NOT_REGISTERED, "respondentName": " "}, ["institutionId"]),
        ({**NOT_REGISTERED, "regionCode": "999999"}, ["regionCode"]),
        ({**NOT_REGISTERED, "regionCode": "３２０５０８"}, ["regionCode"]),
    ],
    ids=map(str, range(18)),
)  # fmt: skip
async def test_faults_of_form_are_told_together_with_their_fields(
    ask: Client, world: None, database: Database, changes: dict[str, Any], fields: list[str]
) -> None:
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("raiseComplaint", {**DISPUTE, **changes}, shows, by=fang)

    assert payload["code"] == "INVALID_INPUT"
    assert [violation["field"] for violation in payload["violations"]] == fields
    assert await _is_untouched(database)


@pytest.mark.parametrize(
    "phone", ["13900001234", "0512-6522 0000", "+86 13900001234", "１３９００００１２３４"]
)
async def test_telephones_are_taken_as_people_write_them(
    ask: Client, world: None, phone: str
) -> None:
    await raised(ask, {**DISPUTE, "phone": phone})


async def test_a_real_name_report_needs_the_name_only(
    ask: Client, world: None, database: Database
) -> None:
    given = {**DISPUTE, "kind": "REPORT", "claimFen": None, "phone": None, "address": None}

    await raised(ask, given)

    assert len(await _all(database, ComplainantIdentity)) == 1


async def test_a_text_that_cannot_be_kept_is_an_error_of_the_document(
    ask: Client, world: None, database: Database
) -> None:
    document = """mutation M($input: RaiseComplaintInput!) {
        raiseComplaint(input: $input) { __typename } }"""
    given = {**REPORT, "operationId": str(new_key()), "statement": "有空字符的内容\x00不能保存"}

    answer = await ask.answer(document, {"input": given}, by=None)

    assert answer["errors"]
    assert await _is_untouched(database)


def _visit(place: people.Place) -> list[Any]:
    """A visit of the place's inspectors to Maple."""
    task = tasks.task(place, "RW-1", sector=Sector.EDUCATION)
    visit = inspections.inspection(task, place, MAPLE)
    return [task, visit]


# How many anonymously


@pytest.mark.parametrize("person", [None, fang])
async def test_anonymous_complaints_of_one_address_run_out_and_real_names_do_not(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    budget = Budget(2, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=budget, by_subnet=budget)
    ask.rate_limits = replace(ask.rate_limits, complaint=narrow)
    same = REPORT | {"operationId": str(new_key())}
    first = await raised(ask, same, by=person)
    refused = await ask.do("raiseComplaint", REPORT | {"statement": "短"}, by=person)
    repeated = await raised(ask, same, by=person)
    await raised(ask, REPORT, by=person)

    one_more = await ask.do("raiseComplaint", REPORT, by=person)
    by_name = await ask.do("raiseComplaint", DISPUTE, by=fang)

    assert (refused["code"], repeated) == ("INVALID_INPUT", first)
    assert one_more["code"] == "TOO_MANY_ATTEMPTS"
    assert by_name["__typename"] == "ComplaintRaised"
    assert len(await _all(database, Complaint)) == 3


async def test_a_visitor_raises_one_complaint_with_an_operation(
    ask: Client, world: None, database: Database
) -> None:
    one, other = (
        f"{alias}: raiseComplaint(input: ${alias}) {{ __typename }}" for alias in ("a", "b")
    )
    types = "($a: RaiseComplaintInput!, $b: RaiseComplaintInput!)"
    document = f"mutation M{types} {{ {one} ...B }} fragment B on Mutation {{ {other} }}"
    variables = {each: REPORT | {"operationId": str(new_key())} for each in ("a", "b")}

    answer = await ask.answer(document, variables, by=None)

    assert answer["errors"][0]["extensions"]["code"] == "ONE_COMPLAINT_PER_OPERATION"
    assert await _is_untouched(database)
    assert set(await ask(document, variables, by=fang)) == {"a", "b"}


async def test_a_complaint_at_midnight_is_counted_from_the_day_it_was_received(
    ask: Client, world: None, database: Database
) -> None:
    """Of the last day of the old rules or the first of the new, whenever the clock is read."""

    class Running(Clock):
        def __call__(self) -> dt.datetime:
            self.now += dt.timedelta(seconds=1)
            return self.now

    midnight = dt.datetime(2026, 4, 14, 16, tzinfo=dt.UTC)
    for seconds in range(6):
        running = replace(ask, clock=Running(midnight - dt.timedelta(seconds=seconds)))
        await raised(running, DISPUTE | {"occurredOn": "2026-04-01"}, by=fang)

    days = {
        (day_of(row.received_at), row.accept_due_on, row.complaint_no[2:10])
        for row in await _all(database, Complaint)
    }
    assert days == {
        (dt.date(2026, 4, 14), dt.date(2026, 4, 23), "20260414"),
        (dt.date(2026, 4, 15), dt.date(2026, 4, 24), "20260415"),
    }
