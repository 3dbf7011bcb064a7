"""Entering a teacher: qualified, in no school's service, once; the identity number stays hidden."""

import asyncio
import logging
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from domain.teachers import EndReason
from persistence.accounts import identity_numbers
from persistence.derived_fields import RESIDENT_ID
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from persistence.tables import metadata
from persistence.teachers import writes
from persistence.teachers.table import Teacher
from tests.client import Client
from tests.factories import TODAY, teachers
from tests.people import FARAWAY, MAPLE, SWIMMING, Person, fang, key, lin, rui, su, xu, yang, yin

NUMBER = "11010519491231002X"
FOREIGNER: dict[str, Any] = {
    "nationality": "GB",
    "identityNumber": "ab 123-4567",
    "certificateKind": "FOREIGN_TEACHING",
    "workPermitNo": "某证1号",
    "background": "某大学，执教五年",
}
VIOLATIONS = "... on InvalidInput { violations { field message } }"

pytestmark = pytest.mark.usefixtures("world")


def teacher(institution: UUID = MAPLE, **given: Any) -> dict[str, Any]:
    return {
        "institutionId": ids.write("Institution", institution),
        "name": "某老师",
        "identityNumber": NUMBER,
        "isInServiceSchoolTeacher": False,
        "employment": "FULL_TIME",
        "subjects": ["数学"],
        "stages": ["JUNIOR_SECONDARY"],
        "certificateKind": "TEACHER_QUALIFICATION",
        "certificateNo": "20203201142000001",
        "employedFrom": "2026-09-01",
        **given,
    }


async def rows(database: Database) -> list[Teacher]:
    async with database.writing() as session:
        return list(await session.scalars(sa.select(Teacher)))


async def listed(database: Database, keys: Keys, number: str) -> None:
    async with database.writing() as session:
        await writes.list_in_service(
            session,
            [identity_numbers.hashed(keys, number)],
            region_code="320508",
            listed_on=TODAY,
        )


@pytest.mark.parametrize("person", [yin, rui], ids=lambda person: str(person.login))
async def test_the_institution_and_its_registrar_enter_a_teacher(
    ask: Client, database: Database, keys: Keys, person: Person
) -> None:
    given = teacher(id=ids.write("Teacher", new_key()), identityNumber=" 11010519491231002x ")
    shows = """... on TeacherRegistered { teacher { id name nationality employment subjects stages
        certificateKind certificateNo isEmployed employedFrom maskedResidentId version } }"""

    payload = await ask.do("registerTeacher", given, shows, by=person)

    assert payload == {
        "__typename": "TeacherRegistered",
        "teacher": {
            "id": given["id"],
            "name": "某老师",
            "nationality": "CN",
            "employment": "FULL_TIME",
            "subjects": ["数学"],
            "stages": ["JUNIOR_SECONDARY"],
            "certificateKind": "TEACHER_QUALIFICATION",
            "certificateNo": "20203201142000001",
            "isEmployed": True,
            "employedFrom": "2026-09-01",
            "maskedResidentId": "1****************X",
            "version": 1,
        },
    }
    (row,) = await rows(database)
    assert row.resident_id_hash == keys.hash(RESIDENT_ID, NUMBER.encode())
    sealed = keys.open(RESIDENT_ID, row.resident_id_sealed, bound_to=row.id.bytes)
    assert sealed.decode() == NUMBER


async def test_a_foreigner_is_entered_with_passport_permit_and_background(
    ask: Client, database: Database, keys: Keys
) -> None:
    payload = await ask.do("registerTeacher", teacher(**FOREIGNER), by=yin)

    assert payload["__typename"] == "TeacherRegistered"
    (row,) = await rows(database)
    assert row.resident_id_hash == keys.hash(RESIDENT_ID, b"AB1234567")


async def test_a_subject_teacher_needs_more_than_another_teacher(ask: Client) -> None:
    able: dict[str, Any] = {"certificateKind": "PROFESSIONAL_ABILITY"}

    subject = await ask.do("registerTeacher", teacher(**able), by=yin)
    sport = await ask.do("registerTeacher", teacher(SWIMMING, **able), by=yang)

    assert subject["code"] == "TEACHER_NOT_QUALIFIED"
    assert sport["__typename"] == "TeacherRegistered"


