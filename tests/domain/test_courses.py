import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import courses as rules
from domain.courses import (
    ClassTime,
    Course,
    CourseState,
    FeeItem,
    ForbiddenBecause,
    Vacation,
    Weekday,
)
from domain.courses.terms import ChargeBasis
from domain.institutions import (
    Delivery,
    Entitlement,
    EntitlementKind,
    EntitlementState,
    ListingRole,
    SubjectKind,
)
from domain.refusals import InvalidInput, Refusal
from tests.domain.facts import CALENDAR, TODAY, uid

LICENCE = Entitlement(
    uid(7),
    EntitlementKind.LICENCE,
    EntitlementState.ACTIVE,
    valid_from=dt.date(2025, 1, 1),
    valid_to=dt.date(2027, 12, 31),
    delivery=Delivery.OFFLINE,
    subject_kind=SubjectKind.SUBJECT,
)
SUMMER = Vacation(dt.date(2026, 7, 4), dt.date(2026, 8, 31), "暑假")


def at(weekday: Weekday, ends: str = "20:30", starts: str = "19:00") -> ClassTime:
    return ClassTime(weekday, dt.time.fromisoformat(starts), dt.time.fromisoformat(ends))


COURSE = Course(
    SubjectKind.SUBJECT,
    Delivery.OFFLINE,
    starts_on=dt.date(2026, 3, 9),
    ends_on=dt.date(2026, 3, 29),
    class_times=(at(Weekday.TUESDAY),),
)
ONLINE = replace(COURSE, delivery=Delivery.ONLINE)


def publish(course: Course, **changed: Any) -> rules.CoursePublication:
    facts: dict[str, Any] = {
        "calendar": CALENDAR,
        "vacations": [SUMMER],
        "entitlements": [LICENCE, replace(LICENCE, id=uid(8), delivery=Delivery.ONLINE)],
        "is_enrolment_stopped": False,
        "on": TODAY,
    }
    return rules.publish(course, **(facts | changed))


def refused(refusal: type[Refusal], course: Course, **changed: Any) -> dict[str, Any]:
    with pytest.raises(refusal) as raised:
        publish(course, **changed)
    return vars(raised.value)


def test_a_course_within_the_rules_is_published_under_the_entitlement_that_covers_it() -> None:
    assert publish(COURSE) == rules.CoursePublication(TODAY, uid(7), 3, is_provisional=False)
    assert publish(ONLINE).entitlement_id == uid(8)


@pytest.mark.parametrize("state", [CourseState.PUBLISHED, CourseState.WITHDRAWN])
def test_only_a_draft_is_published(state: CourseState) -> None:
    assert refused(rules.CourseNotDraft, replace(COURSE, state=state)) == {"state": state}


@pytest.mark.parametrize(
    ("delivery", "ends", "limit"),
    [(Delivery.OFFLINE, "20:31", dt.time(20, 30)), (Delivery.ONLINE, "21:01", dt.time(21, 0))],
)
@pytest.mark.parametrize("kind", list(SubjectKind))
def test_a_class_ending_too_late_is_refused(
    delivery: Delivery, ends: str, limit: dt.time, kind: SubjectKind
) -> None:
    late = at(Weekday.TUESDAY, ends)
    course = replace(COURSE, subject_kind=kind, delivery=delivery, class_times=(late,))
    entitlements = [replace(LICENCE, delivery=None, subject_kind=None)]

    values = refused(rules.ClassEndsTooLate, course, entitlements=entitlements)

    assert values == {"weekday": Weekday.TUESDAY, "ends_at": late.ends_at, "limit": limit}


def test_online_classes_may_last_until_nine() -> None:
    publish(replace(ONLINE, class_times=(at(Weekday.TUESDAY, "21:00"),)))


@pytest.mark.parametrize(
    ("weekday", "first", "last", "day", "why"),
    [
        (Weekday.SATURDAY, "2026-03-09", "2026-03-29", "2026-03-14", ForbiddenBecause.REST_DAY),
        (
            Weekday.FRIDAY,
            "2026-04-06",
            "2026-05-08",
            "2026-05-01",
            ForbiddenBecause.STATUTORY_HOLIDAY,
        ),
        (Weekday.MONDAY, "2026-06-22", "2026-07-12", "2026-07-06", ForbiddenBecause.VACATION),
    ],
)
def test_a_school_subject_is_not_taught_on_a_forbidden_day(
    weekday: Weekday, first: str, last: str, day: str, why: ForbiddenBecause
) -> None:
    course = replace(
        COURSE,
        class_times=(at(weekday),),
        starts_on=dt.date.fromisoformat(first),
        ends_on=dt.date.fromisoformat(last),
    )
    forbidden = dt.date.fromisoformat(day)

    assert refused(rules.SubjectClassOnForbiddenDay, course) == {"day": forbidden, "why": why}

    anything_else = replace(course, subject_kind=SubjectKind.NON_SUBJECT)
    publish(anything_else, entitlements=[replace(LICENCE, subject_kind=None)])


def test_a_made_up_saturday_is_a_day_for_school_subjects() -> None:
    day = dt.date(2026, 5, 9)
    course = replace(COURSE, class_times=(at(Weekday.SATURDAY),), starts_on=day, ends_on=day)
    assert publish(course).class_day_count == 1


def test_a_skipped_day_is_not_held_against_the_course() -> None:
    friday = replace(
        COURSE,
        class_times=(at(Weekday.FRIDAY),),
        starts_on=dt.date(2026, 4, 20),
        ends_on=dt.date(2026, 5, 10),
    )
    assert (
        publish(replace(friday, skipped_on=frozenset({dt.date(2026, 5, 1)}))).class_day_count == 2
    )


