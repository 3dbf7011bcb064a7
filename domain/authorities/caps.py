"""How often an authority visits an institution in a year, as it has published it (X43)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from domain import thresholds

AHEAD = dt.timedelta(days=366)
"""How long before its first day a number may be published here."""


@dataclass(frozen=True, slots=True)
class PublishedCap:
    """The number that was published last, None for none; until the day before `holds_from` the one `before`
    counts. Without a day it counts at once."""

    number: int | None
    holds_from: dt.date | None = None
    before: int | None = None

    def published_on(self, day: dt.date) -> int | None:
        if self.holds_from is not None and day < self.holds_from:
            return self.before
        return self.number

    def on(self, day: dt.date) -> int:
        """The cap that counts on a day: each authority's own number, and that of the register of thresholds
        where it has published none."""
        published = self.published_on(day)
        return thresholds.at("DR_CAP_AUTHORITY", day).value if published is None else published

    def change(
        self, number: int | None, holds_from: dt.date | None, today: dt.date
    ) -> "PublishedCap":
        """Another number, from a day to come or at once; nothing is earlier than today."""
        if holds_from is None or holds_from <= today:
            return PublishedCap(number)
        return PublishedCap(number, holds_from, self.published_on(today))

    def columns(self) -> dict[str, Any]:
        return {
            "yearly_cap": self.number,
            "yearly_cap_from": self.holds_from,
            "yearly_cap_before": self.before,
        }
