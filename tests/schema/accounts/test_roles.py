"""Granting and revoking roles, disabling accounts: from above, within reach, in force at once."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.accounts import NotASocialOrganisation
from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from persistence.tables.accounts import Account, RoleGrant
from persistence.tables.records import AuditEvent
from tests import builders
from tests.people import (
    CHAOYANG,
    GUSU,
    MAPLE,
    NATION,
    SUZHOU,
    Person,
    Place,
    fang,
    lin,
    mei,
    sen,
    shan,
    shen,
    su,
    xu,
)
from tests.schema.accounts.device import Device

MUTATIONS = {"grantRole": "RoleGranted", "revokeRole": "RoleRevoked"}


def _input(
    person: Person, role: Role = Role.SUPERVISOR, place: Place | None = GUSU, **more: Any
) -> dict[str, Any]:
    at = {"authorityId": ids.write("Authority", place.id)} if place else {}
    return {"accountId": ids.write("Account", person.id), "role": role.value, **at, **more}


def _shows(mutation: str) -> str:
    return f"... on {MUTATIONS[mutation]} {{ account {{ login grants {{ role authority {{ name }} }} }} }}"


async def _traces(database: Database) -> list[str]:
    async with database.writing() as session:
        return list((await session.scalars(sa.select(AuditEvent.tag).order_by("at"))).all())


async def _live(database: Database, person: Person) -> set[Role]:
    async with database.writing() as session:
        statement = sa.select(RoleGrant.role).where(
            RoleGrant.account_id == person.id, RoleGrant.revoked_at.is_(None)
        )
        return set((await session.scalars(statement)).all())


async def test_a_role_is_granted_and_revoked(device: Device, database: Database) -> None:
    granted = await device.do("grantRole", _input(mei), _shows("grantRole"), by=shan)
    revoked = await device.do("revokeRole", _input(mei), _shows("revokeRole"), by=shan)

    inspector = {"role": "INSPECTOR", "authority": {"name": SUZHOU.name}}
    supervisor = {"role": "SUPERVISOR", "authority": {"name": GUSU.name}}
    assert granted["account"] == {"login": "mei", "grants": [inspector, supervisor]}
    assert revoked["account"] == {"login": "mei", "grants": [inspector]}
    async with database.writing() as session:
        grant = await session.scalar(sa.select(RoleGrant).where(RoleGrant.granted_by == shan.id))
        events = (await session.scalars(sa.select(AuditEvent).order_by("at"))).all()
    assert grant is not None
    assert (grant.revoked_by, grant.revoked_at) == (shan.id, builders.NOW)
    assert [(event.tag, event.subject_id, event.detail) for event in events] == [
        (tag, mei.id, {"role": "SUPERVISOR", "authority": str(GUSU.id)})
        for tag in ("account.role_granted", "account.role_revoked")
    ]


async def test_grants_are_in_force_for_who_is_signed_in(device: Device) -> None:
    await device.sign_in("mei")
    question = "{ accounts(first: 1) { nodes { id } } }"
    before = await device.answer(question)

    await device.do("grantRole", _input(mei, Role.AUDIT_ADMIN, SUZHOU), by=shan)
    during = await device.answer(question)
    await device.do("revokeRole", _input(mei, Role.AUDIT_ADMIN, SUZHOU), by=shan)
    after = await device.answer(question)

    assert before["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert "errors" not in during
    assert after["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_who_lost_the_last_role_can_be_given_another(device: Device) -> None:
    await device.do("revokeRole", _input(su, Role.SUPERVISOR, SUZHOU), by=shan)

    payload = await device.do("grantRole", _input(su, Role.HEAD), _shows("grantRole"), by=shan)

    assert payload["account"]["grants"] == [{"role": "HEAD", "authority": {"name": GUSU.name}}]


@pytest.mark.parametrize("mutation", ["grantRole", "revokeRole"])
@pytest.mark.parametrize("person", [None, fang, lin, su, sen, shen])
async def test_others_may_not_and_nothing_changes(
    device: Device, database: Database, mutation: str, person: Person | None
) -> None:
    payload = await device.do(mutation, _input(mei, Role.INSPECTOR, SUZHOU), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _live(database, mei) == {Role.INSPECTOR}
    assert await _traces(database) == []


REFUSED: list[Any] = [
    ("grantRole", _input(shan, Role.HEAD, NATION), "OWN_GRANT"),
    ("revokeRole", _input(shan, Role.SYS_ADMIN, NATION), "OWN_GRANT"),
    ("grantRole", _input(mei, Role.INSPECTOR, SUZHOU), "ROLE_ALREADY_HELD"),
    ("revokeRole", _input(mei, Role.INSPECTOR, GUSU), "ROLE_NOT_HELD"),
    ("revokeRole", _input(mei, Role.HEAD, SUZHOU), "ROLE_NOT_HELD"),
    ("grantRole", _input(sen, Role.SYS_ADMIN, NATION), "THREE_ROLE_SPLIT"),
    ("grantRole", _input(mei, Role.PARENT), "ROLE_NOT_GRANTABLE"),
    ("grantRole", _input(mei, Role.PROGRAMME_OFFICER), NotASocialOrganisation.code),
    ("grantRole", _input(mei, Role.HEAD, None), "INVALID_INPUT"),
    ("grantRole", _input(mei, accountId="acct_1"), "INVALID_INPUT"),
    ("grantRole", _input(mei, accountId=ids.write("Institution", MAPLE)), "INVALID_INPUT"),
    ("grantRole", _input(mei, accountId=""), "INVALID_INPUT"),
    ("grantRole", _input(mei, accountId=ids.write("Account", new_key())), "NOT_FOUND"),
    ("revokeRole", _input(mei, accountId=ids.write("Account", new_key())), "NOT_FOUND"),
    ("grantRole", _input(mei, authorityId=ids.write("Authority", new_key())), "NOT_FOUND"),
]


@pytest.mark.parametrize(
    ("mutation", "given", "code"),
    REFUSED,
    ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)],
)
async def test_what_does_not_fit_is_refused_by_name(
    device: Device, database: Database, mutation: str, given: dict[str, Any], code: str
) -> None:
    payload = await device.do(mutation, given, by=shan)

    assert payload["code"] == code
    assert await _traces(database) == []


async def test_an_administrator_below_finds_no_one_elsewhere(
    device: Device, database: Database
) -> None:
    async with database.writing() as session:
        session.add(builders.grant(lin, Role.SYS_ADMIN))
        session.add(
            RoleGrant(
                id=new_key(), account_id=mei.id, role=Role.SUPERVISOR, authority_id=CHAOYANG.id
            )
        )

    elsewhere = await device.do("grantRole", _input(xu), by=lin)
    parent = await device.do("disableAccount", {"accountId": _id(fang)}, by=lin)
    aside = await device.do("grantRole", _input(mei, Role.HEAD, CHAOYANG), by=lin)
    half = await device.do("disableAccount", {"accountId": _id(mei)}, by=lin)

    assert [payload["code"] for payload in (elsewhere, parent, aside, half)] == [
        "NOT_FOUND",
        "NOT_FOUND",
        "OUTSIDE_JURISDICTION",
        "OUTSIDE_JURISDICTION",
    ]
    assert await _traces(database) == []


@pytest.mark.parametrize("mutation", ["grantRole", "revokeRole"])
async def test_of_five_at_once_one_is_done(
    device: Device, database: Database, mutation: str
) -> None:
    place = GUSU if mutation == "grantRole" else SUZHOU
    role = Role.SUPERVISOR if mutation == "grantRole" else Role.INSPECTOR

    payloads = await asyncio.gather(
        *(device.do(mutation, _input(mei, role, place), by=shan) for _ in range(5))
    )

    names = [payload["__typename"] for payload in payloads]
    assert names.count(MUTATIONS[mutation]) == 1
    assert len(await _traces(database)) == 1


@pytest.mark.parametrize("mutation", ["grantRole", "revokeRole"])
async def test_the_same_operation_again_is_answered_again_and_done_once(
    device: Device, database: Database, mutation: str
) -> None:
    role, place = (Role.HEAD, GUSU) if mutation == "grantRole" else (Role.INSPECTOR, SUZHOU)
    given = {**_input(mei, role, place), "operationId": str(new_key())}

    first = await device.do(mutation, given, _shows(mutation), by=shan)
    again = await device.do(mutation, given, _shows(mutation), by=shan)
    other = await device.do(mutation, {**given, "role": "SUPERVISOR"}, by=shan)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert len(await _traces(database)) == 1


# Disabling


def _id(person: Person) -> str:
    return ids.write("Account", person.id)


@pytest.mark.parametrize("person", [shan, sen])
async def test_a_disabled_account_is_out_at_once(
    device: Device, database: Database, person: Person
) -> None:
    refresh_token = (await device.sign_in("mei"))["refreshToken"]
    assert await device.me() == {"login": "mei"}

    payload = await device.do(
        "disableAccount",
        {"accountId": _id(mei)},
        "... on AccountDisabled { account { login isDisabled } }",
        by=person,
    )

    assert payload == {
        "__typename": "AccountDisabled",
        "account": {"login": "mei", "isDisabled": True},
    }
    assert await device.me() == "UNAUTHENTICATED"
    assert (await device.refresh(refresh_token))["code"] == "SESSION_ENDED"
    device.token = None
    assert (await device.sign_in("mei"))["code"] == "SIGN_IN_REFUSED"
    assert await _traces(database) == ["session.started", "account.disabled"]


async def test_the_nation_disables_a_parent_without_seeing_one(
    device: Device, database: Database
) -> None:
    listed = await device("{ accounts(first: 100) { nodes { id } } }", by=shan)

    payload = await device.do(
        "disableAccount",
        {"accountId": _id(fang)},
        "... on AccountDisabled { account { login } }",
        by=shan,
    )

    assert _id(fang) not in [node["id"] for node in listed["accounts"]["nodes"]]
    assert payload == {"__typename": "AccountDisabled", "account": None}
    async with database.writing() as session:
        assert (await session.get_one(Account, fang.id)).disabled_at == builders.NOW


@pytest.mark.parametrize("person", [None, fang, lin, su, shen])
async def test_others_may_not_disable(
    device: Device, database: Database, person: Person | None
) -> None:
    payload = await device.do("disableAccount", {"accountId": _id(mei)}, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _traces(database) == []


async def test_nobody_is_disabled_twice_or_by_oneself(device: Device, database: Database) -> None:
    own = await device.do("disableAccount", {"accountId": _id(shan)}, by=shan)
    payloads = await asyncio.gather(
        *(device.do("disableAccount", {"accountId": _id(mei)}, by=shan) for _ in range(5))
    )
    granted = await device.do("grantRole", _input(mei), by=shan)

    assert own["code"] == "OWN_ACCOUNT"
    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["AccountDisabled", *["AccountIsDisabled"] * 4]
    assert granted["code"] == "ACCOUNT_IS_DISABLED"
    assert await _traces(database) == ["account.disabled"]
