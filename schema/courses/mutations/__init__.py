"""Mutations of courses."""

import strawberry

from domain import courses as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import IdTaken
from schema.courses.mutations.publish_course import CoursePublished, publish_course
from schema.courses.mutations.withdraw_course import CourseWithdrawn, withdraw_course
from schema.mutations import mutation


@strawberry.type
class CourseMutations:
    publish_course: CoursePublished = mutation(
        publish_course,
        permission=Permission.COURSE_PUBLISH,
        description="Register a course and offer it to parents.",
        refuses=(
            rules.EntitlementMissing,
            rules.ChargeExceedsThreeMonths,
            rules.ChargeExceedsSixtyClassHours,
            rules.ChargeExceedsAmount,
            rules.NoClassTimes,
            rules.ClassEndsTooLate,
            rules.SubjectClassOnForbiddenDay,
            OutsideJurisdiction,
            IdTaken,
        ),
    )
    withdraw_course: CourseWithdrawn = mutation(
        withdraw_course,
        permission=Permission.COURSE_PUBLISH,
        description="Withdraw a published course, so that it is no longer offered.",
        refuses=(rules.CourseNotPublished, OutsideJurisdiction),
    )
