"""An institution, or the registrar over it, records that a teacher has left."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain import offices
from domain import teachers as rules
from domain.permissions import Permission
from domain.teachers import EndReason
from persistence import institutions, teachers
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.teachers import types


@strawberry.input(description="An employment that has ended.")
class EndTeacherEmploymentInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    teacher_id: strawberry.ID = strawberry.field(description="Opaque id of the teacher.")
    ended_on: dt.date = strawberry.field(
        description="Last day of employment, inclusive; today at the latest."
    )
    reason: EndReason = strawberry.field(description="Reason for which the employment ended.")


@strawberry.type(description="The teacher is no longer employed.")
class TeacherEmploymentEnded:
    teacher_id: Annotated[UUID, StoredAs("teacher_id")]
    teacher: types.Teacher | None = shown(
        "teacher_id", "The teacher as recorded; null outside the caller's scope."
    )


async def end_teacher_employment(
    info: Asked, input: EndTeacherEmploymentInput
) -> TeacherEmploymentEnded:
    key = key_of("Teacher", input.teacher_id, "teacherId")
    async with writing(info, input) as deed:
        teacher = await teachers.claim(deed.session, deed.actor, key)
        institution = await institutions.get(deed.session, teacher.institution_id)
        offices.refuse_unless_own_or_reached(
            deed.actor,
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
            today=deed.today,
        )
        teacher.record_end(end)
        deed.audit("teacher.employment_ended", on=teacher.id, reason=end.reason)
        return deed.done(TeacherEmploymentEnded(teacher_id=teacher.id))
