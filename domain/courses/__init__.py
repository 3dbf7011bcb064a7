"""Courses, what they charge and when they are held: the words, and the rules of publishing them."""

from domain.courses.fees import (
    ChargeExceedsAmount,
    ChargeExceedsSixtyClassHours,
    ChargeExceedsThreeMonths,
    FeeItem,
)
from domain.courses.publications import (
    Course,
    CourseNotCorrectable,
    CourseNotDraft,
    CoursePublication,
    EnrolmentIsStopped,
    EntitlementMissing,
    correct,
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
from domain.courses.withdrawals import CourseNotPublished, CourseWithdrawal, withdraw

__all__ = [
    "ChargeBasis",
    "ChargeExceedsAmount",
    "ChargeExceedsSixtyClassHours",
    "ChargeExceedsThreeMonths",
    "ClassEndsTooLate",
    "ClassTime",
    "Course",
    "CourseNotCorrectable",
    "CourseNotDraft",
    "CourseNotPublished",
    "CoursePublication",
    "CourseState",
    "CourseWithdrawal",
    "EnrolmentIsStopped",
    "EntitlementMissing",
    "FeeItem",
    "ForbiddenBecause",
    "NoClassTimes",
    "Stage",
    "SubjectClassOnForbiddenDay",
    "Vacation",
    "Weekday",
    "class_days",
    "correct",
    "publish",
    "withdraw",
]
