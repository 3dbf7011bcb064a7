"""What can be done to courses."""

import strawberry

from domain import courses as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from schema.courses.mutations.withdraw_course import CourseWithdrawn, withdraw_course
from schema.deeds import deed


@strawberry.type
class CourseMutations:
    withdraw_course: CourseWithdrawn = deed(
        withdraw_course,
        permission=Permission.COURSE_PUBLISH,
        description="Withdraw a published course.",
        refuses=(rules.CourseNotPublished, OutsideJurisdiction),
    )