@pytest.mark.parametrize(
    ("is_declared", "is_listed", "found_by"),
    [(True, False, "DECLARATION"), (False, True, "LIST"), (True, True, "DECLARATION")],
)
async def test_an_in_service_school_teacher_is_not_entered(
    ask: Client, database: Database, keys: Keys, is_declared: bool, is_listed: bool, found_by: str
) -> None:
    if is_listed:
        await listed(database, keys, NUMBER)
    given = teacher(isInServiceSchoolTeacher=is_declared, identityNumber=NUMBER.lower())

    payload = await ask.do(
        "registerTeacher", given, "... on InServiceSchoolTeacher { foundBy }", by=yin
    )

    assert (payload["code"], payload["foundBy"]) == ("IN_SERVICE_SCHOOL_TEACHER", found_by)
    assert payload["basis"] == "S4 二(五)3; X16"
    assert await rows(database) == []


async def test_a_foreigner_by_their_own_account_is_still_found_on_the_list(
    ask: Client, database: Database, keys: Keys
) -> None:
    await listed(database, keys, NUMBER)

    payload = await ask.do(
        "registerTeacher", teacher(**{**FOREIGNER, "identityNumber": NUMBER}), by=yin
    )

    assert payload["code"] == "IN_SERVICE_SCHOOL_TEACHER"


async def test_five_at_once_leave_one_employment(ask: Client, database: Database) -> None:
    payloads = await asyncio.gather(
        *(ask.do("registerTeacher", teacher(), by=yin) for _ in range(5))
    )

    outcomes = sorted(payload.get("code", "") for payload in payloads)
    assert outcomes == ["", *["TEACHER_ALREADY_EMPLOYED"] * 4]
    assert len(await rows(database)) == 1


async def test_a_teacher_who_left_may_come_back_and_may_work_elsewhere(
    ask: Client, database: Database, keys: Keys
) -> None:
    left = {"employed_to": TODAY, "end_reason": EndReason.RESIGNED}
    async with database.writing() as session:
        session.add(teachers.teacher(MAPLE, keys, NUMBER, **left))

    again = await ask.do("registerTeacher", teacher(), by=yin)
    elsewhere = await ask.do("registerTeacher", teacher(SWIMMING), by=yang)

    assert {again["__typename"], elsewhere["__typename"]} == {"TeacherRegistered"}


@pytest.mark.parametrize(
    ("fields", "given"),
    [
        (["identityNumber"], {"identityNumber": "110105194912310021"}),
        (["identityNumber"], {"identityNumber": "1101051949123100"}),
        (["identityNumber"], {"identityNumber": ""}),
        (["identityNumber"], {"identityNumber": "9" * 10_000}),
        (["identityNumber"], {"identityNumber": "320515203001011235"}),
        (["identityNumber"], {**FOREIGNER, "identityNumber": "护照"}),
        (["nationality"], {"nationality": "cn"}),
        (["nationality"], {"nationality": "China"}),
        (["stages"], {"stages": []}),
        (["subjects.length"], {"subjects": []}),
        (["subjects.length"], {"subjects": ["数学"] * 21}),
        (["subjects[0]"], {"subjects": [""]}),
        (["name", "certificateNo"], {"name": "\x7f", "certificateNo": "1" * 51}),
        (["institutionId"], {"institutionId": ids.write("Teacher", MAPLE)}),
        (["id"], {"id": "tch_1"}),
    ],
    ids=lambda value: str(value)[:70],
)
async def test_what_is_wrong_is_named_and_the_number_is_not_repeated(
    ask: Client, database: Database, fields: list[str], given: dict[str, Any]
) -> None:
    payload = await ask.do("registerTeacher", teacher(**given), VIOLATIONS, by=yin)

    assert [violation["field"] for violation in payload["violations"]] == fields
    number = given.get("identityNumber") or NUMBER
    assert number not in str(payload)
    assert await rows(database) == []


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("FOREIGN_TEACHER_WITHOUT_PERMIT", {**FOREIGNER, "workPermitNo": " "}),
        ("FOREIGN_TEACHER_WITHOUT_PERMIT", {**FOREIGNER, "background": None}),
        ("TEACHER_NOT_QUALIFIED", {"certificateKind": "FOREIGN_TEACHING"}),
        ("NOT_FOUND", {"institutionId": ids.write("Institution", key(999))}),
    ],
)
async def test_what_the_rules_forbid_is_refused_by_name(
    ask: Client, database: Database, code: str, given: dict[str, Any]
) -> None:
    payload = await ask.do("registerTeacher", teacher(**given), by=yin)

    assert payload["code"] == code
    assert await rows(database) == []


