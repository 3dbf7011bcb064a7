"""What the story is written on: rows by table, keys and chances that are the same each time."""

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from domain.complaints.identity import Complainant
from domain.moments import SHANGHAI
from persistence.engine.columns import Table

Choice = TypeVar("Choice")
Row = dict[str, Any]

BEGINNING = dt.date(2025, 1, 2)
"""The first day of the story."""

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62


class DemoData:
    """The rows of the demo while it is being built.

    Rows stay in the order in which their tables were first used, so that what is referred to comes
    before what refers to it. Keys and random choices come from one seed: every installation has
    the same demo under the same ids.
    """

    def __init__(self) -> None:
        self.identities: dict[UUID, Complainant] = {}
        """Who raised the real-name complaints; these go into the vault by its own door."""
        self._rows: dict[type[Table], list[Row]] = {}
        self._chance = Random("spotcheck demo")  # noqa: S311  # a story, no secret
        self._keys = 0

    def add(self, table: type[Table], **values: Any) -> Row:
        self._rows.setdefault(table, []).append(values)
        return values

    def key(self, at: dt.datetime) -> UUID:
        """A key of version 7 whose moment is the story's, so that rows sort as they happened."""
        self._keys += 1
        moment = int(at.timestamp() * 1_000) << 80
        return UUID(int=moment | _VERSION | _VARIANT | self._keys)

    def of(self, table: type[Table]) -> list[Row]:
        return self._rows.get(table, [])

    def batches(self) -> list[tuple[type[Table], list[Row]]]:
        return list(self._rows.items())

    @property
    def row_count(self) -> int:
        return sum(map(len, self._rows.values()))

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return self._chance.choice(choices)

    def some(self, choices: Sequence[Choice], count: int) -> list[Choice]:
        """Several different ones, in the order in which they were given."""
        picked = sorted(self._chance.sample(range(len(choices)), min(count, len(choices))))
        return [choices[index] for index in picked]

    def shuffled(self, choices: Sequence[Choice]) -> list[Choice]:
        return self._chance.sample(list(choices), len(choices))

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._chance.randint(low, high)

    def near(self, value: float, by: float) -> float:
        return round(value + self._chance.uniform(-by, by), 6)

    def happens(self, percent: int) -> bool:
        return self._chance.randrange(100) < percent


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of the day in China."""
    return dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)
