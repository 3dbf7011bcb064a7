"""Many new rows of one table at once, by COPY, in the transaction of a session."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from persistence.columns import Table


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
