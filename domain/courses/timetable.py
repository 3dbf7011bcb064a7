"""When classes may be held: how late in the evening, and on which days a school subject."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain import thresholds
from domain.courses.terms import ForbiddenBecause, Weekday
from domain.institutions.terms import Delivery
from domain.refusals import Refusal
from domain.workdays import Calendar

_WEEK = tuple(Weekday)
_LIMITS = {Delivery.OFFLINE: "CLASS_END_OFFLINE", Delivery.ONLINE: "CLASS_END_ONLINE"}


class NoClassTimes(
    Refusal,
    zh="课程在开课期间没有上课时间，请填写。",
    en="The course has no class on any day of its term. Add the class times.",
):
    """Without class times the rules on hours and days cannot be checked."""


@dataclass(eq=False)
class ClassEndsTooLate(
    Refusal,
    zh="{weekday.zh}的课程{ends_at:%H:%M}结束，不得晚于{limit:%H:%M}。",
    en="The class on {weekday.en} ends at {ends_at:%H:%M}. It must end by {limit:%H:%M}.",
    basis="X9",
):
    weekday: Weekday
    ends_at: dt.time
    limit: dt.time


@dataclass(eq=False)
class SubjectClassOnForbiddenDay(
    Refusal,
    zh="学科类培训不得安排在{day}（{why.zh}）。",
    en="School subjects may not be taught on {day} ({why.en}).",
    basis="X71; S4 link 7",
):
    day: dt.date
    why: ForbiddenBecause


@dataclass(frozen=True, slots=True)
class ClassTime:
    """One class in each week of the term, in local time."""

    weekday: Weekday
    starts_at: dt.time
    ends_at: dt.time


@dataclass(frozen=True, slots=True)
class Vacation:
    """Winter or summer vacation of the course's region; both days inclusive."""

    first_on: dt.date
    last_on: dt.date
    name: str


def refuse_late_classes(
    class_times: Iterable[ClassTime], delivery: Delivery, *, on: dt.date
) -> None:
    """Raise ClassEndsTooLate: 20:30 offline, 21:00 online, both still allowed (X9)."""
    limit = _time(thresholds.at(_LIMITS[delivery], on).value)
    for each in class_times:
        if each.ends_at > limit:
            raise ClassEndsTooLate(each.weekday, each.ends_at, limit)


def refuse_forbidden_days(
    days: Iterable[dt.date], calendar: Calendar, vacations: Sequence[Vacation]
) -> None:
    """Raise SubjectClassOnForbiddenDay for the first of the days that is one (X71)."""
    for day in days:
        if why := _forbidden(day, calendar, vacations):
            raise SubjectClassOnForbiddenDay(day, why)


def class_days(
    class_times: Iterable[ClassTime],
    starts_on: dt.date,
    ends_on: dt.date,
    skipped_on: Collection[dt.date] = (),
) -> Iterator[dt.date]:
    """The days of the term on which some class is held, in order, both ends inclusive."""
    weekdays = {_WEEK.index(each.weekday) for each in class_times}
    skipped = frozenset(skipped_on)
    for offset in range((ends_on - starts_on).days + 1):
        day = starts_on + dt.timedelta(days=offset)
        if day.weekday() in weekdays and day not in skipped:
            yield day


def _forbidden(
    day: dt.date, calendar: Calendar, vacations: Sequence[Vacation]
) -> ForbiddenBecause | None:
    if calendar.is_statutory_holiday(day):
        return ForbiddenBecause.STATUTORY_HOLIDAY
    if calendar.is_rest_day(day):
        return ForbiddenBecause.REST_DAY
    if any(each.first_on <= day <= each.last_on for each in vacations):
        return ForbiddenBecause.VACATION
    return None


def _time(minute_of_day: int) -> dt.time:
    hour, minute = divmod(minute_of_day, 60)
    return dt.time(hour, minute)
