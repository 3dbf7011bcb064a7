"""A granted role is held when a second person, who administers security, confirmed it."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Officer
from persistence.draws.table import PoolOfficer
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Clock
from tests.factories import NOW, accounts
from tests.people import CHAOYANG, GUSU, SUZHOU, Person, fang, lin, mei, sen, shan, shen, su
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role, account_id, audit_tags
from tests.schema.accounts.test_create_account import INSPECTOR, OFFICER
from tests.schema.draws import steps
from tests.schema.draws.conftest import city, enough_to_draw_from
from tests.schema.inspections import steps as visits

__all__ = ["city", "enough_to_draw_from"]

SHOWS = (
    "... on GrantConfirmed { account { login grants { role authority { name } } "
    "unconfirmedGrants { role } } }"
)


async def _confirmed(database: Database) -> list[Any]:
    async with database.writing() as session:
        statement = sa.select(RoleGrant.confirmed_by).where(RoleGrant.confirmed_by.is_not(None))
        return list(await session.scalars(statement))


async def test_a_second_person_puts_a_role_into_force(device: Device, database: Database) -> None:
    await device.do("grantRole", a_role(mei), by=shan)

    payload = await device.do("confirmGrant", a_role(mei), SHOWS, by=sen)

    assert payload["account"] == {
        "login": "mei",
        "grants": [
            {"role": "INSPECTOR", "authority": {"name": SUZHOU.name}},
            {"role": "SUPERVISOR", "authority": {"name": GUSU.name}},
        ],
        "unconfirmedGrants": [],
    }
    assert await _confirmed(database) == [sen.id]
    assert await audit_tags(database) == ["account.role_granted", "account.grant_confirmed"]


@pytest.mark.parametrize("person", [None, fang, lin, su, shan, shen])
async def test_others_may_not_and_nothing_changes(
    device: Device, database: Database, person: Person | None
) -> None:
    await device.do("grantRole", a_role(mei), by=shan)

    payload = await device.do("confirmGrant", a_role(mei), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _confirmed(database) == []


REFUSED: list[Any] = [
    (a_role(mei, Role.INSPECTOR, SUZHOU), "NOTHING_TO_CONFIRM"),
    (a_role(mei, Role.HEAD, SUZHOU), "ROLE_NOT_HELD"),
    (a_role(mei, accountId="acct_1"), "INVALID_INPUT"),
    (a_role(mei, accountId=ids.write("Account", new_key())), "NOT_FOUND"),
]


@pytest.mark.parametrize(
    ("given", "code"), REFUSED, ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)]
)
async def test_what_was_not_granted_is_not_confirmed(
    device: Device, database: Database, given: dict[str, Any], code: str
) -> None:
    await device.do("grantRole", a_role(mei), by=shan)

    assert (await device.do("confirmGrant", given, by=sen))["code"] == code
    assert await _confirmed(database) == []


async def test_who_granted_it_does_not_confirm_it_in_another_office(
    device: Device, database: Database
) -> None:
    await device.do("grantRole", a_role(mei), by=shan)
    async with database.writing() as session:
        session.add(accounts.grant(shan, Role.SECURITY_ADMIN))

    assert (await device.do("confirmGrant", a_role(mei), by=shan))["code"] == "OWN_PROPOSAL"
    assert await _confirmed(database) == []


async def test_nobody_confirms_the_own_role(device: Device, database: Database) -> None:
    await device.do("grantRole", a_role(sen, Role.SECURITY_ADMIN, GUSU), by=shan)

    payload = await device.do("confirmGrant", a_role(sen, Role.SECURITY_ADMIN, GUSU), by=sen)

    assert payload["code"] == "OWN_GRANT"
    assert await _confirmed(database) == []


async def test_beyond_the_own_region_nothing_is_confirmed(
    device: Device, database: Database
) -> None:
    await device.do("grantRole", a_role(mei, Role.HEAD, CHAOYANG), by=shan)
    async with database.writing() as session:
        session.add(accounts.grant(su, Role.SECURITY_ADMIN))

    payload = await device.do("confirmGrant", a_role(mei, Role.HEAD, CHAOYANG), by=su)

    assert payload["code"] == "OUTSIDE_JURISDICTION"
    assert await _confirmed(database) == []


async def test_what_was_revoked_or_of_a_disabled_account_is_not_confirmed(
    device: Device, database: Database
) -> None:
    for person in (mei, su):
        await device.do("grantRole", a_role(person, Role.HEAD), by=shan)
    await device.do("revokeRole", a_role(mei, Role.HEAD), by=shan)
    await device.do("disableAccount", {"accountId": account_id(su)}, by=shan)

    codes = [
        (await device.do("confirmGrant", a_role(person, Role.HEAD), by=sen))["code"]
        for person in (mei, su)
    ]

    assert codes == ["ROLE_NOT_HELD", "ACCOUNT_IS_DISABLED"]
    assert await _confirmed(database) == []


async def test_of_five_at_once_one_is_done(device: Device, database: Database) -> None:
    await device.do("grantRole", a_role(mei), by=shan)

    payloads = await asyncio.gather(
        *(device.do("confirmGrant", a_role(mei), by=sen) for _ in range(5))
    )

    names = [payload["__typename"] for payload in payloads]
    assert sorted(names) == ["GrantConfirmed", *["NothingToConfirm"] * 4]


async def test_the_same_operation_again_is_answered_again_and_done_once(
    device: Device, database: Database
) -> None:
    await device.do("grantRole", a_role(mei), by=shan)
    given = {**a_role(mei), "operationId": str(new_key())}

    first = await device.do("confirmGrant", given, SHOWS, by=sen)
    again = await device.do("confirmGrant", given, SHOWS, by=sen)
    other = await device.do("confirmGrant", {**given, "role": "HEAD"}, by=sen)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert (await audit_tags(database)).count("account.grant_confirmed") == 1
    async with database.writing() as session:
        (at,) = await session.scalars(
            sa.select(RoleGrant.in_force_at).where(RoleGrant.confirmed_by == sen.id)
        )
    assert at == NOW


async def test_an_officer_is_drawn_and_sent_once_a_role_was_confirmed(
    device: Device, database: Database, clock: Clock, city: None
) -> None:
    """An administrator alone puts nobody among those who inspect."""
    given = {
        "login": "wei",
        "displayName": "卫某",
        "initialPassword": "the first password",
        "role": "INSPECTOR",
        "authorityId": ids.write("Authority", SUZHOU.id),
        "officer": OFFICER,
        "inspector": {**INSPECTOR, "specialities": ["EDUCATION"]},
    }
    assert (await device.do("createAccount", given, by=shan))["__typename"] == "AccountCreated"
    async with database.writing() as session:
        officer = (
            await session.scalars(sa.select(Officer).where(Officer.staff_no == "G-18"))
        ).one()
    assert officer.account_id is not None
    account = ids.write("Account", officer.account_id)
    visit = visits.a_visit(mei)
    visit["officerIds"].append(ids.write("Officer", officer.id))
    pooled = sa.exists().where(PoolOfficer.officer_id == officer.id)
    found = []

    for code in ("XW01", "XW03"):
        await steps.drawn(device, clock, itemIds=[steps.item(code)])
        sent = await device.do("assignInspection", visit, by=lin)
        async with database.writing() as session:
            found.append((await session.scalar(sa.select(pooled)), sent["__typename"]))
        confirmed = {"accountId": account, "role": "INSPECTOR", "authorityId": given["authorityId"]}
        await device.do("confirmGrant", confirmed, by=sen)

    assert found == [(False, "NotFound"), (True, "InspectionAssigned")]


async def test_an_administrator_has_a_password_of_their_own_first(
    device: Device, database: Database
) -> None:
    """Who chose the first password could sign in before its holder, and would hold what is confirmed."""
    await device.do("revokeRole", a_role(su, place=su.place), by=shan)
    await device.do("grantRole", a_role(su, Role.AUDIT_ADMIN), by=shan)
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.id == su.id).values(must_change_password=True)
        )

    early = await device.do("confirmGrant", a_role(su, Role.AUDIT_ADMIN), by=sen)
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.id == su.id).values(must_change_password=False)
        )
    later = await device.do("confirmGrant", a_role(su, Role.AUDIT_ADMIN), by=sen)

    assert (early["code"], later["__typename"]) == ("PASSWORD_OF_ANOTHER", "GrantConfirmed")
