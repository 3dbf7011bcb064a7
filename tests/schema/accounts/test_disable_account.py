"""An account is disabled from above: its sessions end at once, and it is given no role."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts.table import Account
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.factories import NOW, accounts
from tests.people import (
    CHAOYANG,
    GUSU,
    MAPLE,
    Person,
    fang,
    jun,
    lin,
    mei,
    sen,
    shan,
    shen,
    su,
    tao,
    xu,
)
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role, account_id, audit_tags, use


@pytest.mark.parametrize("person", [shan, sen])
async def test_a_disabled_account_is_out_at_once(
    device: Device, database: Database, person: Person
) -> None:
    refresh_token = (await device.sign_in("mei"))["refreshToken"]
    assert await device.me() == {"login": "mei"}

    payload = await device.do(
        "disableAccount",
        {"accountId": account_id(mei)},
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
    assert await audit_tags(database) == ["session.started", "account.disabled"]


async def test_the_nation_disables_a_parent_without_seeing_one(
    device: Device, database: Database
) -> None:
    listed = await device("{ accounts(first: 100) { nodes { id } } }", by=shan)

    payload = await device.do(
        "disableAccount",
        {"accountId": account_id(fang)},
        "... on AccountDisabled { account { login } }",
        by=shan,
    )

    assert account_id(fang) not in [node["id"] for node in listed["accounts"]["nodes"]]
    assert payload == {"__typename": "AccountDisabled", "account": None}
    async with database.writing() as session:
        assert (await session.get_one(Account, fang.id)).disabled_at == NOW


@pytest.mark.parametrize("person", [None, fang, lin, su, shen])
async def test_others_may_not_disable(
    device: Device, database: Database, person: Person | None
) -> None:
    payload = await device.do("disableAccount", {"accountId": account_id(mei)}, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await audit_tags(database) == []


async def test_nobody_is_disabled_twice_or_by_themselves(
    device: Device, database: Database
) -> None:
    own = await device.do("disableAccount", {"accountId": account_id(shan)}, by=shan)
    payloads = await asyncio.gather(
        *(device.do("disableAccount", {"accountId": account_id(mei)}, by=shan) for _ in range(5))
    )
    granted = await device.do("grantRole", a_role(mei), by=shan)

    assert own["code"] == "OWN_ACCOUNT"
    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["AccountDisabled", *["AccountIsDisabled"] * 4]
    assert granted["code"] == "ACCOUNT_IS_DISABLED"
    assert await audit_tags(database) == ["account.disabled"]


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("", "INVALID_INPUT"),
        (ids.write("Institution", MAPLE), "INVALID_INPUT"),
        (ids.write("Account", new_key()), "NOT_FOUND"),
    ],
    ids=["empty", "another type", "absent"],
)
async def test_what_is_no_account_is_not_disabled(
    device: Device, database: Database, account: str, code: str
) -> None:
    payload = await device.do("disableAccount", {"accountId": account}, by=shan)

    assert payload["code"] == code
    assert await audit_tags(database) == []


async def test_an_account_with_a_role_elsewhere_is_not_disabled_from_the_city(
    device: Device, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))
        session.add(accounts.grant(mei, Role.SUPERVISOR, CHAOYANG))

    payload = await device.do("disableAccount", {"accountId": account_id(mei)}, by=lin)

    assert payload["code"] == "OUTSIDE_JURISDICTION"
    async with database.writing() as session:
        assert (await session.get_one(Account, mei.id)).disabled_at is None


async def test_sent_again_the_account_is_disabled_once(device: Device, database: Database) -> None:
    given = {"operationId": str(new_key()), "accountId": account_id(mei)}

    answers = [await device.do("disableAccount", given, by=shan) for _ in range(2)]
    other = await device.do("disableAccount", {**given, "accountId": account_id(su)}, by=shan)

    assert answers == [{"__typename": "AccountDisabled"}] * 2
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await audit_tags(database) == ["account.disabled"]


async def _administers(database: Database, person: Person, role: Role, **more: Any) -> None:
    """In the office at the place of the nation's, or at that of `place`."""
    place = more.pop("place", shan.place)
    async with database.writing() as session:
        session.add(accounts.grant(person, role, place, **more))


