"""An institution, or the registrar responsible for it, withdraws a course."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import courses as rules
from domain import offices
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.courses import writes as courses
from schema.courses import types
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The course that is to be withdrawn.")
class WithdrawCourseInput:
    operation_id: UUID = field(OPERATION_ID)
    course_id: strawberry.ID = field("The id of the course to withdraw.")
    reason: str = field(
        "The reason for the withdrawal, up to 200 characters; only callers responsible "
        "for the course see it."
    )


@strawberry.type(description="The course is no longer offered.")
class CourseWithdrawn:
    course_id: Annotated[UUID, StoredAs("course_id")]
    course: types.Course | None = refetched("course_id", "The course that was withdrawn.")


@mutation(
    permission=Permission.COURSE_PUBLISH,
    description="Withdraw a published course, so that it is no longer offered.",
    refuses=(rules.CourseNotPublished, OutsideJurisdiction),
)
async def withdraw_course(info: Info, input: WithdrawCourseInput) -> CourseWithdrawn:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=200)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        course_id = key_of("Course", input.course_id, "courseId")
        course = await courses.claim(transaction.session, transaction.actor, course_id)
        institution = await courses.institution_of(transaction.session, course)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.COURSE_PUBLISH,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        withdrawal = rules.withdraw(course.state, reason=reason, on=transaction.today)
        transaction.record_transition(
            "Course",
            course.id,
            from_state=course.state,
            to_state=rules.CourseState.WITHDRAWN,
            event="withdraw",
            ground=withdrawal.reason,
        )
        course.record_withdrawal(withdrawal, at=transaction.now)
        transaction.audit("course.withdrawn", on=course.id)
        return transaction.succeed(CourseWithdrawn(course_id=course.id))
