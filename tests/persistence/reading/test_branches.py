"""A list whose rows may be seen in several ways has each of them once, in order, in both directions, and
counts them: the same as one condition says, that holds in any of the ways."""

import argparse
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from api.commands import seed_register
from domain.actors import ANONYMOUS, Actor, Grant, Office
from domain.authorities import AuthorityKind, Sector
from domain.regions import subtree
from domain.roles import Role
from persistence.engine.database import READER_ROLE, Database
from persistence.engine.keys import Keys
from persistence.reading.compiler import compile_field
from persistence.reading.refused import ReadRefused
from persistence.reading.rows import alias_of
from persistence.reading.selection import Selection
from persistence.reading.shape import Page
from persistence.reading.viewer import CLOCKS_DAY, Binds, Viewer
from persistence.register import REGISTER

ROOTS = sorted(
    name
    for name, field in REGISTER.roots.items()
    if isinstance(field, Page) and field.where is None and name != "publicInspectionResults"
)
AT_ONCE = 7
MOST = 60
"""Rows that a list is walked through here; the number of all is compared whatever it is."""


@pytest.fixture
async def connection(database: Database, keys: Keys) -> "AsyncIterator[asyncpg.Connection[Any]]":
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    given = parser.parse_args(["seed", "--institutions", "12", "--inspections", "60"])
    assert await seed_register.run(given, database, keys) == 0
    found = await asyncpg.connect(database.url)
    await found.execute(f"set role {READER_ROLE}")
    yield found
    await found.close()


async def actors(connection: "asyncpg.Connection[Any]") -> dict[str, Actor]:
    """People who hold several roles, at places that overlap."""
    busy = await connection.fetchrow(
        "select a.id, a.region_code, n.officer_id, n.institution_id, n.account_id from authorities a,"
        " lateral (select s.officer_id, t.institution_id, o.account_id from inspections t"
        "   join inspection_assignments s on s.inspection_id = t.id"
        "   join officers o on o.id = s.officer_id where t.authority_id = a.id"
        "   order by o.account_id is null, s.officer_id limit 1) n"
        " order by n.account_id is null, a.id limit 1"
    )
    assert busy is not None

    def at(role: Role, region: str, authority_id: UUID = busy["id"]) -> Grant:
        office = Office(authority_id, AuthorityKind.ADMIN_ORGAN, subtree(region), frozenset(Sector))
        return Grant(role, office)

    region = str(busy["region_code"])
    city, province = f"{region[:4]}00", f"{region[:2]}0000"
    account, officer = UUID(int=7), busy["officer_id"]
    own = Grant(Role.INSTITUTION_ADMIN, None, busy["institution_id"])
    return {
        "nobody": ANONYMOUS,
        "head and inspector": Actor(
            account, (at(Role.HEAD, region), at(Role.INSPECTOR, region)), officer
        ),
        "everything here": Actor(
            account,
            tuple(
                at(role, where)
                for role, where in (
                    (Role.SUPERVISOR, city),
                    (Role.OVERSIGHT, province),
                    (Role.HEAD, region),
                    (Role.TASK_MANAGER, region),
                    (Role.INSPECTOR, region),
                    (Role.COMPLAINT_CLERK, region),
                )
            ),
            officer,
        ),
        "nation and city": Actor(
            account, (at(Role.SUPERVISOR, "000000"), at(Role.REGISTRAR, city)), None
        ),
        "institution and supervisor": Actor(account, (own, at(Role.SUPERVISOR, city)), None),
        "institution": Actor(account, (own,), None),
    }


async def test_branches_are_one_list(connection: "asyncpg.Connection[Any]") -> None:
    walked = 0
    for who, actor in (await actors(connection)).items():
        for root in ROOTS:
            try:
                rows, total = await _walk(connection, root, actor, backward=False)
            except ReadRefused as refused:
                assert refused.code == "NOT_PERMITTED", (who, root)  # noqa: PT017  # most may not
                continue
            backward, _ = await _walk(connection, root, actor, backward=True)
            expected = await _seen(connection, root, actor)

            assert total == expected, (who, root)
            assert len(rows) == min(total, MOST), (who, root)
            assert len({*rows}) == len(rows), (who, root)
            if total <= MOST:
                assert backward == rows, (who, root)
            walked += len(rows)
    assert walked > 500


async def _walk(
    connection: "asyncpg.Connection[Any]", root: str, actor: Actor, *, backward: bool
) -> tuple[list[str], int]:
    """The cursors of a list, in its order, and how many rows it says that there are."""
    rows: list[str] = []
    here: str | None = None
    while True:
        size, place = ("last", "before") if backward else ("first", "after")
        found = await _page(connection, root, actor, {size: AT_ONCE, place: here})
        cursors = [edge["cursor"] for edge in found["edges"]]
        rows = [*cursors, *rows] if backward else [*rows, *cursors]
        goes_on = found["pageInfo"]["hasPreviousPage" if backward else "hasNextPage"]
        if not goes_on or len(rows) >= MOST:
            return rows[:MOST], found["totalCount"]
        here = cursors[0] if backward else cursors[-1]


async def _page(
    connection: "asyncpg.Connection[Any]", root: str, actor: Actor, arguments: dict[str, Any]
) -> dict[str, Any]:
    field = REGISTER.roots[root]
    assert isinstance(field, Page)

    def part(name: str, *children: Selection) -> Selection:
        return Selection(name, name, "Page", {}, children, {}, (root, name))

    info = part("pageInfo", part("hasNextPage"), part("hasPreviousPage"))
    children = (part("edges", part("cursor")), info, part("totalCount"))
    selection = Selection(root, root, f"{field.target}Connection", arguments, children, {}, (root,))
    plan = compile_field(REGISTER, selection, actor, {})
    found = await connection.fetchval(plan.sql, *plan.parameters({}, actor))
    answer: dict[str, Any] = orjson.loads(found)
    return answer


async def _seen(connection: "asyncpg.Connection[Any]", root: str, actor: Actor) -> int:
    """How many rows one condition lets this actor see, read without pages, parts and totals."""
    field = REGISTER.roots[root]
    assert isinstance(field, Page)
    shape = REGISTER.shapes[field.target]
    assert isinstance(shape.table, sa.Table)
    binds = Binds({})
    row = alias_of(shape.table, "row#1")
    seen = shape.visible_to(row, Viewer(actor, binds))
    statement = sa.select(sa.func.count()).select_from(row).where(seen)
    compiled = statement.compile(dialect=dialect.dialect())  # type: ignore[no-untyped-call]
    names = getattr(compiled, "positiontup", None) or ()
    assert CLOCKS_DAY.key not in names
    values = [binds.getters[name]({}, actor) for name in names]
    count: int = await connection.fetchval(str(compiled), *values)
    return count
