"""What holds for every mutation, regardless of what it does."""

from types import SimpleNamespace
from typing import Annotated, Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import strawberry

from domain.refusals import NotFound, OperationInProgress
from persistence.courses.table import Course
from persistence.engine import operations
from persistence.engine.database import Database
from persistence.engine.drafts import GuardLost
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, Operation
from persistence.reading import ids
from schema.mutations import StoredAs, _PayloadExtension, _stored_ids, canonical
from tests.client import Client
from tests.factories import courses, records
from tests.people import MAPLE, yin


@pytest.fixture
async def course(world: None, database: Database) -> Course:
    async with database.writing() as session:
        row = courses.course(MAPLE)
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


@strawberry.input
class Before:
    expected_version: int
    reason: str | None = strawberry.UNSET


@strawberry.input
class After:
    version_seen: int = strawberry.field(name="expectedVersion")
    why: str | None = strawberry.field(name="reason", default=strawberry.UNSET)


@strawberry.input
class Rows:
    rows: list[Before]


@strawberry.input
class RowsAfter:
    lines: list[After] = strawberry.field(name="rows")


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (Before(expected_version=3), After(version_seen=3), b'{"expected_version":3}'),
        (
            Rows(rows=[Before(expected_version=3, reason=None)]),
            RowsAfter(lines=[After(version_seen=3, why=None)]),
            b'{"rows":[{"expected_version":3,"reason":null}]}',
        ),
    ],
    ids=["an input", "inputs within"],
)
def test_an_input_is_spelt_after_its_graphql_names(
    before: object, after: object, text: bytes
) -> None:
    assert canonical(before) == canonical(after) == text


@strawberry.type
class Renamed:
    plan: Annotated[UUID, StoredAs("plan_id")]
    other: Annotated[UUID | None, StoredAs("other_id")]


def test_ids_are_stored_under_their_own_names() -> None:
    assert _stored_ids(Renamed(plan=MAPLE, other=None)) == {"plan_id": str(MAPLE), "other_id": None}


async def test_an_operation_as_it_has_always_been_stored_is_answered_again(
    ask: Client, course: Course, database: Database, keys: Keys
) -> None:
    operation_id = "01900000-0000-7000-8000-00000000abcd"
    course_id = ids.write("Course", course.id)
    stored = records.operation(
        "withdrawCourse",
        actor_key=operations.key_of(keys, yin.id),
        operation_id=UUID(operation_id),
        input_hmac=keys.hash(
            "operation",
            f'{{"course_id":"{course_id}","operation_id":"{operation_id}","reason":"停开"}}'.encode(),
        ),
        success="CourseWithdrawn",
        ids={"course_id": str(course.id)},
    )
    async with database.writing() as session:
        session.add(stored)

    given = {"operationId": operation_id, "courseId": course_id, "reason": "停开"}
    answer = await ask.do(
        "withdrawCourse", given, "... on CourseWithdrawn { course { id state } }", by=yin
    )

    # Answered, and done no second time.
    assert answer["__typename"] == "CourseWithdrawn"
    assert answer["course"] == {"id": course_id, "state": "PUBLISHED"}


async def test_a_mutation_that_is_lost_twice_is_in_progress() -> None:
    tries: list[GuardLost | None] = []
    first = GuardLost([("hold_visit", (MAPLE, "as read"))])

    async def resolver(_source: None, info: Any) -> None:
        tries.append(info.context.lost)
        raise first if len(tries) == 1 else GuardLost

    extension = _PayloadExtension(None, (OperationInProgress,))
    info: Any = SimpleNamespace(context=SimpleNamespace(lost=None))
    with pytest.raises(OperationInProgress):
        await extension._carry_out(resolver, None, info)

    assert tries == [None, first]


async def test_what_is_refused_when_it_is_carried_out_again_locks_nothing_for_the_next() -> None:
    async def resolver(_source: None, info: Any) -> None:
        raise NotFound if info.context.lost else GuardLost([("hold_visit", (MAPLE, "as read"))])

    extension = _PayloadExtension(None, (NotFound,))
    info: Any = SimpleNamespace(context=SimpleNamespace(lost=None))
    with pytest.raises(NotFound):
        await extension._carry_out(resolver, None, info)

    assert info.context.lost is None
