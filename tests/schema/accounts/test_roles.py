"""Roles that are granted and revoked one after the other: in force at once, and within reach."""

import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts.table import RoleGrant
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from tests.factories import NOW, accounts
from tests.people import CHAOYANG, GUSU, SUZHOU, fang, lin, mei, sen, shan, su, xu
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role, account_id, audit_tags

MUTATIONS = {
    "grantRole": "RoleGranted",
    "confirmGrant": "GrantConfirmed",
    "revokeRole": "RoleRevoked",
}


def _shows(mutation: str) -> str:
    return f"... on {MUTATIONS[mutation]} {{ account {{ login grants {{ role authority {{ name }} }} }} }}"


async def test_a_role_is_granted_confirmed_and_revoked(device: Device, database: Database) -> None:
    granted = await device.do("grantRole", a_role(mei), _shows("grantRole"), by=shan)
    confirmed = await device.do("confirmGrant", a_role(mei), _shows("confirmGrant"), by=sen)
    revoked = await device.do("revokeRole", a_role(mei), _shows("revokeRole"), by=shan)

    inspector = {"role": "INSPECTOR", "authority": {"name": SUZHOU.name}}
    supervisor = {"role": "SUPERVISOR", "authority": {"name": GUSU.name}}
    assert granted["account"] == {"login": "mei", "grants": [inspector]}
    assert confirmed["account"] == {"login": "mei", "grants": [inspector, supervisor]}
    assert revoked["account"] == {"login": "mei", "grants": [inspector]}
    async with database.writing() as session:
        grant = await session.scalar(sa.select(RoleGrant).where(RoleGrant.granted_by == shan.id))
        events = (await session.scalars(sa.select(AuditEvent).order_by("at"))).all()
    assert grant is not None
    assert (grant.revoked_by, grant.revoked_at) == (shan.id, NOW)
    assert (grant.confirmed_by, grant.in_force_at) == (sen.id, NOW)
    assert [(event.tag, event.actor_id, event.subject_id) for event in events] == [
        ("account.role_granted", shan.id, mei.id),
        ("account.grant_confirmed", sen.id, mei.id),
        ("account.role_revoked", shan.id, mei.id),
    ]
    place = {"role": "SUPERVISOR", "authority": str(GUSU.id)}
    assert [event.detail for event in events] == [place] * 3


async def test_grants_are_in_force_for_a_session_that_is_open(device: Device) -> None:
    await device.sign_in("mei")
    question = "{ drawPolicies(first: 1) { nodes { adoptedAt } } }"
    before = await device.answer(question)

    await device.do("grantRole", a_role(mei, Role.HEAD, SUZHOU), by=shan)
    waiting = await device.answer(question)
    await device.do("confirmGrant", a_role(mei, Role.HEAD, SUZHOU), by=sen)
    during = await device.answer(question)
    await device.do("revokeRole", a_role(mei, Role.HEAD, SUZHOU), by=shan)
    after = await device.answer(question)

    assert before["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert waiting["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert "errors" not in during
    assert after["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_a_person_without_a_role_can_be_given_another(device: Device) -> None:
    await device.do("revokeRole", a_role(su, Role.SUPERVISOR, SUZHOU), by=shan)

    await device.do("grantRole", a_role(su, Role.HEAD), by=shan)
    payload = await device.do("confirmGrant", a_role(su, Role.HEAD), _shows("confirmGrant"), by=sen)

    assert payload["account"]["grants"] == [{"role": "HEAD", "authority": {"name": GUSU.name}}]


async def test_an_administrator_below_finds_no_one_elsewhere(
    device: Device, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))
        session.add(accounts.grant(mei, Role.SUPERVISOR, CHAOYANG))

    elsewhere = await device.do("grantRole", a_role(xu), by=lin)
    parent = await device.do("disableAccount", {"accountId": account_id(fang)}, by=lin)
    aside = await device.do("grantRole", a_role(mei, Role.HEAD, CHAOYANG), by=lin)
    half = await device.do("disableAccount", {"accountId": account_id(mei)}, by=lin)

    assert [payload["code"] for payload in (elsewhere, parent, aside, half)] == [
        "NOT_FOUND",
        "NOT_FOUND",
        "OUTSIDE_JURISDICTION",
        "OUTSIDE_JURISDICTION",
    ]
    assert await audit_tags(database) == []
