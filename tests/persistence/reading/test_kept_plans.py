"""Statements keep their plans: every document, as each role, answers the same and reads no more with a
kept plan than with one made for its values, and neither reads a large table from end to end.

`benchmarks` has the same by time on a large register.
"""

import argparse
import datetime as dt
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
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
from tests.persistence.reading.statements import decided_by_values

SIZE = ("--institutions", "1500", "--inspections", "4000")
MOST = 1.5
SLACK = 400
"""Pages of eight kilobytes, found in memory within 0.2 ms: less than a plan costs."""
UNTIL_KEPT = 6
"""PostgreSQL makes five plans for values before it weighs keeping one."""
BOUNDED = {
    "regions": "there are as many as the country has",
    "authorities": "a few of each region",
}
"""Tables that may be read from end to end: they do not grow with what is registered and inspected."""
LARGE = 1_000
"""Rows, of one table, read by one statement from end to end."""
_SMALL = "of so few rows all are read sooner than an index; of 20,000 institutions they are not"
READ_WHOLE = {
    "dashboard/officers": _SMALL,
    "parent/course_list": _SMALL,
    "parent/find_by_name": _SMALL,
    "parent/find_courses": _SMALL,
}
"""Documents that read a large table from end to end, and why they may."""


_LEFT_BEHIND = """
    select oid::regclass::text as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace
        and pg_total_relation_size(oid) > 50000
"""


@pytest.fixture
async def connection(database: Database, keys: Keys) -> "AsyncIterator[asyncpg.Connection[Any]]":
    """To a seeded register, as readers connect to it."""
    found = await asyncpg.connect(database.url, statement_cache_size=0)
    # What other tests deleted still takes room, by which plans are chosen.
    for table in await found.fetch(_LEFT_BEHIND):
        await found.execute(f"vacuum full {table['name']}")
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    given = parser.parse_args(["seed", *SIZE])
    assert await seed_register.run(given, database, keys) == 0
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
    whole = []

    for each in [each async for each in reads(connection, actors)]:
        case, values = (each.document, each.who), (each.plan, each.parameters)
        assert decided_by_values(each.plan.sql) == [], case
        fresh = await _answer(connection, *values, "force_custom_plan")
        whole += [(*case, table) for table in fresh.read_whole]
        if each.plan.is_for_values:
            continue
        kept = await _answer(connection, *values, "auto")
        whole += [(*case, table) for table in kept.read_whole]
        read += 1
        assert kept.answer == fresh.answer, case
        if kept.pages > MOST * fresh.pages + SLACK:
            worse.append((*case, fresh.pages, kept.pages))

    assert not worse, "\n".join(map(str, worse))
    unexplained = [each for each in whole if each[0] not in READ_WHOLE]
    assert not unexplained, "\n".join(map(str, unexplained))
    assert read > 200


@dataclass(frozen=True, slots=True)
class _Read:
    answer: Any
    pages: int
    read_whole: set[str]
    """Large tables that were read from end to end."""


async def _answer(
    connection: "asyncpg.Connection[Any]", plan: Plan, parameters: list[Any], mode: str
) -> _Read:
    """What the statement answers, and what it reads for that."""
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
    pages = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    return _Read(answer, pages, {name for name, rows in _scanned(top) if rows > LARGE})


def _scanned(node: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Tables that are read from end to end, and how many rows that are in all its loops."""
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] not in BOUNDED:
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        yield node["Relation Name"], rows * node["Actual Loops"]
    for below in node.get("Plans", ()):
        yield from _scanned(below)


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
