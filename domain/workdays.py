"""Working days: the State Council's holiday notices, and counting days by them."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain import thresholds
from domain.refusals import Refusal

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5
YEAR_MARKS = ((1, 1), (5, 1), (10, 1))
"""Holidays of every year (全国年节及纪念日放假办法 Art. 2), so every year's notice lists them."""


class CalendarEmptied(
    Refusal,
    zh="不能删除工作日历中的全部日期，请先导入新的节假日安排。",
    en="The holiday calendar must not be left empty. Import the notice that replaces it first.",
):
    """Without any notice nothing could be counted, and the next start would load the shipped days."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that holiday notices list, `True` for a working day; other days follow the week.

    `known_from` and `known_to` are the first and last day the loaded notices cover, both inclusive.
    Beyond them Monday to Friday count, and whatever is counted there is provisional. `known_years`
    gives them; where nothing is known, `known_from` lies after `known_to`.
    """

    listed: Mapping[dt.date, bool]
    known_from: dt.date
    known_to: dt.date

    def is_known(self, day: dt.date) -> bool:
        return self.known_from <= day <= self.known_to

    @property
    def years(self) -> range:
        """The years that the loaded notices cover."""
        if self.known_from > self.known_to:
            return range(0)
        return range(self.known_from.year, self.known_to.year + 1)

    def is_workday(self, day: dt.date) -> bool:
        return self.listed.get(day, not _is_weekend(day))

    def is_statutory_holiday(self, day: dt.date) -> bool:
        """Whether a notice lists the day as free, bridging weekends included."""
        return self.listed.get(day) is False

    def is_rest_day(self, day: dt.date) -> bool:
        """Whether the day is a weekend day that no notice made a working day or a holiday."""
        return day not in self.listed and _is_weekend(day)

    def is_statutory_or_rest_day(self, day: dt.date) -> bool:
        return not self.is_workday(day)

    def after(self, day: dt.date, n: int) -> tuple[dt.date, bool]:
        """The n-th working day after `day`, which is day 0, and whether that is provisional.

        The deadline is the end of the day returned. Provisional means that a notice still to come
        may move it: some day counted over lies outside the loaded notices.
        """
        if n < 0:
            raise ValueError("working days are counted forwards")
        due, left = day, n
        while left:
            due += _ONE_DAY
            left -= self.is_workday(due)
        is_provisional = n > 0 and not (self.is_known(day + _ONE_DAY) and self.is_known(due))
        return due, is_provisional

    def on_or_after(self, day: dt.date) -> tuple[dt.date, bool]:
        """The first working day that is not before `day`, and whether that is provisional."""
        if self.is_workday(day):
            return day, not self.is_known(day)
        last, is_provisional = self.after(day, 1)
        return last, is_provisional or not self.is_known(day)

    def edition(self) -> str:
        """Twelve hexadecimal digits of the listed days: any change to one of them changes these."""
        lines = (f"{day} {is_workday:d}\n" for day, is_workday in sorted(self.listed.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]

    def runs_out(self, today: dt.date) -> bool:
        """Whether the notices loaded end so soon that the next one has to be loaded, or are over."""
        return thresholds.at("CALENDAR_ENDS", today).is_met_by((self.known_to - today).days)


def changed_between(before: Calendar, after: Calendar) -> tuple[dt.date, dt.date] | None:
    """The first and the last day on which two calendars differ, inclusive; None where on none.

    They differ on a day that is a working day in one of them alone, and on one that the notices of
    one alone cover. A deadline is the same by both when all its days, from its event to its last by
    either, lie outside.
    """
    days = [
        day
        for day in before.listed.keys() | after.listed.keys()
        if before.is_workday(day) != after.is_workday(day)
    ]
    if before.known_from != after.known_from:
        first, second = sorted((before.known_from, after.known_from))
        days += [first, second - _ONE_DAY]
    if before.known_to != after.known_to:
        first, second = sorted((before.known_to, after.known_to))
        days += [first + _ONE_DAY, second]
    return (min(days), max(days)) if days else None


def known_years(holidays: Iterable[dt.date]) -> range:
    """The years without a gap whose notices are loaded, from the days listed as free.

    A year counts once 1 January, 1 May and 1 October are among them: one stray row, of whatever
    year, makes nothing certain. Of several runs of years the longest counts, of equal ones the last.
    """
    marks: dict[int, set[tuple[int, int]]] = {}
    for day in holidays:
        if (day.month, day.day) in YEAR_MARKS:
            marks.setdefault(day.year, set()).add((day.month, day.day))
    years = sorted(year for year, found in marks.items() if len(found) == len(YEAR_MARKS))
    best = run = range(0)
    for year in years:
        run = range(run.start, year + 1) if year == run.stop else range(year, year + 1)
        best = run if len(run) >= len(best) else best
    return best


def span_of(years: range) -> tuple[dt.date, dt.date]:
    """The first and the last day of these years; of none, two days in the wrong order."""
    if not years:
        return dt.date.max, dt.date.min
    return dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)


def connected_years(known: range, listed: Collection[int]) -> range:
    """The known years with those listed years that follow or precede them without a gap; where
    nothing is known, the first of those listed and what follows it."""
    first, last = (known[0], known[-1]) if known else (min(listed, default=1),) * 2
    while first - 1 in listed:
        first -= 1
    while last + 1 in listed:
        last += 1
    return range(first, last + 1)


def _is_weekend(day: dt.date) -> bool:
    return day.weekday() >= _SATURDAY
