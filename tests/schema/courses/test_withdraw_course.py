"""Withdrawing a course: by its institution, by the registrar over it, and by nobody else."""

import pytest
import sqlalchemy as sa

from domain.courses import CourseState
from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests.client import Client
from tests.factories import courses
from tests.people import MAPLE, Person, fang, rui, xu, yang, yin

SHOWS = "... on CourseWithdrawn { course { id state withdrawalReason version } }"


@pytest.fixture
async def course(world: None, database: Database) -> Course:
    async with database.writing() as session:
        row = courses.course(MAPLE)
        session.add(row)
    return row


def _input(course: Course) -> dict[str, str]:
    return {"courseId": ids.write("Course", course.id), "reason": "暑期停开"}


@pytest.mark.parametrize("person", [yin, rui])
async def test_the_institution_and_its_registrar_withdraw_a_course(
    ask: Client, course: Course, person: Person
) -> None:
    payload = await ask.do("withdrawCourse", _input(course), SHOWS, by=person)

    assert payload == {
        "__typename": "CourseWithdrawn",
        "course": {
            "id": ids.write("Course", course.id),
            "state": "WITHDRAWN",
            "withdrawalReason": "暑期停开",
            "version": 2,
        },
    }


async def test_a_course_is_withdrawn_once(ask: Client, course: Course) -> None:
    await ask.do("withdrawCourse", _input(course), by=yin)

    payload = await ask.do("withdrawCourse", _input(course), by=yin)

    assert payload["code"] == "COURSE_NOT_PUBLISHED"


async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, course: Course, database: Database
) -> None:
    given = {**_input(course), "operationId": str(new_key())}

    first = await ask.do("withdrawCourse", given, SHOWS, by=yin)
    again = await ask.do("withdrawCourse", given, SHOWS, by=yin)
    other = await ask.do("withdrawCourse", {**given, "reason": "另一原因"}, by=yin)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    async with database.writing() as session:
        audit_events = await session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
    assert audit_events == 1


@pytest.mark.parametrize(
    ("person", "code"),
    [(fang, "NOT_PERMITTED"), (yang, "OUTSIDE_JURISDICTION"), (None, "NOT_PERMITTED")],
)
async def test_others_may_not_and_nothing_changes(
    ask: Client, course: Course, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("withdrawCourse", _input(course), by=person)

    assert payload["code"] == code
    async with database.writing() as session:
        row = await session.get(Course, course.id)
        assert row is not None
        assert (row.state, row.version) == (CourseState.PUBLISHED, 1)


async def test_rubbish_ids_are_named(ask: Client, course: Course) -> None:
    payload = await ask.do("withdrawCourse", {"courseId": "crs_1", "reason": "x"}, by=yin)
    missing = await ask.do(
        "withdrawCourse", {"courseId": ids.write("Course", new_key()), "reason": "x"}, by=yin
    )

    assert payload["code"] == "INVALID_INPUT"
    assert missing["code"] == "NOT_FOUND"


async def test_someone_far_away_lacks_the_permission(ask: Client, course: Course) -> None:
    payload = await ask.do("withdrawCourse", _input(course), by=xu)

    assert payload["code"] == "NOT_PERMITTED"
