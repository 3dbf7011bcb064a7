"""Courses, what they charge and when they are held: the words, and the rules of publishing them."""

from domain.courses.fees import (
    ChargeExceedsAmount,
    ChargeExceedsSixtyClassHours,
    ChargeExceedsThreeMonths,
    FeeItem,
)
from domain.courses.publishing import (
    Course,
    CourseNotDraft,
    EntitlementMissing,
    Publication,
    publish,
)
from domain.courses.terms import ChargeBasis, CourseState, ForbiddenBecause, Stage, Weekday
from domain.courses.timetable import (
    ClassEndsTooLate,
    ClassTime,
    NoClassTimes,
    SubjectClassOnForbiddenDay,
    Vacation,
    class_days,
)
from domain.courses.withdrawing import CourseNotPublished, Withdrawal, withdraw

__all__ = [
    "ChargeBasis",
    "ChargeExceedsAmount",
    "ChargeExceedsSixtyClassHours",
    "ChargeExceedsThreeMonths",
    "ClassEndsTooLate",
    "ClassTime",
    "Course",
    "CourseNotDraft",
    "CourseNotPublished",
    "CourseState",
    "EntitlementMissing",
    "FeeItem",
    "ForbiddenBecause",
    "NoClassTimes",
    "Publication",
    "Stage",
    "SubjectClassOnForbiddenDay",
    "Vacation",
    "Weekday",
    "Withdrawal",
    "class_days",
    "publish",
    "withdraw",
]
