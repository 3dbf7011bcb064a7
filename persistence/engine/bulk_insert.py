"""Many rows in few round trips: rows that refer to one another in one statement, rows of one table by
COPY, and whole tables in batches.

`insert_related` is for what one mutation writes: any types that JSON can spell, in one round trip.
`copy_rows` is the fastest for thousands of rows of one table, inside a session's transaction.
`insert_batches` is for a whole register, table by table, with its progress reported.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from persistence.engine.columns import Table

Batch = tuple[type[Table], list[dict[str, Any]]]
_ROWS_AT_ONCE = 500
Rows = Mapping[type[Table], Sequence[Mapping[str, Any]]]


async def insert_related(session: AsyncSession, rows: Rows) -> None:
    """Insert all rows; those of one table have the same columns. They may refer to one another:
    the database asks for what they refer to when the statement ends."""
    given = {table: some for table, some in rows.items() if some}
    refuse_unlike(given)
    if given:
        parts = tuple((str(table.__table__), tuple(some[0])) for table, some in given.items())
        texts = {f"rows_{i}": as_json(some) for i, some in enumerate(given.values())}
        await session.execute(_statement(parts), texts)


def refuse_unlike(rows: Rows) -> None:
    """The first row names the columns: what another has beside them would be lost unsaid."""
    for table, some in rows.items():
        if any(row.keys() != some[0].keys() for row in some):
            raise ValueError(f"rows of {table.__tablename__} differ in their columns")


async def copy_rows(
    session: AsyncSession, table: type[Table], rows: Iterable[dict[str, Any]]
) -> None:
    """All rows have the same columns. What the database refuses is raised as asyncpg's error."""
    await copy_rows_into(await driver(session), table, rows)


async def copy_rows_into(
    connection: "asyncpg.Connection[Any]", table: type[Table], rows: Iterable[dict[str, Any]]
) -> None:
    """Rows that are made as they are asked for are made while the database takes in those before."""
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return
    columns = list(first)
    await connection.copy_records_to_table(
        table.__tablename__,
        columns=columns,
        records=(tuple(map(row.__getitem__, columns)) for row in chain((first,), coming)),
    )


async def driver(session: AsyncSession) -> "asyncpg.Connection[Any]":
    """The connection beneath a session, in the session's transaction."""
    # SQLAlchemy opens the transaction at the first statement that goes through it.
    connection = await session.connection()
    await connection.exec_driver_sql("select 1")
    raw = await connection.get_raw_connection()
    assert raw.driver_connection is not None
    driver: asyncpg.Connection[Any] = raw.driver_connection
    return driver


async def insert_batches(
    connection: AsyncConnection, batches: Iterable[Batch], progress: Callable[[int], None]
) -> None:
    """Insert table by table; `progress` hears how many rows are in."""
    done = 0
    for table, rows in batches:
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[first : first + _ROWS_AT_ONCE]
            await connection.execute(sa.insert(table), some)
            done += len(some)
            progress(done)


@lru_cache(maxsize=256)
def _statement(parts: tuple[tuple[str, tuple[str, ...]], ...]) -> sa.TextClause:
    """One insert after the other."""
    *first, last = (
        insert_text(table, names, f"cast(:rows_{i} as json)")
        for i, (table, names) in enumerate(parts)
    )
    within = ", ".join(f"part_{i} as ({text})" for i, text in enumerate(first))
    text = sa.text(f"with {within} {last}" if first else last)
    return text.bindparams(*(sa.bindparam(f"rows_{i}", type_=sa.Text()) for i in range(len(parts))))


def insert_text(table: str, names: Sequence[str], rows: str, *, beside: str = "") -> str:
    """Insert rows of JSON; the table's own row says what its columns are made of. `beside` names what
    is to be there first."""
    columns = ", ".join(f'"{name}"' for name in names)
    source = f"json_populate_recordset(null::{table}, {rows})"
    # Tables and columns of ours: no name comes from outside.
    return (
        f"insert into {table} ({columns}) select {columns} from {beside and f'{beside}, '}{source}"  # noqa: S608
    )


def as_json(rows: Any) -> str:
    """Rows, or one, as PostgreSQL reads them."""
    return orjson.dumps(rows, default=_spelt).decode()


def _spelt(value: Any) -> str:
    """What JSON has no word for, as PostgreSQL spells it."""
    if isinstance(value, bytes):
        return rf"\x{value.hex()}"
    if isinstance(value, UUID):  # one of asyncpg's own
        return str(value)
    raise TypeError
