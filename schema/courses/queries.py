"""Queries about courses."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.courses.types import Course, CourseConnection, CourseFilter, CourseOrder
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field

Id = Annotated[strawberry.ID, strawberry.argument(description="The id of the course.")]


@strawberry.type
class CourseQueries:
    @query_field
    def course(self, id: Id) -> Course | None:
        """One course; null when it does not exist or the caller may not see it, as with drafts and
        withdrawn courses of others."""
        raise CompiledFieldResolved

    @query_field
    def courses(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: CourseFilter | None = UNSET,
        order_by: CourseOrder | None = UNSET,
    ) -> CourseConnection:
        """Courses. Drafts and withdrawn courses appear only for callers who may see them."""
        raise CompiledFieldResolved
