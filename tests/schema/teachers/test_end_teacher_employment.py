"""Ending an employment: once, on a day within it, by the institution or the registrar over it."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.teachers import EndReason
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from persistence.teachers.table import Teacher
from tests.client import Client
from tests.factories import teachers
from tests.people import MAPLE, Person, fang, key, lin, rui, su, xu, yang, yin

SHOWS = "... on TeacherEmploymentEnded { teacher { isEmployed employedTo endReason version } }"


@pytest.fixture
async def teacher(world: None, database: Database, keys: Keys) -> Teacher:
    row = teachers.teacher(MAPLE, keys)
    async with database.writing() as session:
        session.add(row)
    return row


def end(teacher: Teacher, **given: Any) -> dict[str, Any]:
    return {
        "teacherId": ids.write("Teacher", teacher.id),
        "endedOn": "2026-11-18",
        "reason": "RESIGNED",
        **given,
    }


async def stored(database: Database, teacher: Teacher) -> tuple[dt.date | None, int]:
    async with database.writing() as session:
        row = await session.get_one(Teacher, teacher.id)
    return row.employed_to, row.version


@pytest.mark.parametrize("person", [yin, rui], ids=lambda person: str(person.login))
async def test_the_institution_and_its_registrar_end_an_employment(
    ask: Client, database: Database, teacher: Teacher, person: Person
) -> None:
    payload = await ask.do("endTeacherEmployment", end(teacher), SHOWS, by=person)

    assert payload == {
        "__typename": "TeacherEmploymentEnded",
        "teacher": {
            "isEmployed": False,
            "employedTo": "2026-11-18",
            "endReason": "RESIGNED",
            "version": 2,
        },
    }
    async with database.writing() as session:
        event = (await session.scalars(sa.select(AuditEvent))).one()
    assert (event.tag, event.subject_id) == ("teacher.employment_ended", teacher.id)
    assert event.detail == {"reason": EndReason.RESIGNED}


async def test_five_at_once_end_it_once(ask: Client, database: Database, teacher: Teacher) -> None:
    payloads = await asyncio.gather(
        *(ask.do("endTeacherEmployment", end(teacher), by=yin) for _ in range(5))
    )

    outcomes = sorted(payload.get("code", "") for payload in payloads)
    assert outcomes == ["", *["EMPLOYMENT_ALREADY_ENDED"] * 4]
    assert await stored(database, teacher) == (dt.date(2026, 11, 18), 2)


async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, database: Database, teacher: Teacher
) -> None:
    given = end(teacher, operationId=str(new_key()))

    first = await ask.do("endTeacherEmployment", given, SHOWS, by=yin)
    again = await ask.do("endTeacherEmployment", given, SHOWS, by=yin)
    other = await ask.do("endTeacherEmployment", {**given, "reason": "OTHER"}, by=yin)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await stored(database, teacher) == (dt.date(2026, 11, 18), 2)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("INVALID_INPUT", {"endedOn": "2026-11-19"}),
        ("INVALID_INPUT", {"endedOn": "2022-08-31"}),
        ("INVALID_INPUT", {"teacherId": ids.write("Institution", MAPLE)}),
        ("INVALID_INPUT", {"teacherId": ""}),
        ("INVALID_INPUT", {"teacherId": "tch_" + "0" * 10_000}),
        ("NOT_FOUND", {"teacherId": ids.write("Teacher", key(999))}),
    ],
    ids=lambda value: str(value)[:70],
)
async def test_what_does_not_fit_is_refused_by_name(
    ask: Client, database: Database, teacher: Teacher, code: str, given: dict[str, Any]
) -> None:
    payload = await ask.do("endTeacherEmployment", end(teacher, **given), by=yin)

    assert payload["code"] == code
    assert await stored(database, teacher) == (None, 1)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (None, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (lin, "NOT_PERMITTED"),
        (su, "NOT_PERMITTED"),
        (xu, "NOT_PERMITTED"),
        (yang, "OUTSIDE_JURISDICTION"),
    ],
    ids=lambda value: getattr(value, "login", str(value)),
)
async def test_others_may_not_and_nothing_changes(
    ask: Client, database: Database, teacher: Teacher, person: Person | None, code: str
) -> None:
    payload = await ask.do("endTeacherEmployment", end(teacher), by=person)

    assert payload["code"] == code
    assert await stored(database, teacher) == (None, 1)


async def test_a_former_teacher_is_not_found_by_those_out_of_scope(
    ask: Client, teacher: Teacher
) -> None:
    await ask.do("endTeacherEmployment", end(teacher), by=yin)

    payload = await ask.do("endTeacherEmployment", end(teacher), by=yang)

    assert payload["code"] == "NOT_FOUND"