@pytest.mark.parametrize(("by", "last"), [(shan, sen), (sen, shan)])
async def test_the_last_administrator_stays(
    device: Device, database: Database, by: Person, last: Person
) -> None:
    # None of these could take over: below, not confirmed, without a password, with one that another
    # set, disabled.
    await _administers(database, lin, last.role, place=GUSU)
    await _administers(database, su, last.role, in_force_at=sa.null())
    await _administers(database, xu, last.role)
    await _administers(database, mei, last.role)
    await _administers(database, jun, last.role)
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.id == jun.id).values(must_change_password=True)
        )
        await session.execute(
            sa.update(Account).where(Account.id == xu.id).values(password_hash="")
        )
        await session.execute(
            sa.update(Account).where(Account.id == mei.id).values(disabled_at=NOW)
        )

    refused = await device.do("disableAccount", {"accountId": account_id(last)}, by=by)
    await _administers(database, tao, last.role)
    allowed = await device.do("disableAccount", {"accountId": account_id(last)}, by=by)

    assert refused["code"] == "LAST_ADMINISTRATOR"
    assert allowed["__typename"] == "AccountDisabled"


async def test_one_below_goes_where_one_above_stays(device: Device, database: Database) -> None:
    await _administers(database, lin, Role.SYS_ADMIN, place=GUSU)

    payload = await device.do("disableAccount", {"accountId": account_id(lin)}, by=shan)

    assert payload["__typename"] == "AccountDisabled"


@pytest.mark.parametrize("turn", [1, -1], ids=["in this order", "in the other"])
async def test_of_two_who_disable_each_other_one_stays(
    device: Device, database: Database, turn: int
) -> None:
    await _administers(database, lin, Role.SYS_ADMIN)
    pairs = [(shan, lin), (lin, shan)][::turn]

    payloads = await asyncio.gather(
        *(device.do("disableAccount", {"accountId": account_id(of)}, by=by) for by, of in pairs)
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["AccountDisabled", "LastAdministrator"]
    async with database.writing() as session:
        rows = [await session.get_one(Account, person.id) for person in (shan, lin)]
    assert sorted(row.disabled_at is None for row in rows) == [False, True]


async def test_nor_does_one_disable_while_the_other_revokes(
    device: Device, database: Database
) -> None:
    await _administers(database, lin, Role.SYS_ADMIN)
    await _administers(database, su, Role.SYS_ADMIN, in_force_at=sa.null())

    payloads = await asyncio.gather(
        device.do("revokeRole", a_role(shan, Role.SYS_ADMIN, shan.place), by=lin),
        device.do("disableAccount", {"accountId": account_id(lin)}, by=shan),
    )

    assert sorted(p["__typename"] == "LastAdministrator" for p in payloads) == [False, True]


async def test_what_an_administrator_issued_or_confirmed_ends_with_the_account(
    device: Device, database: Database
) -> None:
    await _administers(database, lin, Role.SYS_ADMIN)
    shows = "... on PasswordReset { link }"
    kept = await device.do("resetPassword", {"accountId": account_id(mei)}, shows, by=lin)
    await device.do("resetPassword", {"accountId": account_id(sen)}, by=lin)
    await device.do("resetPassword", {"accountId": account_id(shen)}, by=sen)
    second = await device.do(
        "confirmPasswordReset",
        {"accountId": account_id(shen)},
        "... on PasswordResetConfirmed { link }",
        by=lin,
    )

    await device.do("disableAccount", {"accountId": account_id(lin)}, by=shan)
    waiting = await device.do("confirmPasswordReset", {"accountId": account_id(sen)}, by=shen)

    assert waiting["code"] == "NOTHING_TO_CONFIRM"
    for link in (kept["link"], second["link"]):
        assert await use(device, link, "another long password") == "LinkNotValid"
