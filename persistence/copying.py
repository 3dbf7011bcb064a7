"""Many new rows of one table at once, by COPY, in the transaction of a session."""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from persistence.columns import Table


async def copy(session: AsyncSession, table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """All rows have the same columns. What the database refuses is raised as asyncpg's error."""
    if rows:
        await copy_into(await driver(session), table, rows)


async def copy_into(
    connection: "asyncpg.Connection[Any]", table: type[Table], rows: Sequence[dict[str, Any]]
) -> None:
    columns = list(rows[0])
    await connection.copy_records_to_table(
        table.__tablename__,
        columns=columns,
        records=[tuple(map(row.__getitem__, columns)) for row in rows],
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
