"""Root fields for teachers."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field
from schema.teachers.types import Teacher, TeacherConnection, TeacherFilter, TeacherOrder

Id = Annotated[
    strawberry.ID, strawberry.argument(description="Opaque id of the teacher to return.")
]


@strawberry.type
class TeacherQueries:
    @query_field
    def teacher(self, id: Id) -> Teacher | None:
        """One teacher by id; former teachers only within the caller's scope."""
        raise CompiledFieldResolved

    @query_field
    def teachers(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: TeacherFilter | None = UNSET,
        order_by: TeacherOrder | None = UNSET,
    ) -> TeacherConnection:
        """Teachers in employment; former ones only within the caller's scope."""
        raise CompiledFieldResolved
