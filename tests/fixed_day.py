"""A database in which it is the day of the tests, whatever day it is: for what a rule decides by the tests'
clock and the database shows by its own."""

import datetime as dt

import asyncpg
import pytest

from persistence.engine.database import Database

_MADE = """
create schema if not exists fixed_day;
create or replace function fixed_day.now() returns timestamptz language sql stable as
  $$ select pg_catalog.now() + interval '{shift} seconds' $$;
create or replace function fixed_day.clock_timestamp() returns timestamptz language sql volatile as
  $$ select pg_catalog.clock_timestamp() + interval '{shift} seconds' $$;
grant usage on schema fixed_day to public;
"""


async def open_at(url: str, moment: dt.datetime) -> Database:
    """Further connections to the same database, in which it is this moment, and time goes on: `now()` is looked
    up on their search path, and found in a schema before PostgreSQL's own."""
    connection = await asyncpg.connect(url)
    try:
        here = await connection.fetchval("select clock_timestamp()")
        shift = (moment - here).total_seconds()
        await connection.execute(_MADE.format(shift=shift))
    finally:
        await connection.close()
    more = "&" if "?" in url else "?"
    path = "search_path=fixed_day,pg_catalog,public"
    return Database(f"{url}{more}{path}", read_size=2, write_size=8)


@pytest.fixture
def database(database: Database, open_on_the_day: Database) -> Database:
    """For a module or a folder that imports it: what holds today is read by the database's clock."""
    return open_on_the_day
