"""The list of public results is, page by page and in number, what one condition finds in the table: whatever is
asked, by anybody, however late or early a result was published, and whatever became of it."""

import argparse
import datetime as dt
import random
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from api.commands import seed_register
from domain.actors import ANONYMOUS, Actor, Grant, Office
from domain.authorities import AuthorityKind, Sector
from domain.regions import subtree
from domain.roles import Role
from persistence.alerts import kept
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.persistence.walks import ARGUMENTS, FIELDS, PAGE, ask, walked

LIST = (
    f"query ($filter: PublicRecordFilter, {ARGUMENTS})"
    f" {{ publicInspectionResults(filter: $filter, {PAGE}) {{ {FIELDS} }} }}"
)
NODES = """
query ($filter: PublicRecordFilter, $first: Int) {
  publicInspectionResults(filter: $filter, first: $first) { nodes { id } }
}
"""
CLOCK = "timezone('Asia/Shanghai', now())::date"
LISTED = f"withdrawn_at is null and superseded_at is null and expires_on >= {CLOCK}"
CONDITIONS = {
    "regionCode": "region_code like {}",
    "resultCodes": "result_codes && {}",
    "category": "category = {}",
    "inspectedFrom": "inspected_on >= {}",
    "inspectedTo": "inspected_on <= {}",
}
CODES = ("NO_PROBLEM", "PROBLEM_PENDING", "UNREACHABLE", "INFO_FALSE")
DAY = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=600)
"""Visits were in the hundred days after it, results published from a year before to a year after."""


@pytest.fixture
async def connection(database: Database, keys: Keys) -> "AsyncIterator[asyncpg.Connection[Any]]":
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    given = parser.parse_args(["seed", "--institutions", "12", "--inspections", "120"])
    assert await seed_register.run(given, database, keys) == 0
    found = await asyncpg.connect(database.url)
    yield found
    await found.close()


async def scatter(connection: "asyncpg.Connection[Any]", chance: random.Random, share: int) -> None:
    """Write to one of so many results: when the visit was and the publication, what was found and where, and
    whether it counts. Some are published at one moment, some at midnight."""
    for row in await connection.fetch("select id from public_records order by id"):
        if chance.randrange(share):
            continue
        visited = DAY + dt.timedelta(days=chance.randrange(100))
        lag = chance.choice([0, 1, 3, 3, 20, 59, 60, 61, 62, 90, 300, -1, -30])
        moment = chance.choice(["00:00", "00:00", "23:59:59.999999", "12:00"])
        await connection.execute(
            "update public_records set inspected_on = $2, result_codes = $3, category = $4,"
            " published_at = timezone('Asia/Shanghai', ($5 || ' ' || $6)::timestamp),"
            f" expires_on = {CLOCK} + $7::integer, withdrawn_at = $8,"
            " withdrawal_ground = case when $8::timestamptz is not null then 'REPAIRED' end,"
            " superseded_at = case when exists (select from public_records later where later.inspection_id ="
            " public_records.inspection_id and later.version_no > public_records.version_no)"
            " then now() else $9 end, region_code = coalesce((select code from regions where level = 'COUNTY'"
            " and left(code, 3) = '320' order by md5(code || $10) limit 1), region_code) where id = $1",
            row["id"],
            visited,
            chance.sample(CODES, chance.choice([1, 1, 1, 2])),
            chance.choice(["ROUTINE", "ROUTINE", "ROUTINE", "CASE"]),
            str(visited + dt.timedelta(days=lag)),
            moment,
            chance.choice([0, 0, 100, 100, 100, -1]),
            chance.choice([None, None, None, None, dt.datetime.now(dt.UTC)]),
            chance.choice([None, None, None, None, dt.datetime.now(dt.UTC)]),
            str(chance.randrange(9)),
        )


