"""Batches of rows on their way into the database, and the keys and chances they are made with."""

import datetime as dt
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

from domain.moments import SHANGHAI
from persistence.engine.bulk_insert import copy_rows_into
from persistence.engine.columns import Table

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62
_SEEDED = 1 << 61
"""Set in keys that were seeded, so that they meet none of the demo's."""


class Batch:
    """Rows by table, in the order in which their tables were first named."""

    def __init__(self) -> None:
        self.rows: dict[type[Table], list[dict[str, Any]]] = {}

    def add(self, table: type[Table], **values: Any) -> dict[str, Any]:
        rows = self.rows.get(table)
        if rows is None:
            rows = self.rows[table] = []
        rows.append(values)
        return values

    async def write(self, connection: "asyncpg.Connection[Any]") -> int:
        """Copy everything; the number of rows."""
        for table, rows in self.rows.items():
            await copy_rows_into(connection, table, rows)
        return sum(map(len, self.rows.values()))


class Chance:
    """Keys and draws that are the same each time."""

    def __init__(self, seed: int, name: str, number: int) -> None:
        self._random = Random(f"{seed}/{name}")  # noqa: S311  # invented rows, no secret
        self.number, self.pick, self.happens_once_in = (
            self._random.randint,
            self._random.choice,
            self._random.randrange,
        )
        self.sample, self.chance = self._random.sample, self._random.random
        self._next = _SEEDED | number << 36

    def key(self, at: dt.datetime) -> UUID:
        self._next += 1
        return UUID(int=int(at.timestamp() * 1_000) << 80 | _VERSION | _VARIANT | self._next)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
