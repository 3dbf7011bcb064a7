"""Rows by table, and the keys and draws that they are made with: the same each time."""

import datetime as dt
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from domain.moments import SHANGHAI
from persistence.engine.columns import Table
from persistence.engine.identifiers import key_at

Choice = TypeVar("Choice")
Row = dict[str, Any]


class Rows:
    """Invented rows while they are being made.

    Rows stay in the order in which their tables were first used, so that what is referred to comes
    before what refers to it. Keys count on from `first_key`, and choices come from the seed.
    """

    def __init__(self, seed: str, first_key: int = 0) -> None:
        self._rows: dict[type[Table], list[Row]] = {}
        self._random = Random(seed)  # noqa: S311  # invented rows, no secret
        self._last_key = first_key
        # Not wrapped: a large seed draws millions of times.
        self.number, self.pick = self._random.randint, self._random.choice
        self.sample, self.share = self._random.sample, self._random.random

    def add(self, table: type[Table], **values: Any) -> Row:
        rows = self._rows.get(table)
        if rows is None:
            rows = self._rows[table] = []
        rows.append(values)
        return values

    def add_at(self, table: type[Table], moment: dt.datetime, **values: Any) -> Row:
        """A row with a key of that moment."""
        return self.add(table, id=self.key(moment), **values)

    def add_each(
        self, table: type[Table], moment: dt.datetime, facts: Iterable[Any], **values: Any
    ) -> None:
        """A row for each of these facts, whose fields are its columns, numbered from 0."""
        for position, fact in enumerate(facts):
            row = self.add(table, id=self.key(moment), position=position, **values)
            for name in fact.__slots__:
                row[name] = getattr(fact, name)

    def key(self, moment: dt.datetime) -> UUID:
        """Of the moment of what happened, so that rows sort as they happened."""
        self._last_key += 1
        return key_at(moment, self._last_key)

    def of(self, table: type[Table]) -> list[Row]:
        return self._rows.get(table, [])

    def batches(self) -> list[tuple[type[Table], list[Row]]]:
        return list(self._rows.items())

    @property
    def row_count(self) -> int:
        return sum(map(len, self._rows.values()))

    def some(self, choices: Sequence[Choice], count: int) -> list[Choice]:
        """Several different ones, in the order in which they were given."""
        picked = sorted(self.sample(range(len(choices)), min(count, len(choices))))
        return [choices[index] for index in picked]

    def shuffled(self, choices: Sequence[Choice]) -> list[Choice]:
        return self.sample(list(choices), len(choices))

    def near(self, value: float, by: float) -> float:
        return round(value + self._random.uniform(-by, by), 6)

    def happens(self, percent: int) -> bool:
        return self._random.randrange(100) < percent


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of the day in China."""
    return dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)