def test_days_beyond_the_notices_make_a_school_subject_provisional() -> None:
    beyond = replace(COURSE, starts_on=dt.date(2026, 12, 29), ends_on=dt.date(2027, 1, 5))
    assert publish(beyond).is_provisional


@pytest.mark.parametrize(
    "course",
    [
        replace(COURSE, class_times=()),
        replace(COURSE, starts_on=dt.date(2026, 3, 11), ends_on=dt.date(2026, 3, 12)),
        replace(
            COURSE,
            ends_on=dt.date(2026, 3, 10),
            skipped_on=frozenset({dt.date(2026, 3, 10)}),
        ),
    ],
)
def test_a_course_without_a_single_class_is_refused(course: Course) -> None:
    refused(rules.NoClassTimes, course)


@pytest.mark.parametrize(
    "entitlement",
    [
        replace(LICENCE, delivery=Delivery.ONLINE),
        replace(LICENCE, subject_kind=SubjectKind.NON_SUBJECT),
        replace(LICENCE, state=EntitlementState.RECTIFYING),
        replace(LICENCE, valid_to=TODAY - dt.timedelta(days=1)),
        replace(LICENCE, valid_from=TODAY + dt.timedelta(days=1)),
        replace(LICENCE, kind=EntitlementKind.TITLE, delivery=None, subject_kind=None),
        replace(LICENCE, kind=EntitlementKind.BASE, delivery=None, subject_kind=None),
    ],
)
def test_a_course_needs_an_active_entitlement_that_covers_it(entitlement: Entitlement) -> None:
    values = refused(rules.EntitlementMissing, COURSE, entitlements=[entitlement])
    assert values == {"delivery": Delivery.OFFLINE, "subject_kind": SubjectKind.SUBJECT}


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": EntitlementKind.BASE},
        {"kind": EntitlementKind.LISTING, "listing_role": ListingRole.TRAINING},
        {"kind": EntitlementKind.FILING},
    ],
)
def test_a_programme_lets_its_institutions_teach_what_is_no_school_subject(
    changes: dict[str, Any],
) -> None:
    course = replace(COURSE, subject_kind=SubjectKind.NON_SUBJECT)
    entitlement = replace(LICENCE, delivery=None, subject_kind=None, **changes)
    publish(course, entitlements=[entitlement])


def test_an_evaluation_listing_lets_nobody_teach() -> None:
    evaluation = replace(
        LICENCE,
        kind=EntitlementKind.LISTING,
        delivery=None,
        subject_kind=None,
        listing_role=ListingRole.EVALUATION,
    )
    course = replace(COURSE, subject_kind=SubjectKind.NON_SUBJECT)
    refused(rules.EntitlementMissing, course, entitlements=[evaluation])


def test_a_charge_beyond_the_limit_keeps_a_course_from_being_published() -> None:
    fee = FeeItem("学费", ChargeBasis.CLASS_HOUR, 1, class_hours=61)
    refused(rules.ChargeExceedsSixtyClassHours, replace(COURSE, fee_items=(fee,)))


def test_every_fault_of_form_is_told_at_once() -> None:
    course = replace(
        COURSE,
        ends_on=dt.date(2026, 3, 8),
        class_times=(at(Weekday.MONDAY), at(Weekday.MONDAY, "19:00")),
        fee_items=(FeeItem("学费", ChargeBasis.PERIOD, 1),),
    )
    violations = refused(InvalidInput, course)["violations"]
    assert [each.field for each in violations] == ["endsOn", "classTimes[1].endsAt", "feeItems[0]"]


@pytest.mark.parametrize(("days", "is_allowed"), [(366, True), (367, False)])
def test_a_course_lasts_a_year_at_most(days: int, is_allowed: bool) -> None:
    course = replace(
        COURSE,
        subject_kind=SubjectKind.NON_SUBJECT,
        ends_on=COURSE.starts_on + dt.timedelta(days=days - 1),
    )
    entitlements = [replace(LICENCE, subject_kind=None)]
    if is_allowed:
        publish(course, entitlements=entitlements)
    else:
        refused(InvalidInput, course, entitlements=entitlements)


@given(
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1)),
    st.integers(0, 120),
    st.sets(st.sampled_from(list(Weekday)), min_size=1),
)
def test_a_published_school_subject_has_classes_on_working_days_outside_vacations_only(
    first: dt.date, length: int, weekdays: set[Weekday]
) -> None:
    last = first + dt.timedelta(days=length)
    times = tuple(at(weekday) for weekday in weekdays)
    days = list(rules.class_days(times, first, last))
    is_lawful = all(
        CALENDAR.is_workday(day) and not SUMMER.first_on <= day <= SUMMER.last_on for day in days
    )
    is_published = False
    try:
        publish(replace(COURSE, starts_on=first, ends_on=last, class_times=times))
        is_published = True
    except (rules.SubjectClassOnForbiddenDay, rules.NoClassTimes):
        pass
    assert is_published == (bool(days) and is_lawful)


def test_a_published_course_is_withdrawn_with_a_reason() -> None:
    withdrawal = rules.withdraw(CourseState.PUBLISHED, reason=" 停课 ", on=TODAY)
    assert withdrawal == rules.CourseWithdrawal("停课", TODAY)


@pytest.mark.parametrize("state", [CourseState.DRAFT, CourseState.WITHDRAWN])
def test_a_course_that_is_not_published_cannot_be_withdrawn(state: CourseState) -> None:
    with pytest.raises(rules.CourseNotPublished):
        rules.withdraw(state, reason="停课", on=TODAY)


def test_a_withdrawal_needs_a_reason() -> None:
    with pytest.raises(InvalidInput):
        rules.withdraw(CourseState.PUBLISHED, reason="  ", on=TODAY)
