"""Questions about courses."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.answering import After, AnsweredByShape, Before, First, Last, root
from schema.courses.types import Course, CourseConnection, CourseFilter, CourseOrder

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]


@strawberry.type
class CourseQueries:
    @root
    def course(self, id: Id) -> Course | None:
        """One course; drafts and withdrawn ones only where they show."""
        raise AnsweredByShape

    @root
    def courses(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: CourseFilter | None = UNSET,
        order_by: CourseOrder | None = UNSET,
    ) -> CourseConnection:
        """Courses."""
        raise AnsweredByShape
