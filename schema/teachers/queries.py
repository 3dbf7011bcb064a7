"""Root fields for teachers."""

from typing import Annotated

import strawberry

from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of
from schema.teachers.types import Teacher

Id = Annotated[
    strawberry.ID, strawberry.argument(description="Opaque id of the teacher to return.")
]


@strawberry.type
class TeacherQueries:
    @query_field
    def teacher(self, id: Id) -> Teacher | None:
        """One teacher by id; former teachers only within the caller's scope."""
        raise CompiledFieldResolved

    teachers = query_page_of(
        Teacher,
        "Teachers in employment; former ones only within the caller's scope.",
    )
