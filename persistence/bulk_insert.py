"""Rows of several tables written in one round trip."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from persistence.columns import Table

Rows = Mapping[type[Table], Sequence[Mapping[str, Any]]]


async def insert_related(session: AsyncSession, rows: Rows) -> None:
    """Insert all rows; those of one table have the same columns. They may refer to one another:
    the database asks for what they refer to when the statement ends."""
    given = {table: some for table, some in rows.items() if some}
    for table, some in given.items():
        # The first row names the columns: what another has beside them would be lost unsaid.
        if any(row.keys() != some[0].keys() for row in some):
            raise ValueError(f"rows of {table.__tablename__} differ in their columns")
    if given:
        parts = tuple((str(table.__table__), tuple(some[0])) for table, some in given.items())
        texts = {f"rows_{i}": _json(some) for i, some in enumerate(given.values())}
        await session.execute(_statement(parts), texts)


@lru_cache(maxsize=256)
def _statement(parts: tuple[tuple[str, tuple[str, ...]], ...]) -> sa.TextClause:
    """One insert after the other; the table's own row tells what its columns are made of."""
    inserts = []
    for i, (table, names) in enumerate(parts):
        columns = ", ".join(f'"{name}"' for name in names)
        made = f"json_populate_recordset(null::{table}, cast(:rows_{i} as json))"
        # Tables and columns of ours: no name comes from outside.
        inserts.append(f"insert into {table} ({columns}) select {columns} from {made}")  # noqa: S608
    *first, last = inserts
    within = ", ".join(f"part_{i} as ({text})" for i, text in enumerate(first))
    text = sa.text(f"with {within} {last}" if first else last)
    return text.bindparams(*(sa.bindparam(f"rows_{i}", type_=sa.Text()) for i in range(len(parts))))


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows, default=_spelt).decode()


def _spelt(value: Any) -> str:
    """What JSON has no word for, as PostgreSQL spells it."""
    if isinstance(value, bytes):
        return rf"\x{value.hex()}"
    if isinstance(value, UUID):  # one of asyncpg's own
        return str(value)
    raise TypeError
