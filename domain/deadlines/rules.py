"""What a deadline rule says, and the day it falls due."""

import calendar as gregorian
import datetime as dt
from dataclasses import dataclass

from domain.terms import Term
from domain.workdays import Calendar


class Unit(Term):
    WD = "WD", "工作日", "Working days"
    CD = "CD", "日", "Calendar days"
    M = "M", "个月", "Months"
    Y = "Y", "年", "Years"
    DATE = "DATE", "固定日期", "A fixed date"
    EVT = "EVT", "随事件", "Bound to an event"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One line of the deadline register; `value` is None where the unit counts nothing.

    `anchor` says what the time runs from. `valid_to` is inclusive; None is open. `ends_on_workday`
    is whether a time in days, months or years whose last day is not a working day ends on the next
    one (K): so do times within which somebody has to act, but not terms, bars and periods looked
    back on. It changes by a further row, as the number does.
    """

    code: str
    value: int | None
    unit: Unit
    zh: str
    en: str
    anchor: str
    basis: str
    valid_from: dt.date = dt.date.min
    valid_to: dt.date | None = None
    ends_on_workday: bool = False

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day in time, until its end in Asia/Shanghai, and the rule that gave it."""

    on: dt.date
    provisional: bool
    rule_code: str


def due(rule: DeadlineRule, event_on: dt.date, calendar: Calendar) -> Due:
    """When a rule falls due after an event, which is day 0.

    Months and years end on the day of the same number, or the last of a shorter month; where that
    is no working day and the rule says so, on the next one. A rule without a number (DATE, EVT)
    cannot be counted and is a ValueError.
    """
    match rule.unit, rule.value:
        case Unit.WD, int(value):
            on, is_provisional = calendar.after(event_on, value)
            return Due(on, is_provisional, rule.code)
        case Unit.CD, int(value):
            last = event_on + dt.timedelta(days=value)
        case Unit.M, int(value):
            last = months_after(event_on, value)
        case Unit.Y, int(value):
            last = months_after(event_on, 12 * value)
        case _:
            raise ValueError(f"{rule.code} has no number to count")
    if not rule.ends_on_workday:
        return Due(last, False, rule.code)
    on, is_provisional = calendar.on_or_after(last)
    return Due(on, is_provisional, rule.code)


def months_after(day: dt.date, months: int) -> dt.date:
    """The day of the same number `months` later (earlier where negative), or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
