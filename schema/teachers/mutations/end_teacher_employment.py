"""An institution, or the registrar over it, records that a teacher has left."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain import offices
from domain import teachers as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.teachers import EndReason
from persistence.institutions import writes as institutions
from persistence.teachers import writes as teachers
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.teachers import types


@strawberry.input(description="An employment that has ended.")
class EndTeacherEmploymentInput:
    operation_id: UUID = field(OPERATION_ID)
    teacher_id: strawberry.ID = field("Opaque id of the teacher.")
    ended_on: dt.date = field("Last day of employment, inclusive; today at the latest.")
    reason: EndReason = field("Reason for which the employment ended.")


@strawberry.type(description="The teacher is no longer employed.")
class TeacherEmploymentEnded:
    teacher_id: Annotated[UUID, StoredAs("teacher_id")]
    teacher: types.Teacher | None = refetched(
        "teacher_id", "The teacher as recorded; null outside the caller's scope."
    )


@mutation(
    permission=Permission.TEACHER_REGISTER,
    description="Record that a teacher's employment has ended.",
    refuses=(rules.EmploymentAlreadyEnded, OutsideJurisdiction),
)
async def end_teacher_employment(
    info: Info, input: EndTeacherEmploymentInput
) -> TeacherEmploymentEnded:
    key = key_of("Teacher", input.teacher_id, "teacherId")
    async with begin_transaction(info, input) as transaction:
        teacher = await teachers.claim(transaction.session, transaction.actor, key)
        institution = await institutions.get(transaction.session, teacher.institution_id)
        offices.refuse_unless_own_or_reached(
            transaction.actor,
            Permission.TEACHER_REGISTER,
            institution.id,
            institution.region_code,
            institution.sector,
        )
        end = rules.end_employment(
            teacher.employed_from,
            teacher.employed_to,
            reason=input.reason,
            on=input.ended_on,
            today=transaction.today,
        )
        teacher.record_end(end)
        transaction.audit("teacher.employment_ended", on=teacher.id, reason=end.reason)
        return transaction.succeed(TeacherEmploymentEnded(teacher_id=teacher.id))
