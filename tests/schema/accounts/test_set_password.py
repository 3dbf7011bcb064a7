"""With a one-time link the holder of an account sets its password, once and in time."""

import asyncio
import datetime as dt
from ipaddress import ip_address
from typing import Any

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from domain.links import LinkPurpose
from persistence.accounts import links
from persistence.accounts.table import Account, AccountLink
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from schema.context import RateLimits
from tests.client import Clock
from tests.factories import NOW
from tests.people import PASSWORD, mei, shan
from tests.schema.accounts.device import CountingHasher, Device
from tests.schema.accounts.steps import account_id, audit_tags

NEW = "another long password"
DOCUMENT = (
    "mutation Set($input: SetPasswordInput!) { setPassword(input: $input) { __typename "
    "... on Refusal { code message } ... on PasswordSet { account { login mustChangePassword } } } }"
)


async def _issued(
    database: Database, keys: Keys, purpose: LinkPurpose = LinkPurpose.PASSWORD_RESET, **more: Any
) -> str:
    async with database.writing() as session:
        link = await links.issue(session, mei.id, purpose, by=shan.id, keys=keys, now=NOW, **more)
    return links.token(keys, link.id)


async def _set(device: Device, token: str, password: str = NEW) -> dict[str, Any]:
    return await device.ask(DOCUMENT, {"token": token, "newPassword": password})


async def test_the_password_is_set_and_every_session_has_ended(
    device: Device, database: Database, keys: Keys
) -> None:
    await device.sign_in("mei")
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.id == mei.id).values(must_change_password=True)
        )
    token = await _issued(database, keys)

    before, device.token = device.token, None
    payload = await _set(device, token)
    device.token = before

    assert payload == {
        "__typename": "PasswordSet",
        "account": {"login": "mei", "mustChangePassword": False},
    }
    assert await device.me() == "UNAUTHENTICATED"
    device.token = None
    assert (await device.sign_in("mei"))["code"] == "SIGN_IN_REFUSED"
    assert (await device.sign_in("mei", NEW))["__typename"] == "SignedIn"
    assert await audit_tags(database) == [
        "session.started",
        "account.password_set",
        "session.started",
    ]


async def test_a_link_is_256_bits_kept_as_a_keyed_hash(
    database: Database, keys: Keys, world: None
) -> None:
    token = await _issued(database, keys)

    async with database.writing() as session:
        (row,) = (await session.scalars(sa.select(AccountLink))).all()
    assert len(token) == 43
    assert row.token_hash == keys.hash("account link", token.encode())
    assert token != await _issued(database, Keys(b"another secret, of another register"))


async def _ends(what: str, device: Device, database: Database, keys: Keys, clock: Clock) -> str:
    """A link that cannot be used, for this reason."""
    if what == "wrong":
        return "A" * 43
    if what == "rubbish":
        return "é" * 5_000
    token = await _issued(database, keys, waits=what == "waiting")
    match what:
        case "used":
            await _set(device, token)
        case "expired":
            clock.now = NOW + dt.timedelta(hours=24)
        case "disabled":
            await device.do("disableAccount", {"accountId": account_id(mei)}, by=shan)
        case "older":
            await _issued(database, keys)
        case "changed":
            given = {"currentPassword": PASSWORD, "newPassword": NEW}
            assert (await device.do("changePassword", given, by=mei))["__typename"]
        case _:
            assert what == "waiting"
    return token


@pytest.mark.parametrize(
    "what",
    ["wrong", "rubbish", "used", "expired", "disabled", "older", "changed", "waiting"],
)
async def test_whatever_is_wrong_with_a_link_the_answer_and_the_work_are_the_same(
    what: str,
    device: Device,
    database: Database,
    keys: Keys,
    clock: Clock,
    hasher: CountingHasher,
) -> None:
    token = await _ends(what, device, database, keys, clock)
    hashed = hasher.hashed

    payload = await _set(device, token, "a third long password")

    assert payload == {
        "__typename": "LinkNotValid",
        "code": "LINK_NOT_VALID",
        "message": "This link is not valid, was used or has expired. Ask an administrator for "
        "another.",
    }
    assert hasher.hashed == hashed + 1
    async with database.writing() as session:
        tags = (await session.scalars(sa.select(AuditEvent.tag))).all()
    assert tags.count("account.password_set") == (what == "used")


async def test_an_invitation_lives_for_seven_days_and_beside_a_reset(
    device: Device, database: Database, keys: Keys, clock: Clock
) -> None:
    token = await _issued(database, keys, LinkPurpose.INVITATION)
    await _issued(database, keys)
    clock.now = NOW + dt.timedelta(days=7, seconds=-1)

    assert (await _set(device, token))["__typename"] == "PasswordSet"


async def test_of_five_at_once_one_sets_it(device: Device, database: Database, keys: Keys) -> None:
    token = await _issued(database, keys)

    payloads = await asyncio.gather(
        *(_set(device, token, f"password number {number}") for number in range(5))
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == [*["LinkNotValid"] * 4, "PasswordSet"]
    (winner,) = (i for i, each in enumerate(payloads) if each["__typename"] == "PasswordSet")
    assert (await device.sign_in("mei", f"password number {winner}"))["__typename"] == "SignedIn"


@pytest.mark.parametrize("password", ["short", " " * 12, "x" * 129])
async def test_a_password_that_will_not_do_leaves_the_link_open(
    device: Device, database: Database, keys: Keys, password: str
) -> None:
    token = await _issued(database, keys)

    refused = await _set(device, token, password)

    assert refused["code"] == "PASSWORD_TOO_WEAK"
    assert (await _set(device, token))["__typename"] == "PasswordSet"


async def test_nor_does_the_login_as_password(
    device: Device, database: Database, keys: Keys
) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(Account).where(Account.id == mei.id).values(login="mei-of-suzhou")
        )
    token = await _issued(database, keys)

    assert (await _set(device, token, "MEI-of-suzhou"))["code"] == "PASSWORD_TOO_WEAK"
    assert (await _set(device, token))["__typename"] == "PasswordSet"


async def test_guessing_is_limited_and_setting_is_not(
    device: Device, database: Database, keys: Keys
) -> None:
    device.address = ip_address("192.0.2.1")
    device.rate_limits = RateLimits.each(lambda: RateLimiter(lambda: 0.0, by_address=Budget(3, 60)))
    for _ in range(5):
        token = await _issued(database, keys)
        assert (await _set(device, token))["__typename"] == "PasswordSet"
    guesses = [(await _set(device, "A" * 43))["code"] for _ in range(4)]

    assert guesses == [*["LINK_NOT_VALID"] * 3, "TOO_MANY_ATTEMPTS"]
