"""A role that is held is revoked from above, within reach."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts.table import RoleGrant
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.factories import NOW, accounts
from tests.people import CHAOYANG, GUSU, NATION, SUZHOU, Person, fang, lin, mei, sen, shan, shen, su
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role, audit_tags, live_roles

SHOWS = "... on RoleRevoked { account { login grants { role authority { name } } } }"


@pytest.mark.parametrize("person", [None, fang, lin, su, sen, shen])
async def test_others_may_not_and_nothing_changes(
    device: Device, database: Database, person: Person | None
) -> None:
    payload = await device.do("revokeRole", a_role(mei, Role.INSPECTOR, SUZHOU), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await live_roles(database, mei) == {Role.INSPECTOR}
    assert await audit_tags(database) == []


REFUSED: list[Any] = [
    (a_role(shan, Role.SYS_ADMIN, NATION), "OWN_GRANT"),
    (a_role(mei, Role.INSPECTOR, GUSU), "ROLE_NOT_HELD"),
    (a_role(mei, Role.HEAD, SUZHOU), "ROLE_NOT_HELD"),
    (a_role(mei, accountId=ids.write("Account", new_key())), "NOT_FOUND"),
]


@pytest.mark.parametrize(
    ("given", "code"),
    REFUSED,
    ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)],
)
async def test_what_does_not_fit_is_refused_by_name(
    device: Device, database: Database, given: dict[str, Any], code: str
) -> None:
    payload = await device.do("revokeRole", given, by=shan)

    assert payload["code"] == code
    assert await audit_tags(database) == []


async def test_of_five_at_once_one_is_done(device: Device, database: Database) -> None:
    role, place = Role.INSPECTOR, SUZHOU

    payloads = await asyncio.gather(
        *(device.do("revokeRole", a_role(mei, role, place), by=shan) for _ in range(5))
    )

    names = [payload["__typename"] for payload in payloads]
    assert names.count("RoleRevoked") == 1
    assert len(await audit_tags(database)) == 1


async def test_the_same_operation_again_is_answered_again_and_done_once(
    device: Device, database: Database
) -> None:
    role, place = Role.INSPECTOR, SUZHOU
    given = {**a_role(mei, role, place), "operationId": str(new_key())}

    first = await device.do("revokeRole", given, SHOWS, by=shan)
    again = await device.do("revokeRole", given, SHOWS, by=shan)
    other = await device.do("revokeRole", {**given, "role": "SUPERVISOR"}, by=shan)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert len(await audit_tags(database)) == 1


async def test_a_revoked_role_is_no_longer_held(device: Device, database: Database) -> None:
    payload = await device.do("revokeRole", a_role(mei, Role.INSPECTOR, SUZHOU), SHOWS, by=shan)

    assert payload["account"]["grants"] == []
    assert await live_roles(database, mei) == set()
    async with database.writing() as session:
        statement = sa.select(RoleGrant.revoked_by, RoleGrant.revoked_at)
        rows = await session.execute(statement.where(RoleGrant.account_id == mei.id))
        assert [tuple(row) for row in rows] == [(shan.id, NOW)]


async def test_an_administrator_revokes_nothing_beyond_the_own_region(
    device: Device, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))
        session.add(accounts.grant(mei, Role.SUPERVISOR, CHAOYANG))

    payload = await device.do("revokeRole", a_role(mei, Role.SUPERVISOR, CHAOYANG), by=lin)

    assert payload["code"] == "OUTSIDE_JURISDICTION"
    assert await live_roles(database, mei) == {Role.INSPECTOR, Role.SUPERVISOR}


async def test_the_last_administrator_keeps_the_role(device: Device, database: Database) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN, sen.place))

    last = await device.do("revokeRole", a_role(sen, Role.SECURITY_ADMIN, sen.place), by=shan)
    one_of_two = await device.do("revokeRole", a_role(lin, Role.SYS_ADMIN, sen.place), by=shan)

    assert (last["code"], one_of_two["__typename"]) == ("LAST_ADMINISTRATOR", "RoleRevoked")
