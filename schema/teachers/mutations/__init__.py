"""What officials and institutions do with teachers' entries."""

from schema.teachers.mutations.check_hire import check_hire
from schema.teachers.mutations.correct_teacher import correct_teacher
from schema.teachers.mutations.end_teacher_employment import end_teacher_employment
from schema.teachers.mutations.register_teacher import register_teacher

MUTATIONS = (
    register_teacher,
    check_hire,
    correct_teacher,
    end_teacher_employment,
)
