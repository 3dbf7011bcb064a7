"""Making accounts: by administrators, for people within their subtree."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.accounts import NotASocialOrganisation
from domain.roles import Role
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import InspectorProfile, Officer
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests.factories import TODAY, accounts
from tests.people import (
    CHAOYANG,
    GUSU,
    JIANGSU,
    MAPLE,
    NATION,
    PASSWORD,
    SOCIETY,
    SUZHOU,
    SUZHOU_SPORTS,
    Person,
    Place,
    fang,
    lin,
    mei,
    sen,
    shan,
    shen,
    su,
)
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role

SHOWS = (
    "... on AccountCreated { account { login displayName mustChangePassword isDisabled "
    "unconfirmedGrants { role authority { name } institution { name } } "
    "officer { name staffNo post inspector { certificateNo specialities mayLead isExpert } } } }"
)
INSPECTOR = {
    "certificateNo": "32050899002",
    "validFrom": "2026-01-01",
    "validTo": "2030-12-31",
    "specialities": ["SPORTS", "EDUCATION", "SPORTS"],
    "mayLead": True,
    "isExpert": False,
}
OFFICER = {"staffNo": "G-18", "post": "科员", "name": "卫某"}


def _input(role: Role = Role.HEAD, place: Place | None = GUSU, **more: Any) -> dict[str, Any]:
    at = {"authorityId": ids.write("Authority", place.id)} if place else {}
    return {
        "login": "wei",
        "displayName": "卫某",
        "initialPassword": "the first password",
        "role": role.value,
        **at,
        **more,
    }


async def _traces(database: Database) -> tuple[int, int, int]:
    """Accounts beyond the world's, officers beyond the world's, audit events."""
    async with database.writing() as session:
        people, officers, events = [
            await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in (Account, Officer, AuditEvent)
        ]
    return people - 25, officers - 4, events


async def test_an_inspector_is_made_whole(device: Device, database: Database) -> None:
    given = _input(Role.INSPECTOR, officer=OFFICER, inspector=INSPECTOR)

    payload = await device.do("createAccount", given, SHOWS, by=shan)

    seen = {
        name: INSPECTOR[name] for name in ("certificateNo", "specialities", "mayLead", "isExpert")
    }
    assert payload == {
        "__typename": "AccountCreated",
        "account": {
            "login": "wei",
            "displayName": "卫某",
            "mustChangePassword": True,
            "isDisabled": False,
            "unconfirmedGrants": [
                {"role": "INSPECTOR", "authority": {"name": GUSU.name}, "institution": None}
            ],
            "officer": {
                **OFFICER,
                "inspector": seen | {"specialities": ["EDUCATION", "SPORTS"]},
            },
        },
    }
    async with database.writing() as session:
        account = await session.scalar(sa.select(Account).where(Account.login == "wei"))
        assert account is not None
        officer = await session.scalar(sa.select(Officer).where(Officer.account_id == account.id))
        assert officer is not None
        profile = await session.get_one(InspectorProfile, officer.id)
        (event,) = (await session.scalars(sa.select(AuditEvent))).all()
    assert account.created_by == shan.id
    assert (officer.authority_id, officer.name, officer.staff_no) == (GUSU.id, "卫某", "G-18")
    assert (profile.specialities, profile.entered_on) == (["EDUCATION", "SPORTS"], TODAY)
    assert profile.public_no.startswith("P")
    assert (event.tag, event.actor_id, event.subject_id, event.detail) == (
        "account.created",
        shan.id,
        account.id,
        {"role": "INSPECTOR", "authority": str(GUSU.id)},
    )


async def test_the_new_person_signs_in_and_has_to_change_the_password(device: Device) -> None:
    shows = "... on AccountCreated { account { id } }"
    made = await device.do("createAccount", _input(Role.SUPERVISOR), shows, by=shan)
    waiting = a_role(shan, Role.SUPERVISOR) | {"accountId": made["account"]["id"]}

    signed_in = await device.sign_in("wei", "the first password")

    assert signed_in["__typename"] == "SignedIn"
    assert await device.me("login mustChangePassword") == {
        "login": "wei",
        "mustChangePassword": True,
    }
    shows = "grants { authority { name } }"
    assert await device.me(shows) == {"grants": []}
    await device.do("confirmGrant", waiting, by=sen)
    assert await device.me(shows) == {"grants": [{"authority": {"name": GUSU.name}}]}


async def test_an_institution_gets_its_administrator(device: Device) -> None:
    at = {"institutionId": ids.write("Institution", MAPLE)}

    payload = await device.do(
        "createAccount", _input(Role.INSTITUTION_ADMIN, None, **at), SHOWS, by=shan
    )

    assert payload["account"]["unconfirmedGrants"] == [
        {
            "role": "INSTITUTION_ADMIN",
            "authority": None,
            "institution": {"name": "苏州枫叶教育培训中心"},
        }
    ]


@pytest.mark.parametrize("person", [None, fang, lin, su, mei, sen, shen])
async def test_others_may_not_and_nothing_is_made(
    device: Device, database: Database, person: Person | None
) -> None:
    payload = await device.do("createAccount", _input(), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _traces(database) == (0, 0, 0)


@pytest.mark.parametrize("place", [NATION, JIANGSU, CHAOYANG, SUZHOU_SPORTS, SOCIETY])
async def test_an_administrator_of_a_city_reaches_neither_up_nor_aside(
    device: Device, database: Database, place: Place
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))

    payload = await device.do("createAccount", _input(Role.SUPERVISOR, place), by=lin)

    assert payload["code"] == "OUTSIDE_JURISDICTION"
    assert await _traces(database) == (0, 0, 0)


async def test_an_administrator_of_a_city_reaches_down(device: Device, database: Database) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))

    for login, place in (("wei", GUSU), ("wen", SUZHOU)):
        payload = await device.do("createAccount", _input(place=place, login=login), by=lin)
        assert payload["__typename"] == "AccountCreated"


REFUSED: list[Any] = [
    (_input(Role.PARENT), "ROLE_NOT_GRANTABLE"),
    (_input(Role.INSPECTOR, SOCIETY), "NOT_AN_ADMINISTRATIVE_ORGAN"),
    (_input(Role.PROGRAMME_OFFICER), NotASocialOrganisation.code),
    (_input(Role.INSPECTOR, None), "INVALID_INPUT"),
    (_input(authorityId=ids.write("Authority", new_key())), "NOT_FOUND"),
    (_input(authorityId=ids.write("Institution", MAPLE)), "INVALID_INPUT"),
    (_input(authorityId="auth_1"), "INVALID_INPUT"),
    (_input(institutionId=ids.write("Institution", MAPLE)), "INVALID_INPUT"),
    (_input(login="lin"), "LOGIN_TAKEN"),
    (_input(login="Wei"), "INVALID_INPUT"),
    (_input(login="13800138000"), "INVALID_INPUT"),
    (_input(login="w" * 5_000), "INVALID_INPUT"),
    (_input(displayName=""), "INVALID_INPUT"),
    (_input(displayName="卫\u0007"), "INVALID_INPUT"),
    (_input(initialPassword="short"), "PASSWORD_TOO_WEAK"),
    (_input(login="wei-from-gusu", initialPassword="WEI-from-gusu"), "PASSWORD_TOO_WEAK"),
    (_input(inspector=INSPECTOR), "INVALID_INPUT"),
    (
        _input(Role.INSTITUTION_ADMIN, None, officer=OFFICER),
        "INVALID_INPUT",
    ),
    (
        _input(officer=OFFICER, inspector={**INSPECTOR, "validTo": "2025-12-31"}),
        "INVALID_INPUT",
    ),
    (
        _input(officer=OFFICER, inspector={**INSPECTOR, "specialities": []}),
        "INVALID_INPUT",
    ),
    (
        _input(officer=OFFICER, inspector={**INSPECTOR, "certificateNo": "32050000000302"}),
        "CERTIFICATE_NO_TAKEN",
    ),
    (_input(Role.TASK_MANAGER, officer={**OFFICER, "staffNo": "tao"}), "STAFF_NO_TAKEN"),
]


@pytest.mark.parametrize(
    ("given", "code"),
    REFUSED,
    ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)],
)
async def test_what_does_not_fit_is_refused_by_name(
    device: Device, database: Database, given: dict[str, Any], code: str
) -> None:
    if code == "CERTIFICATE_NO_TAKEN":
        async with database.writing() as session:
            taken = await session.scalar(sa.select(InspectorProfile.certificate_no).limit(1))
        given = {**given, "inspector": {**INSPECTOR, "certificateNo": taken}}

    payload = await device.do("createAccount", given, by=shan)

    assert payload["code"] == code
    assert await _traces(database) == (0, 0, 0)


async def test_the_same_operation_again_is_answered_again_and_done_once(
    device: Device, database: Database
) -> None:
    given = {**_input(), "operationId": str(new_key())}

    first = await device.do("createAccount", given, SHOWS, by=shan)
    again = await device.do("createAccount", given, SHOWS, by=shan)
    other = await device.do("createAccount", {**given, "displayName": "别人"}, by=shan)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await _traces(database) == (1, 0, 1)


async def test_of_five_with_one_login_one_is_made(device: Device, database: Database) -> None:
    payloads = await asyncio.gather(
        *(device.do("createAccount", _input(), by=shan) for _ in range(5))
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["AccountCreated", *["LoginTaken"] * 4]
    assert await _traces(database) == (1, 0, 1)


async def test_an_administrator_of_the_nation_names_one_who_belongs_nowhere(
    device: Device, database: Database
) -> None:
    payload = await device.do("createAccount", _input(Role.AUDIT_ADMIN, None), SHOWS, by=shan)

    assert payload == {"__typename": "AccountCreated", "account": None}
    async with database.writing() as session:
        (grant,) = (
            await session.scalars(sa.select(RoleGrant).where(RoleGrant.granted_by == shan.id))
        ).all()
    assert (grant.role, grant.authority_id, grant.institution_id) == (Role.AUDIT_ADMIN, None, None)


async def test_no_password_is_kept_or_disclosed(device: Device, database: Database) -> None:
    await device.do("createAccount", _input(initialPassword=PASSWORD), by=shan)

    async with database.writing() as session:
        account = await session.scalar(sa.select(Account).where(Account.login == "wei"))
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in account.password_hash
