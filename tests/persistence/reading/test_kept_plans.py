"""Statements keep their plans: every document, as each role, reads no more with a kept plan than with
one made for its values.

`benchmarks` has the same by time on a large register.
"""

import argparse
import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from api.commands import seed_register
from domain.actors import ANONYMOUS
from persistence.engine.database import READER_ROLE, Database
from persistence.engine.keys import Keys
from persistence.reading.plan import Plan
from persistence.reading.viewer import CLOCKS_DAY
from tests.documents.on_register import LOGINS, actors_of, reads

SIZE = ("--institutions", "1500", "--inspections", "4000")
MOST = 1.5
SLACK = 400
"""Pages of eight kilobytes, found in memory within 0.2 ms: less than a plan costs."""
UNTIL_KEPT = 6
"""PostgreSQL makes five plans for values before it weighs keeping one."""


@pytest.fixture
async def connection(database: Database, keys: Keys) -> "AsyncIterator[asyncpg.Connection[Any]]":
    """To a seeded register, as readers connect to it."""
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    given = parser.parse_args(["seed", *SIZE])
    assert await seed_register.run(given, database, keys) == 0
    found = await asyncpg.connect(database.url, statement_cache_size=0)
    await found.execute("analyze")
    await found.execute(f"set role {READER_ROLE}")
    yield found
    await found.close()


async def test_a_kept_plan_reads_no_more_than_one_for_the_values(
    connection: "asyncpg.Connection[Any]", database: Database, keys: Keys
) -> None:
    actors = {"anybody": ANONYMOUS, **await actors_of(database, keys, LOGINS)}
    read = 0
    worse = []

    for each in [each async for each in reads(connection, actors)]:
        if each.plan.is_for_values:
            continue
        values = (each.plan, each.parameters)
        fresh, fresh_pages = await _answer(connection, *values, "force_custom_plan")
        kept, kept_pages = await _answer(connection, *values, "auto")
        read += 1
        assert kept == fresh, (each.document, each.who)
        if kept_pages > MOST * fresh_pages + SLACK:
            worse.append((each.document, each.who, fresh_pages, kept_pages))

    assert not worse, "\n".join(map(str, worse))
    assert read > 200


async def _answer(
    connection: "asyncpg.Connection[Any]", plan: Plan, parameters: list[Any], mode: str
) -> tuple[Any, int]:
    """What the statement answers, and how many pages it touches."""
    await connection.execute(f"set plan_cache_mode = {mode}")
    await connection.execute(f"prepare read as {plan.sql}")
    values = ", ".join(map(_literal, parameters))
    call = f"execute read ({values})" if values else "execute read"
    try:
        for _ in range(UNTIL_KEPT if mode == "auto" else 1):
            answer = await connection.fetchval(call)
        explained = await connection.fetchval(
            f"explain (analyze, buffers, timing off, format json) {call}"
        )
    finally:
        await connection.execute("deallocate read")
    top = json.loads(explained)[0]["Plan"]
    return answer, top["Shared Hit Blocks"] + top["Shared Read Blocks"]


def _literal(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool() | int() | float():
            return str(value).lower()
        case bytes():
            return f"'\\x{value.hex()}'"
        case list() | tuple():
            return f"'{{{','.join(_quoted(str(each)) for each in value)}}}'"
        case _ if value is CLOCKS_DAY:
            return f"'{dt.date(2026, 11, 30)}'"
        case _:
            return "'" + str(getattr(value, "value", value)).replace("'", "''") + "'"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("'", "''") + '"'
