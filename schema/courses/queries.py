"""Queries about courses."""

from typing import Annotated

import strawberry

from schema.courses.types import Course
from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of

Id = Annotated[strawberry.ID, strawberry.argument(description="The id of the course.")]


@strawberry.type
class CourseQueries:
    @query_field
    def course(self, id: Id) -> Course | None:
        """One course; null when it does not exist or the caller may not see it, as with drafts and
        withdrawn courses of others."""
        raise CompiledFieldResolved

    courses = query_page_of(
        Course,
        "Courses. Drafts and withdrawn courses appear only for callers who may see them.",
    )
