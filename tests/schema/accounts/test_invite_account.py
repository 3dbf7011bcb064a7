"""An invited account has no password before its holder has set one with the link."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts.table import Account, AccountLink
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests.people import GUSU, NATION, Person, fang, lin, sen, shan, shen
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import PHONE, audit_tags, opened_message, use
from tests.schema.accounts.test_create_account import INSPECTOR, OFFICER

NEW = "another long password"
SHOWS = "... on AccountInvited { link account { id login maskedPhone unconfirmedGrants { role } } }"


def an_invitation(role: Role = Role.HEAD, **more: Any) -> dict[str, Any]:
    return {
        "login": "wei",
        "displayName": "卫某",
        "role": role.value,
        "authorityId": ids.write("Authority", GUSU.id),
        **more,
    }


async def test_the_holder_sets_the_password_and_has_the_role_when_it_was_confirmed(
    device: Device, database: Database
) -> None:
    invited = await device.do("inviteAccount", an_invitation(), SHOWS, by=shan)
    account = invited["account"]

    assert [each["role"] for each in account["unconfirmedGrants"]] == ["HEAD"]
    assert (await device.sign_in("wei", ""))["code"] == "SIGN_IN_REFUSED"
    assert await use(device, invited["link"], NEW) == "PasswordSet"
    confirmed = await device.do(
        "confirmGrant",
        {
            "accountId": account["id"],
            "role": "HEAD",
            "authorityId": ids.write("Authority", GUSU.id),
        },
        by=sen,
    )
    await device.sign_in("wei", NEW)

    assert confirmed["__typename"] == "GrantConfirmed"
    assert await device.me("login grants { role } mustChangePassword") == {
        "login": "wei",
        "grants": [{"role": "HEAD"}],
        "mustChangePassword": False,
    }
    tags = ["account.invited", "account.password_set", "account.grant_confirmed", "session.started"]
    assert await audit_tags(database) == tags


async def test_the_same_operation_again_answers_the_same_link_which_is_not_kept(
    device: Device, database: Database
) -> None:
    given = {**an_invitation(), "operationId": str(new_key())}

    first = await device.do("inviteAccount", given, SHOWS, by=shan)
    again = await device.do("inviteAccount", given, SHOWS, by=shan)

    assert first == again
    token = first["link"].partition("#")[2]
    async with database.writing() as session:
        for table in ("operations", "audit_events", "outbox_messages", "account_links", "accounts"):
            rows = await session.execute(sa.text(f"select t::text from {table} t"))
            assert not [row for (row,) in rows if token in row]
        (link,) = await session.scalars(sa.select(AccountLink))
    assert (link.issued_by, link.closed_at) == (shan.id, None)


async def test_a_link_for_a_telephone_is_for_nobody_else(
    device: Device, database: Database, keys: Keys
) -> None:
    given = {**an_invitation(phone="139 1234 5678"), "operationId": str(new_key())}

    invited = await device.do("inviteAccount", given, SHOWS, by=shan)
    again = await device.do("inviteAccount", given, SHOWS, by=shan)
    message = await opened_message(database, keys, "account.link")

    assert invited == again
    assert (invited["link"], invited["account"]["maskedPhone"]) == (None, None)
    assert message is not None
    assert message["phone"] == PHONE
    assert await use(device, message["link"], NEW) == "PasswordSet"


async def test_where_no_telephone_is_reached_the_link_is_answered(
    device: Device, database: Database, keys: Keys
) -> None:
    device.can_reach_phones = False

    invited = await device.do("inviteAccount", an_invitation(phone=PHONE), SHOWS, by=shan)

    assert await use(device, invited["link"], NEW) == "PasswordSet"
    assert await opened_message(database, keys, "account.link") is None


async def test_who_holds_the_link_of_an_administrator_has_nobody_confirm_it(
    device: Device, database: Database
) -> None:
    at = {"authorityId": ids.write("Authority", NATION.id)}
    invited = await device.do(
        "inviteAccount", an_invitation(Role.SECURITY_ADMIN, **at), SHOWS, by=shan
    )
    grant = {"accountId": invited["account"]["id"], "role": "SECURITY_ADMIN", **at}

    early = await device.do("confirmGrant", grant, by=sen)
    await use(device, invited["link"], NEW)
    late = await device.do("confirmGrant", grant, by=sen)

    assert (early["code"], late["__typename"]) == ("LINK_STILL_OPEN", "GrantConfirmed")


@pytest.mark.parametrize("person", [None, fang, lin, sen, shen])
async def test_others_may_not_invite(
    device: Device, database: Database, person: Person | None
) -> None:
    payload = await device.do("inviteAccount", an_invitation(), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    async with database.writing() as session:
        assert await session.scalar(sa.select(Account).where(Account.login == "wei")) is None


REFUSED: list[Any] = [
    (an_invitation(Role.PARENT), "ROLE_NOT_GRANTABLE"),
    (an_invitation(login="lin"), "LOGIN_TAKEN"),
    (an_invitation(login="Wei"), "INVALID_INPUT"),
    (an_invitation(phone="12345"), "INVALID_INPUT"),
    (an_invitation(inspector=INSPECTOR), "INVALID_INPUT"),
    (an_invitation(officer={**OFFICER, "staffNo": "tao"}), "STAFF_NO_TAKEN"),
]


@pytest.mark.parametrize(
    ("given", "code"), REFUSED, ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_by_name(
    device: Device, database: Database, given: dict[str, Any], code: str
) -> None:
    assert (await device.do("inviteAccount", given, by=shan))["code"] == code
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(AccountLink)) == 0
        assert await session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 0


async def test_of_five_with_one_login_one_is_invited(device: Device, database: Database) -> None:
    payloads = await asyncio.gather(
        *(device.do("inviteAccount", an_invitation(), by=shan) for _ in range(5))
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["AccountInvited", *["LoginTaken"] * 4]