def question(chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if chance.random() < 0.6:
        found["inspectedFrom"] = str(DAY + dt.timedelta(days=chance.randrange(-20, 110)))
    if chance.random() < 0.6:
        found["inspectedTo"] = str(DAY + dt.timedelta(days=chance.randrange(-20, 110)))
    if chance.random() < 0.3:
        found["category"] = chance.choice(["ROUTINE", "CASE"])
    if chance.random() < 0.3:
        found["regionCode"] = chance.choice(["000000", "320000", "320500", "320508", "110000"])
    if chance.random() < 0.3:
        found["resultCodes"] = chance.sample((*CODES, "DEREGISTERED"), chance.choice([1, 2]))
    return found


async def expected(
    connection: "asyncpg.Connection[Any]", question: dict[str, Any]
) -> tuple[list[str], int]:
    """All that fit, the newest first, without anything that the list is read by."""
    where, values = [LISTED], list[Any]()
    for name, value in question.items():
        kind = {"inspectedFrom": "::text::date", "inspectedTo": "::text::date"}.get(name, "")
        where.append(CONDITIONS[name].format(f"${len(values) + 1}{kind}"))
        values.append(f"{value.rstrip('0') or ''}%" if name == "regionCode" else value)
    rows = await connection.fetch(
        f"select id from public_records where {' and '.join(where)} order by published_at desc, id desc",
        *values,
    )
    return [ids.write("PublicRecord", row["id"]) for row in rows], len(rows)


def _actors(region: str) -> dict[str, Actor]:
    def at(role: Role, where: str) -> Grant:
        office = Office(UUID(int=3), AuthorityKind.ADMIN_ORGAN, subtree(where), frozenset(Sector))
        return Grant(role, office)

    return {
        "anybody": ANONYMOUS,
        "the nation's supervisor": Actor(UUID(int=7), (at(Role.SUPERVISOR, "000000"),)),
        "two roles": Actor(
            UUID(int=7), (at(Role.SUPERVISOR, "320000"), at(Role.OVERSIGHT, region)), UUID(int=8)
        ),
        "an institution": Actor(
            UUID(int=7), (Grant(Role.INSTITUTION_ADMIN, None, UUID(int=9)),), None
        ),
    }


async def test_every_page_and_number_is_what_the_table_has(
    connection: "asyncpg.Connection[Any]", database: Database
) -> None:
    chance = random.Random(15)
    # As of a large table.
    await connection.execute("set enable_seqscan = off")
    seen = 0
    for _ in range(5):
        await scatter(connection, chance, share=chance.choice([1, 4]))
        if chance.random() < 0.5:
            await kept.settle_all(database)
        for _ in range(12):
            what, (who, actor) = question(chance), chance.choice([*_actors("320500").items()])
            rows, total = await expected(connection, what)
            at_once = chance.choice([1, 3, 7, 20, 50])

            given = (connection, actor, LIST, {"filter": what})
            forward = await walked(*given, at_once=at_once)
            backward = await walked(*given, at_once=at_once, is_backward=True)
            nodes = await ask(connection, actor, NODES, {"filter": what, "first": at_once})

            assert forward == (rows, total), (what, who, at_once)
            assert backward == (rows, total), (what, who, at_once)
            assert [node["id"] for node in nodes["nodes"]] == rows[:at_once], (what, who, at_once)
            seen += total
    assert seen > 500


async def test_what_is_over_today_is_counted_no_more_though_nothing_was_written(
    connection: "asyncpg.Connection[Any]", database: Database
) -> None:
    await kept.settle_all(database)
    before = await ask(connection, ANONYMOUS, LIST, {"filter": {}, "first": 1})

    # As the clock does: nothing is noted.
    async with connection.transaction():
        await connection.execute("set local session_replication_role = replica")
        await connection.execute(
            f"update public_records set expires_on = {CLOCK} - 1 where id ="
            " (select id from public_records where superseded_at is null and withdrawn_at is null limit 1)"
        )

    for question in ({}, {"regionCode": "000000"}, {"inspectedTo": "2099-01-01"}):
        after = await ask(connection, ANONYMOUS, LIST, {"filter": question, "first": 1})
        assert after["totalCount"] == before["totalCount"] - 1
