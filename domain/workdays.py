"""Working days: the State Council's holiday notices, and counting days by them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that holiday notices list, `True` for a working day; other days follow the week.

    `known_from` and `known_to` are the first and last day the loaded notices cover, both inclusive.
    Beyond them Monday to Friday count, and whatever is counted there is provisional.
    """

    listed: Mapping[dt.date, bool]
    known_from: dt.date
    known_to: dt.date

    def is_known(self, day: dt.date) -> bool:
        return self.known_from <= day <= self.known_to

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


def _is_weekend(day: dt.date) -> bool:
    return day.weekday() >= _SATURDAY
