"""A role is granted from above, within reach, to nobody who holds it already."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.accounts import NotASocialOrganisation
from domain.roles import Role
from persistence.accounts.table import RoleGrant
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.factories import NOW, accounts
from tests.people import (
    CHAOYANG,
    GUSU,
    MAPLE,
    NATION,
    SOCIETY,
    SUZHOU,
    Person,
    fang,
    lin,
    mei,
    sen,
    shan,
    shen,
    su,
)
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role, account_id, audit_tags, live_roles

SHOWS = (
    "... on RoleGranted { account { login grants { role } "
    "unconfirmedGrants { role authority { name } } } }"
)


@pytest.mark.parametrize("person", [None, fang, lin, su, sen, shen])
async def test_others_may_not_and_nothing_changes(
    device: Device, database: Database, person: Person | None
) -> None:
    payload = await device.do("grantRole", a_role(mei, Role.INSPECTOR, SUZHOU), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await live_roles(database, mei) == {Role.INSPECTOR}
    assert await audit_tags(database) == []


REFUSED: list[Any] = [
    (a_role(shan, Role.HEAD, NATION), "OWN_GRANT"),
    (a_role(mei, Role.INSPECTOR, SUZHOU), "ROLE_ALREADY_HELD"),
    (a_role(sen, Role.SYS_ADMIN, NATION), "THREE_ROLE_SPLIT"),
    (a_role(sen, Role.HEAD, NATION), "ADMINISTRATORS_HOLD_NOTHING_ELSE"),
    (a_role(mei, Role.AUDIT_ADMIN, SUZHOU), "ADMINISTRATORS_HOLD_NOTHING_ELSE"),
    (a_role(mei, Role.PARENT), "ROLE_NOT_GRANTABLE"),
    (a_role(mei, Role.PROGRAMME_OFFICER), NotASocialOrganisation.code),
    (a_role(mei, Role.TASK_MANAGER, SOCIETY), "NOT_AN_ADMINISTRATIVE_ORGAN"),
    (a_role(mei, Role.HEAD, None), "INVALID_INPUT"),
    (a_role(mei, institutionId=ids.write("Institution", MAPLE)), "INVALID_INPUT"),
    (a_role(mei, accountId="acct_1"), "INVALID_INPUT"),
    (a_role(mei, accountId=ids.write("Institution", MAPLE)), "INVALID_INPUT"),
    (a_role(mei, accountId=""), "INVALID_INPUT"),
    (a_role(mei, accountId=ids.write("Account", new_key())), "NOT_FOUND"),
    (a_role(mei, authorityId=ids.write("Authority", new_key())), "NOT_FOUND"),
]


@pytest.mark.parametrize(
    ("given", "code"),
    REFUSED,
    ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)],
)
async def test_what_does_not_fit_is_refused_by_name(
    device: Device, database: Database, given: dict[str, Any], code: str
) -> None:
    payload = await device.do("grantRole", given, by=shan)

    assert payload["code"] == code
    assert await audit_tags(database) == []


async def test_of_five_at_once_one_is_done(device: Device, database: Database) -> None:
    role, place = Role.SUPERVISOR, GUSU

    payloads = await asyncio.gather(
        *(device.do("grantRole", a_role(mei, role, place), by=shan) for _ in range(5))
    )

    names = [payload["__typename"] for payload in payloads]
    assert names.count("RoleGranted") == 1
    assert len(await audit_tags(database)) == 1


async def test_the_same_operation_again_is_answered_again_and_done_once(
    device: Device, database: Database
) -> None:
    role, place = Role.HEAD, GUSU
    given = {**a_role(mei, role, place), "operationId": str(new_key())}

    first = await device.do("grantRole", given, SHOWS, by=shan)
    again = await device.do("grantRole", given, SHOWS, by=shan)
    other = await device.do("grantRole", {**given, "role": "SUPERVISOR"}, by=shan)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert len(await audit_tags(database)) == 1


async def test_who_granted_the_role_and_when_is_kept(device: Device, database: Database) -> None:
    payload = await device.do("grantRole", a_role(mei, Role.HEAD, SUZHOU), SHOWS, by=shan)

    assert payload["account"] == {
        "login": "mei",
        "grants": [{"role": "INSPECTOR"}],
        "unconfirmedGrants": [{"role": "HEAD", "authority": {"name": SUZHOU.name}}],
    }
    async with database.writing() as session:
        grant = await session.scalar(sa.select(RoleGrant).where(RoleGrant.granted_by == shan.id))
    assert grant is not None
    assert (grant.account_id, grant.role, grant.authority_id) == (mei.id, Role.HEAD, SUZHOU.id)
    assert (grant.granted_at, grant.in_force_at, grant.revoked_at) == (NOW, None, None)


async def test_a_disabled_account_is_given_no_role(device: Device, database: Database) -> None:
    await device.do("disableAccount", {"accountId": account_id(mei)}, by=shan)

    payload = await device.do("grantRole", a_role(mei, Role.HEAD, SUZHOU), by=shan)

    assert payload["code"] == "ACCOUNT_IS_DISABLED"
    assert await live_roles(database, mei) == {Role.INSPECTOR}


async def test_an_administrator_grants_nothing_beyond_the_own_region(
    device: Device, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))

    payload = await device.do("grantRole", a_role(mei, Role.HEAD, CHAOYANG), by=lin)

    assert payload["code"] == "OUTSIDE_JURISDICTION"
    assert await live_roles(database, mei) == {Role.INSPECTOR}
