"""The database's clock, by which others find out that theirs is wrong."""

import datetime as dt

import sqlalchemy as sa

from persistence.engine.database import Database


async def database_now(database: Database) -> dt.datetime:
    async with database.writing() as session:
        now: dt.datetime | None = await session.scalar(sa.select(sa.func.clock_timestamp()))
    assert now is not None
    return now
