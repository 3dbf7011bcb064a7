"""Roles that are granted and revoked one after the other: in force at once, and within reach."""

import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts.table import RoleGrant
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from tests.factories import NOW, accounts
from tests.people import CHAOYANG, GUSU, SUZHOU, fang, lin, mei, shan, su, xu
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role, account_id, audit_tags

MUTATIONS = {"grantRole": "RoleGranted", "revokeRole": "RoleRevoked"}


def _shows(mutation: str) -> str:
    return f"... on {MUTATIONS[mutation]} {{ account {{ login grants {{ role authority {{ name }} }} }} }}"


async def test_a_role_is_granted_and_revoked(device: Device, database: Database) -> None:
    granted = await device.do("grantRole", a_role(mei), _shows("grantRole"), by=shan)
    revoked = await device.do("revokeRole", a_role(mei), _shows("revokeRole"), by=shan)

    inspector = {"role": "INSPECTOR", "authority": {"name": SUZHOU.name}}
    supervisor = {"role": "SUPERVISOR", "authority": {"name": GUSU.name}}
    assert granted["account"] == {"login": "mei", "grants": [inspector, supervisor]}
    assert revoked["account"] == {"login": "mei", "grants": [inspector]}
    async with database.writing() as session:
        grant = await session.scalar(sa.select(RoleGrant).where(RoleGrant.granted_by == shan.id))
        events = (await session.scalars(sa.select(AuditEvent).order_by("at"))).all()
    assert grant is not None
    assert (grant.revoked_by, grant.revoked_at) == (shan.id, NOW)
    assert [(event.tag, event.subject_id, event.detail) for event in events] == [
        (tag, mei.id, {"role": "SUPERVISOR", "authority": str(GUSU.id)})
        for tag in ("account.role_granted", "account.role_revoked")
    ]


async def test_grants_are_in_force_for_a_session_that_is_open(device: Device) -> None:
    await device.sign_in("mei")
    question = "{ accounts(first: 1) { nodes { id } } }"
    before = await device.answer(question)

    await device.do("grantRole", a_role(mei, Role.AUDIT_ADMIN, SUZHOU), by=shan)
    during = await device.answer(question)
    await device.do("revokeRole", a_role(mei, Role.AUDIT_ADMIN, SUZHOU), by=shan)
    after = await device.answer(question)

    assert before["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert "errors" not in during
    assert after["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_a_person_without_a_role_can_be_given_another(device: Device) -> None:
    await device.do("revokeRole", a_role(su, Role.SUPERVISOR, SUZHOU), by=shan)

    payload = await device.do("grantRole", a_role(su, Role.HEAD), _shows("grantRole"), by=shan)

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
