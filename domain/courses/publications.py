"""When a course may be published."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain import thresholds
from domain.courses import fees
from domain.courses.fees import FeeItem
from domain.courses.terms import CourseState
from domain.courses.timetable import (
    ClassTime,
    NoClassTimes,
    Vacation,
    class_days,
    refuse_forbidden_days,
    refuse_late_classes,
)
from domain.institutions.entitlements import Entitlement
from domain.institutions.terms import Delivery, SubjectKind
from domain.refusals import InvalidInput, Refusal, Violation
from domain.workdays import Calendar


@dataclass(eq=False)
class CourseNotDraft(
    Refusal,
    zh="只有草稿状态的课程可以发布，本课程当前“{state.zh}”。",
    en="Only a draft can be published. Current state: {state.en}.",
):
    state: CourseState


@dataclass(eq=False)
class CourseNotCorrectable(
    Refusal,
    zh="只有已发布的课程可以更正，本课程当前“{state.zh}”。",
    en="Only a published course can be corrected. Current state: {state.en}.",
):
    state: CourseState


@dataclass(eq=False)
class EntitlementMissing(
    Refusal,
    zh="机构没有有效的{delivery.zh}{subject_kind.zh}培训资质，不得发布该课程。",
    en="The course cannot be published: the institution has no active entitlement to this "
    "training ({subject_kind.en}, {delivery.en}).",
    basis="S4; X18",
):
    delivery: Delivery
    subject_kind: SubjectKind


class EnrolmentIsStopped(
    Refusal,
    zh="该机构处于停止招生期间，不得发布课程。",
    en="The institution's enrolment is stopped. It cannot publish courses until that ends.",
    basis="X16",
):
    """A stop reaches what is offered, not what was begun."""


@dataclass(frozen=True, slots=True)
class Course:
    """The facts about a course that its rules turn on; days are inclusive."""

    subject_kind: SubjectKind
    delivery: Delivery
    starts_on: dt.date
    ends_on: dt.date
    class_times: tuple[ClassTime, ...]
    fee_items: tuple[FeeItem, ...] = ()
    skipped_on: frozenset[dt.date] = frozenset()
    state: CourseState = CourseState.DRAFT


@dataclass(frozen=True, slots=True)
class CoursePublication:
    """The yes to a course.

    It is provisional where school-subject days lie beyond the loaded holiday notices and could not
    be held against them.
    """

    on: dt.date
    entitlement_id: UUID
    class_day_count: int
    is_provisional: bool


def publish(
    course: Course,
    *,
    calendar: Calendar,
    vacations: Sequence[Vacation],
    entitlements: Iterable[Entitlement],
    is_enrolment_stopped: bool,
    on: dt.date,
) -> CoursePublication:
    """Decide the publication, or refuse it.

    In this order: CourseNotDraft, InvalidInput (all faults of form), EnrolmentIsStopped,
    EntitlementMissing, the three charge limits, NoClassTimes, ClassEndsTooLate, and for school subjects
    SubjectClassOnForbiddenDay. A course without fee items is free. `vacations` are those of the
    region where it is held.
    """
    if course.state is not CourseState.DRAFT:
        raise CourseNotDraft(course.state)
    if violations := tuple(_faults(course, on)):
        raise InvalidInput(violations)
    if is_enrolment_stopped:
        raise EnrolmentIsStopped
    entitlement = _entitlement(course, entitlements, on)
    fees.refuse_excess(course.fee_items, on=on)
    days = _class_days(course, calendar, vacations, on)
    is_subject = course.subject_kind is SubjectKind.SUBJECT
    is_provisional = is_subject and not all(map(calendar.is_known, days))
    return CoursePublication(on, entitlement.id, len(days), is_provisional)


def correct(
    course: Course, *, calendar: Calendar, vacations: Sequence[Vacation], on: dt.date
) -> None:
    """Let a published course be as it is given here, or refuse it.

    What parents agree to when they enrol is not corrected: what it is about, how it is held, its term, its
    hours and its fees; such a course is withdrawn and published again. CourseNotCorrectable,
    InvalidInput, and as publishing it: NoClassTimes, ClassEndsTooLate, SubjectClassOnForbiddenDay.
    """
    if course.state is not CourseState.PUBLISHED:
        raise CourseNotCorrectable(course.state)
    if violations := tuple(_faults(course, on)):
        raise InvalidInput(violations)
    _class_days(course, calendar, vacations, on)


def _class_days(
    course: Course, calendar: Calendar, vacations: Sequence[Vacation], on: dt.date
) -> tuple[dt.date, ...]:
    """The days on which classes are held, all of them lawful."""
    days = tuple(
        class_days(course.class_times, course.starts_on, course.ends_on, course.skipped_on)
    )
    if not days:
        raise NoClassTimes
    refuse_late_classes(course.class_times, course.delivery, on=on)
    if course.subject_kind is SubjectKind.SUBJECT:
        refuse_forbidden_days(days, calendar, vacations)
    return days


def _entitlement(course: Course, entitlements: Iterable[Entitlement], on: dt.date) -> Entitlement:
    for each in entitlements:
        if each.is_active_on(on) and each.covers(course.delivery, course.subject_kind):
            return each
    raise EntitlementMissing(course.delivery, course.subject_kind)


def _faults(course: Course, on: dt.date) -> Iterator[Violation]:
    if course.ends_on < course.starts_on:
        yield Violation("endsOn", "不得早于开课日期", "must not be before the first day")
    longest = thresholds.at("COURSE_TERM_MAX", on)
    if not longest.is_met_by((course.ends_on - course.starts_on).days + 1):
        yield Violation(
            "endsOn",
            f"课程最长{longest.value}天",
            f"a course may last at most {longest.value} days",
        )
    for index, each in enumerate(course.class_times):
        if each.starts_at >= each.ends_at:
            yield Violation(
                f"classTimes[{index}].endsAt",
                "须晚于上课时间",
                "must be after the start of the class",
            )
    yield from fees.faults(course.fee_items)