@pytest.mark.parametrize(
    ("person", "institution", "code"),
    [
        (None, MAPLE, "NOT_PERMITTED"),
        (fang, MAPLE, "NOT_PERMITTED"),
        (lin, MAPLE, "NOT_PERMITTED"),
        (su, MAPLE, "NOT_PERMITTED"),
        (xu, FARAWAY, "NOT_PERMITTED"),
        (yang, MAPLE, "OUTSIDE_JURISDICTION"),
        (yin, SWIMMING, "OUTSIDE_JURISDICTION"),
        (rui, FARAWAY, "OUTSIDE_JURISDICTION"),
    ],
    ids=lambda value: getattr(value, "login", str(value)),
)
async def test_others_may_not_and_nothing_is_entered(
    ask: Client, database: Database, person: Person | None, institution: UUID, code: str
) -> None:
    payload = await ask.do("registerTeacher", teacher(institution), by=person)

    assert payload["code"] == code
    assert await rows(database) == []


async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, database: Database
) -> None:
    given = teacher(operationId=str(new_key()))
    shows = "... on TeacherRegistered { teacher { id } }"

    first = await ask.do("registerTeacher", given, shows, by=yin)
    again = await ask.do("registerTeacher", given, shows, by=yin)
    other = await ask.do("registerTeacher", {**given, "name": "另一位"}, by=yin)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 1


async def test_the_identity_number_is_kept_nowhere_in_clear(
    ask: Client, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await ask.do("registerTeacher", teacher(), by=yin)
        await ask.do("registerTeacher", teacher(), by=yin)

    assert NUMBER[:17] not in caplog.text
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            kept = (await connection.execute(sa.select(table))).all()
            assert NUMBER[:17] not in str(kept), table.name
            assert NUMBER[:17].encode().hex() not in repr(kept).replace("\\x", ""), table.name


@pytest.mark.parametrize(
    "given",
    [
        {"identityNumber": int(NUMBER[:17])},
        {"colour": "红"},
        {"employment": None},
    ],
    ids=str,
)
async def test_values_of_another_type_are_refused_without_repeating_the_number(
    ask: Client, given: dict[str, Any]
) -> None:
    document = (
        "mutation M($input: RegisterTeacherInput!)"
        " { registerTeacher(input: $input) { __typename } }"
    )
    variables = {"input": teacher(operationId=str(new_key())) | given}

    _, body = await ask.send(orjson.dumps({"query": document, "variables": variables}), by=yin)

    assert body["errors"]
    assert NUMBER[:17] not in str(body)


async def test_who_is_a_school_teacher_cannot_be_found_out_by_trying(
    ask: Client, database: Database, keys: Keys
) -> None:
    """Right guesses run out for the account, and each is in the audit."""
    wide = Budget(100, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=wide, by_subnet=wide, by_subject=Budget(2, 60))
    ask.rate_limits = replace(ask.rate_limits, school_teacher=narrow)
    await listed(database, keys, NUMBER)
    other = teacher(**FOREIGNER)
    declared = await ask.do("registerTeacher", teacher(isInServiceSchoolTeacher=True), by=yin)
    wrong = await ask.do("registerTeacher", other, by=yin)
    again = await ask.do("registerTeacher", other, by=yin)

    found = [await ask.do("registerTeacher", teacher(), by=yin) for _ in range(3)]
    not_listed = await ask.do("registerTeacher", other, by=yin)
    by_another = await ask.do("registerTeacher", teacher(), by=rui)

    assert declared["code"] == by_another["code"] == "IN_SERVICE_SCHOOL_TEACHER"
    assert (wrong["__typename"], again["code"]) == ("TeacherRegistered", "TEACHER_ALREADY_EMPLOYED")
    codes = [each["code"] for each in (*found, not_listed)]
    assert codes == ["IN_SERVICE_SCHOOL_TEACHER"] * 2 + ["TOO_MANY_ATTEMPTS"] * 2
    async with database.writing() as session:
        tag = AuditEvent.tag == "teacher.found_in_service"
        events = list(
            await session.scalars(sa.select(AuditEvent).where(tag).order_by(AuditEvent.id))
        )
    assert [(each.actor_id, each.subject_id) for each in events] == [
        (yin.id, MAPLE),
        (yin.id, MAPLE),
        (rui.id, MAPLE),
    ]
