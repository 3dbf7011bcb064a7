"""A database whose clock a test moves: what turns on the day is shown as it is on that day.

`now()` is looked up on the search path of its connections, and found in a schema before PostgreSQL's own.
"""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from persistence.engine.database import Database
from persistence.engine.past import HISTORY
from persistence.tables import metadata
from tests.client import Clock

_KEPT = [name for name in metadata.tables if f"{name}_past" in metadata.tables]
_MADE = """
create schema moved;
create table moved.clock (shift interval not null);
create function moved.now() returns timestamptz language sql stable as
  'select pg_catalog.now() + shift from moved.clock';
create function moved.clock_timestamp() returns timestamptz language sql volatile as
  'select pg_catalog.clock_timestamp() + shift from moved.clock';
grant usage on schema moved to public;
grant select on moved.clock to public;
"""
_HISTORY = HISTORY.replace("create view ", "create or replace view public.")
"""A view keeps the function that it was made with."""
_PATH = "moved, pg_catalog, public"


class Days(Clock):
    """The clock of a server and its database, which go together."""

    def __init__(self, connection: "asyncpg.Connection[Any]", shift: dt.timedelta) -> None:
        self._connection, self.shift = connection, shift

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.shift

    @property
    def today(self) -> dt.date:
        return self.day(0)

    def day(self, ahead: int) -> dt.date:
        return self().astimezone(_SHANGHAI).date() + dt.timedelta(ahead)

    async def move(self, to: dt.datetime) -> None:
        self.shift = to - dt.datetime.now(dt.UTC)
        await self._connection.execute("update moved.clock set shift = $1", self.shift)

    async def pass_midnight(self, days: int = 1) -> None:
        """To a second after midnight in Shanghai, so many nights later."""
        day = dt.datetime.combine(self.today + dt.timedelta(days), dt.time(0, 0, 1), _SHANGHAI)
        await self.move(day)


_SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@asynccontextmanager
async def from_moment(url: str, begin: dt.datetime) -> AsyncIterator[tuple[Database, Days]]:
    """Another pool on the same database, in which it is this moment; what is there has stood for a while."""
    connection = await asyncpg.connect(url)
    name = await connection.fetchval("select current_database()")
    shift = begin - dt.datetime.now(dt.UTC)
    before = await connection.fetch("select * from pasts")
    await connection.execute(_MADE)
    await connection.execute("insert into moved.clock values ($1)", shift)
    await connection.execute(f'alter database "{name}" set search_path = {_PATH}')
    await connection.execute(f"set search_path = {_PATH}")
    await connection.execute(_HISTORY)
    await _date_back(connection, begin - dt.timedelta(days=1))
    database = Database(url, read_size=2, write_size=4)
    try:
        yield database, Days(connection, shift)
    finally:
        await database.close()
        await connection.execute(f'alter database "{name}" reset search_path')
        await connection.execute("reset search_path")
        await connection.execute(_HISTORY)
        await connection.execute("drop schema moved cascade")
        for each in before:
            statement = "update pasts set begins_at = $2 where table_name = $1"
            await connection.execute(statement, each["table_name"], each["begins_at"])
        await connection.close()


async def _date_back(connection: "asyncpg.Connection[Any]", to: dt.datetime) -> None:
    async with connection.transaction():
        await connection.execute("set local session_replication_role = replica")
        await connection.execute("update pasts set begins_at = $1", to)
        for table in _KEPT:
            await connection.execute(f"update {table} set recorded_at = $1", to)
