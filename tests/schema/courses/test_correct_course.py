"""`correctCourse`: what is wrong in a published course, and nothing of what parents agreed to."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from domain.courses import CourseState
from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import SCHEMA, Client
from tests.factories import NOW, courses, institutions
from tests.people import MAPLE, SWIMMING, Person, fang, lin, rui, su, yang, yin
from tests.schema.institutions import keeping

SHOWS = """... on CourseCorrected { course { title introduction stages skippedOn version site { id }
    classTimes { weekday startsAt endsAt } feeItems { amountFen } } }"""
REASON = "标题有误"
MONDAY = {"weekday": "MONDAY", "startsAt": "18:00", "endsAt": "19:30"}


@pytest.fixture
async def course(world: None, database: Database) -> Course:
    row = courses.course(MAPLE, introduction="x")
    async with database.writing() as session:
        session.add(row)
        await session.flush()
        session.add_all([courses.fee_item(row.id), courses.class_time(row.id)])
    return row


def _given(course: Course, **given: Any) -> dict[str, Any]:
    return {
        "courseId": ids.write("Course", course.id),
        "expectedVersion": 1,
        "reason": REASON,
        **given,
    }


async def _version(database: Database, course: Course) -> int:
    async with database.writing() as session:
        return (await session.get_one(Course, course.id)).version


@pytest.mark.parametrize("person", [yin, rui], ids=lambda person: str(person.login))
async def test_the_institution_and_its_registrar_correct_it(
    ask: Client, database: Database, course: Course, person: Person
) -> None:
    given = _given(
        course,
        title="初三数学",
        introduction=None,
        stages=["SENIOR_SECONDARY"],
        skippedOn=["2026-12-07"],
        classTimes=[MONDAY],
    )

    payload = await ask.do("correctCourse", given, SHOWS, by=person)

    assert payload["course"] == {
        "title": "初三数学",
        "introduction": None,
        "stages": ["SENIOR_SECONDARY"],
        "skippedOn": ["2026-12-07"],
        "version": 2,
        "site": None,
        "classTimes": [MONDAY],
        "feeItems": [{"amountFen": 300_000}],
    }
    assert await keeping.changes(database) == [
        (
            "Course",
            "classTimes",
            [["TUESDAY", "18:30:00", "20:00:00"]],
            [["MONDAY", "18:00:00", "19:30:00"]],
            REASON,
        ),
        ("Course", "introduction", "x", None, REASON),
        ("Course", "skippedOn", [], ["2026-12-07"], REASON),
        ("Course", "stages", ["JUNIOR_SECONDARY"], ["SENIOR_SECONDARY"], REASON),
        ("Course", "title", "初二数学", "初三数学", REASON),
    ]


async def test_what_is_the_same_changes_nothing(
    ask: Client, database: Database, course: Course
) -> None:
    tuesday = {"weekday": "TUESDAY", "startsAt": "18:30", "endsAt": "20:00"}

    payload = await ask.do(
        "correctCourse", _given(course, title="初二数学 ", classTimes=[tuesday]), SHOWS, by=yin
    )

    assert payload["course"]["version"] == 1
    assert await keeping.changes(database) == []


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("INVALID_INPUT", {"title": " "}),
        ("INVALID_INPUT", {"stages": []}),
        ("INVALID_INPUT", {"reason": ""}),
        ("INVALID_INPUT", {"classTimes": [{**MONDAY, "endsAt": "18:00"}]}),
        ("CLASS_ENDS_TOO_LATE", {"classTimes": [{**MONDAY, "endsAt": "20:31"}]}),
        ("NO_CLASS_TIMES", {"classTimes": []}),
        ("SUBJECT_CLASS_ON_FORBIDDEN_DAY", {"classTimes": [{**MONDAY, "weekday": "SUNDAY"}]}),
        ("CHANGED_MEANWHILE", {"title": "x", "expectedVersion": 2}),
        ("NOT_FOUND", {"siteId": ids.write("Site", new_key())}),
        ("NOT_FOUND", {"courseId": ids.write("Course", new_key())}),
    ],
)
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, course: Course, code: str, given: dict[str, Any]
) -> None:
    payload = await ask.do("correctCourse", _given(course) | given, by=yin)

    assert payload["code"] == code
    assert (await _version(database, course), await keeping.changes(database)) == (1, [])


async def test_it_moves_to_an_open_site_of_the_institution_alone(
    ask: Client, database: Database, course: Course
) -> None:
    own, closed, other = new_key(), new_key(), new_key()
    async with database.writing() as session:
        day = dt.date(2026, 1, 1)
        session.add_all(
            [
                institutions.site(MAPLE, id=own, address="1", is_main=False),
                institutions.site(MAPLE, id=closed, address="2", is_main=False, closed_on=day),
                institutions.site(SWIMMING, id=other),
            ]
        )
    for site, code in ((closed, "SITE_ALREADY_CLOSED"), (other, "NOT_FOUND")):
        given = _given(course, siteId=ids.write("Site", site))
        assert (await ask.do("correctCourse", given, by=yin))["code"] == code

    payload = await ask.do(
        "correctCourse", _given(course, siteId=ids.write("Site", own)), SHOWS, by=yin
    )

    assert payload["course"]["site"] == {"id": ids.write("Site", own)}


@pytest.mark.parametrize(
    "person", [yang, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not(
    ask: Client, database: Database, course: Course, person: Person | None
) -> None:
    payload = await ask.do("correctCourse", _given(course, title="x"), by=person)

    assert payload["code"] == ("OUTSIDE_JURISDICTION" if person is yang else "NOT_PERMITTED")
    assert await _version(database, course) == 1


async def test_drafts_of_others_are_not_found_and_own_ones_not_corrected(
    ask: Client, database: Database, world: None
) -> None:
    draft = courses.course(MAPLE, state=CourseState.DRAFT, published_at=None)
    gone = courses.course(
        MAPLE, state=CourseState.WITHDRAWN, withdrawn_at=NOW, withdrawal_reason="x"
    )
    async with database.writing() as session:
        session.add_all([draft, gone])
    assert (await ask.do("correctCourse", _given(draft, title="x"), by=yang))["code"] == "NOT_FOUND"

    for course in (draft, gone):
        payload = await ask.do("correctCourse", _given(course, title="x"), by=yin)
        assert payload["code"] == "COURSE_NOT_CORRECTABLE"


async def test_two_at_once_only_one_wins_and_a_replay_is_answered_again(
    ask: Client, database: Database, course: Course
) -> None:
    given = _given(course, title="x", operationId=str(new_key()))
    other = _given(course, title="y")

    payloads = await asyncio.gather(*(ask.do("correctCourse", g, by=yin) for g in (given, other)))
    again = await ask.do("correctCourse", given, by=yin)

    assert sorted(each.get("code", "") for each in payloads) == ["", "CHANGED_MEANWHILE"]
    assert again.get("code") == payloads[0].get("code")
    assert await _version(database, course) == 2


def test_what_parents_agreed_to_is_no_field_of_the_input() -> None:
    kind = SCHEMA.get_type_by_name("CorrectCourseInput")
    names = {field.name for field in kind.fields}  # type: ignore[union-attr]

    assert not names & {"fee_items", "starts_on", "ends_on", "class_hour_count", "lesson_minutes"}
