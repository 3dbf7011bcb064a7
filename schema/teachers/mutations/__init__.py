"""What officials and institutions do with teachers' entries."""

import strawberry

from domain import teachers as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import IdTaken
from schema.mutations import mutation
from schema.teachers.mutations.end_teacher_employment import (
    TeacherEmploymentEnded,
    end_teacher_employment,
)
from schema.teachers.mutations.register_teacher import TeacherRegistered, register_teacher


@strawberry.type
class TeacherMutations:
    register_teacher: TeacherRegistered = mutation(
        register_teacher,
        permission=Permission.TEACHER_REGISTER,
        description="Register a teacher whom an institution employs.",
        refuses=(
            rules.InServiceSchoolTeacher,
            rules.ForeignTeacherWithoutPermit,
            rules.TeacherNotQualified,
            rules.TeacherAlreadyEmployed,
            OutsideJurisdiction,
            IdTaken,
        ),
    )
    end_teacher_employment: TeacherEmploymentEnded = mutation(
        end_teacher_employment,
        permission=Permission.TEACHER_REGISTER,
        description="Record that a teacher's employment has ended.",
        refuses=(rules.EmploymentAlreadyEnded, OutsideJurisdiction),
    )
