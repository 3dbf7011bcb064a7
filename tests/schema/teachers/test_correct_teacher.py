"""`correctTeacher`: what is wrong in an entry, and never who it is about."""

import asyncio
from typing import Any

import pytest

from domain.teachers import EndReason
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading import ids
from persistence.teachers.table import Teacher
from tests.client import Client
from tests.factories import TODAY, teachers
from tests.people import MAPLE, Person, fang, lin, rui, su, yang, yin
from tests.schema.institutions import keeping

SHOWS = """... on TeacherCorrected { teacher { name employment subjects certificateNo workPermitNo
    version } }"""
REASON = "证书号码有误"


@pytest.fixture
async def teacher(world: None, database: Database, keys: Keys) -> Teacher:
    row = teachers.teacher(MAPLE, keys)
    async with database.writing() as session:
        session.add(row)
    return row


def _given(teacher: Teacher, **given: Any) -> dict[str, Any]:
    return {
        "teacherId": ids.write("Teacher", teacher.id),
        "expectedVersion": 1,
        "reason": REASON,
        **given,
    }


@pytest.mark.parametrize("person", [yin, rui], ids=lambda person: str(person.login))
async def test_the_institution_and_its_registrar_correct_it(
    ask: Client, database: Database, teacher: Teacher, person: Person
) -> None:
    given = _given(
        teacher,
        certificateNo="20203201142000002",
        employment="PART_TIME",
        subjects=["物理"],
        workPermitNo="WP-9",
    )

    payload = await ask.do("correctTeacher", given, SHOWS, by=person)

    assert payload["teacher"] == {
        "name": "某老师",
        "employment": "PART_TIME",
        "subjects": ["物理"],
        "certificateNo": "20203201142000002",
        "workPermitNo": "WP-9",
        "version": 2,
    }
    assert await keeping.changes(database) == [
        ("Teacher", "certificateNo", "20203201142000001", "20203201142000002", REASON),
        ("Teacher", "employment", "FULL_TIME", "PART_TIME", REASON),
        ("Teacher", "subjects", ["数学"], ["物理"], REASON),
        ("Teacher", "workPermitNo", None, None, REASON),
    ]
    same = _given(teacher, employment="PART_TIME", expectedVersion=2)
    assert (await ask.do("correctTeacher", same, SHOWS, by=person))["teacher"]["version"] == 2


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("TEACHER_NOT_QUALIFIED", {"certificateKind": "PROFESSIONAL_ABILITY"}),
        ("INVALID_INPUT", {"name": " "}),
        ("INVALID_INPUT", {"subjects": []}),
        ("INVALID_INPUT", {"stages": []}),
        ("INVALID_INPUT", {"reason": ""}),
        ("CHANGED_MEANWHILE", {"name": "x", "expectedVersion": 3}),
        ("NOT_FOUND", {"teacherId": ids.write("Teacher", new_key())}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, teacher: Teacher, code: str, given: dict[str, Any]
) -> None:
    payload = await ask.do("correctTeacher", _given(teacher) | given, by=yin)

    assert payload["code"] == code
    assert await keeping.changes(database) == []


async def test_a_foreigner_keeps_permit_and_background(
    ask: Client, database: Database, teacher: Teacher
) -> None:
    async with database.writing() as session:
        row = await session.get_one(Teacher, teacher.id)
        row.background, row.work_permit_no = "x", "WP-1"
        await session.flush()
        row.nationality = "GB"

    for cleared in ("background", "workPermitNo"):
        payload = await ask.do("correctTeacher", _given(teacher, **{cleared: None}), by=yin)
        assert payload["code"] == "FOREIGN_TEACHER_WITHOUT_PERMIT"


async def test_who_is_on_an_offices_list_is_not_found_out_by_a_correction(
    ask: Client, database: Database, teacher: Teacher, keys: Keys
) -> None:
    async with database.writing() as session:
        session.add(teachers.in_service_teacher(keys, "11010519491231002X"))

    payload = await ask.do("correctTeacher", _given(teacher, name="x"), by=yin)

    assert payload["__typename"] == "TeacherCorrected"


@pytest.mark.parametrize(
    "person", [yang, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not(
    ask: Client, database: Database, teacher: Teacher, person: Person | None
) -> None:
    payload = await ask.do("correctTeacher", _given(teacher, name="x"), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await keeping.changes(database) == []


async def test_one_who_left_is_not_corrected(
    ask: Client, database: Database, teacher: Teacher
) -> None:
    async with database.writing() as session:
        row = await session.get_one(Teacher, teacher.id)
        row.employed_to, row.end_reason = TODAY, EndReason.RESIGNED

    payload = await ask.do("correctTeacher", _given(teacher, name="x"), by=yin)

    assert payload["code"] == "EMPLOYMENT_ALREADY_ENDED"


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database, teacher: Teacher
) -> None:
    given = _given(teacher, name="x", operationId=str(new_key()))
    other = _given(teacher, name="y")

    payloads = await asyncio.gather(*(ask.do("correctTeacher", g, by=yin) for g in (given, other)))
    again = await ask.do("correctTeacher", given, by=yin)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
