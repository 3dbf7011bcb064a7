"""The database's clock, by which others find out that theirs is wrong."""

import datetime as dt

import sqlalchemy as sa

from persistence.engine.database import AsyncConnection, AsyncSession, Database


async def database_now(database: Database) -> dt.datetime:
    async with database.writing() as session:
        return await now_of(session)


async def now_of(connection: AsyncConnection | AsyncSession) -> dt.datetime:
    now: dt.datetime | None = await connection.scalar(sa.select(sa.func.clock_timestamp()))
    assert now is not None
    return now
