"""What holds for every deed, whatever it does."""

import pytest
import sqlalchemy as sa

from persistence.database import Database
from persistence.reading import ids
from persistence.tables.courses import Course
from persistence.tables.records import AuditEvent, Operation
from tests import builders
from tests.client import Client
from tests.people import MAPLE, yin


@pytest.fixture
async def course(world: None, database: Database) -> Course:
    async with database.writing() as session:
        row = builders.course(MAPLE)
        session.add(row)
    return row


@pytest.mark.parametrize(
    ("shows", "code"),
    [
        ("course { institution { riskClass } }", "NOT_PERMITTED"),
        ("course { institution { courses(first: 0) { nodes { id } } } }", "PAGE_SIZE_OUT_OF_RANGE"),
        ("course { institution { courses { nodes { id } } } }", "PAGE_SIZE_REQUIRED"),
    ],
)
async def test_an_answer_that_cannot_be_shown_refuses_before_anything_is_done(
    ask: Client, course: Course, database: Database, shows: str, code: str
) -> None:
    document = (
        "mutation M($input: WithdrawCourseInput!) { withdrawCourse(input: $input)"
        f" {{ ... on CourseWithdrawn {{ {shows} }} }} }}"
    )
    given = {
        "operationId": "01900000-0000-7000-8000-00000000abcd",
        "courseId": ids.write("Course", course.id),
        "reason": "停开",
    }

    answer = await ask.answer(document, {"input": given}, by=yin)

    assert answer["errors"][0]["extensions"]["code"] == code
    assert answer["errors"][0]["path"][:2] == ["withdrawCourse", "course"]
    async with database.writing() as session:
        for table in (AuditEvent, Operation):
            assert await session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
