"""Lists of institutions and of objects are, page by page and in number, what one condition finds in the table,
by whatever they are looked for and in whichever order."""

import argparse
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
from tests.persistence.walks import ARGUMENTS, FIELDS, PAGE, walked

INSTITUTIONS = (
    f"query ($filter: InstitutionFilter, $order: InstitutionOrder, {ARGUMENTS})"
    f" {{ institutions(filter: $filter, orderBy: $order, {PAGE}) {{ {FIELDS} }} }}"
)
OBJECTS = (
    f"query ($filter: InspectionObjectFilter, {ARGUMENTS})"
    f" {{ inspectionObjects(filter: $filter, {PAGE}) {{"
    f" {FIELDS.replace('node { id }', 'node { institution { id } }')} }} }}"
)
VALUES = {
    "kinds": ("OFF_CAMPUS_TRAINING", "ONLINE_PLATFORM", "TRAINING_BASE"),
    "creditGrades": ("A", "B", "C", "D"),
    "sectors": ("EDUCATION", "SPORTS", "CULTURE_TOURISM"),
    "riskClasses": ("A", "B", "C", "D"),
    "listStatus": ("NONE", "WHITE_LISTED", "BLACK_LISTED"),
    "existence": ("EXISTING", "DEREGISTERED"),
    "subjectKind": ("SUBJECT", "NON_SUBJECT"),
    "regionCode": ("000000", "320000", "320500", "320508", "110000"),
}
CONDITIONS = {
    "kinds": "kinds && {}",
    "creditGrades": "credit_grade = any({})",
    "sectors": "sector = any({})",
    "riskClasses": "risk_class = any({})",
    "listStatus": "list_status = {}",
    "existence": "existence = {}",
    "subjectKind": "subject_kind = {}",
    "regionCode": "region_code like {}",
    "sharesSiteAddress": "{} = exists (select from sites a join sites b using (institution_id,"
    " region_code, address_key) where a.institution_id = institutions.id and a.id <> b.id"
    " and a.closed_on is null and b.closed_on is null)",
}
LISTS = ("kinds", "creditGrades", "sectors", "riskClasses")
ORDERS = {
    "REGISTERED_AT": "id",
    "NAME": 'name collate "C"',
    "PINYIN": "sort_key",
    "ESTABLISHED_ON": "established_on",
}


@pytest.fixture
async def connection(database: Database, keys: Keys) -> "AsyncIterator[asyncpg.Connection[Any]]":
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    given = parser.parse_args(["seed", "--institutions", "80", "--inspections", "20"])
    assert await seed_register.run(given, database, keys) == 0
    found = await asyncpg.connect(database.url)
    # As of a large table.
    await found.execute("set enable_seqscan = off")
    yield found
    await found.close()


async def scatter(connection: "asyncpg.Connection[Any]", chance: random.Random) -> None:
    for row in await connection.fetch("select id from institutions order by id"):
        if chance.random() < 0.5:
            await connection.execute(
                "update institutions set kinds = $2, credit_grade = $3, sector = $4, list_status = $5,"
                " risk_class = $6, subject_kind = $7 where id = $1",
                row["id"],
                chance.sample(VALUES["kinds"], chance.choice([1, 1, 2])),
                chance.choice([None, "A", "A", "B", "C"]),
                chance.choice(VALUES["sectors"]),
                chance.choice(VALUES["listStatus"]),
                chance.choice(["A", "A", "B", "C"]),
                chance.choice(VALUES["subjectKind"]),
            )
    await connection.execute(
        "update sites set address_key = (select address_key from sites m where"
        " m.institution_id = sites.institution_id and m.is_main limit 1)"
        " where not is_main and md5(id::text || $1) < '8'",
        str(chance.random()),
    )


def question(chance: random.Random, names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in chance.sample(names, chance.choice([0, 1, 1, 2, 3])):
        values = VALUES.get(name)
        if values is None:
            found[name] = chance.choice([True, False])
        elif name in LISTS:
            found[name] = chance.sample(values, chance.choice([1, 2]))
        else:
            found[name] = chance.choice(values)
    return found


async def expected(
    connection: "asyncpg.Connection[Any]", given: dict[str, Any], order: str, seen: str
) -> tuple[list[str], int]:
    where, values = [seen], list[Any]()
    for name, value in given.items():
        where.append(CONDITIONS[name].format(f"${len(values) + 1}"))
        values.append(f"{value.rstrip('0')}%" if name == "regionCode" else value)
    rows = await connection.fetch(
        f"select id from institutions where {' and '.join(where)} order by {order}", *values
    )
    return [ids.write("Institution", row["id"]) for row in rows], len(rows)


async def test_every_page_and_number_is_what_the_table_has(
    connection: "asyncpg.Connection[Any]", database: Database
) -> None:
    chance = random.Random(15)
    seen = 0
    for _ in range(3):
        await scatter(connection, chance)
        if chance.random() < 0.5:
            await kept.settle_all(database)
        for _ in range(16):
            what = question(chance, [name for name in CONDITIONS if name != "riskClasses"])
            field, way = chance.choice([*ORDERS]), chance.choice(["ASC", "DESC"])
            variables = {"filter": what, "order": {"field": field, "direction": way}}
            given = (connection, ANONYMOUS, INSTITUTIONS, variables)
            at_once, is_backward = chance.choice([3, 20, 70]), chance.choice([True, False])

            found = await walked(*given, at_once=at_once, is_backward=is_backward)

            order = f"{ORDERS[field]} {way}, id {way}"
            assert found == await expected(connection, what, order, "true"), variables
            seen += found[1]
    assert seen > 300


async def test_objects_are_those_of_ones_place_and_sectors(
    connection: "asyncpg.Connection[Any]", database: Database
) -> None:
    chance = random.Random(15)
    await scatter(connection, chance)
    for region in ("000000", "320000", "320500"):
        office = Office(
            UUID(int=3),
            AuthorityKind.ADMIN_ORGAN,
            subtree(region),
            frozenset({Sector.EDUCATION, Sector.SPORTS}),
        )
        actor = Actor(UUID(int=7), (Grant(Role.SUPERVISOR, office),))
        mine = f"region_code like '{region.rstrip('0')}%' and sector in ('EDUCATION', 'SPORTS')"
        for _ in range(6):
            what = question(chance, ["kinds", "sectors", "riskClasses", "existence", "regionCode"])
            rows, total = await expected(connection, what, "id", mine)
            page = await walked(connection, actor, OBJECTS, {"filter": what}, at_once=20)
            assert page == (rows, total), (region, what)
