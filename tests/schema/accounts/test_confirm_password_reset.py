"""No one alone comes into another administrator's account: a second one confirms the reset."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from persistence.accounts import phones
from persistence.accounts.table import Account
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from tests.client import Clock
from tests.factories import NOW
from tests.people import Person, fang, lin, mei, sen, shan, shen, su
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import account_id, audit_tags, has_phone, opened_message, use

NEW = "another long password"
SHOWS = "... on PasswordResetConfirmed { link account { login } }"


async def _issued(device: Device, of: Person, by: Person, **more: Any) -> None:
    payload = await device.do("resetPassword", {"accountId": account_id(of), **more}, by=by)
    assert payload["__typename"] == "PasswordReset"


async def _confirmed(device: Device, of: Person, by: Person | None, **more: Any) -> dict[str, Any]:
    given = {"accountId": account_id(of), **more}
    return await device.do("confirmPasswordReset", given, SHOWS, by=by)


@pytest.mark.parametrize(
    ("of", "by", "second"),
    [(shan, sen, shen), (sen, shan, shen), (shen, shan, sen), (shen, sen, shan)],
)
async def test_each_of_the_three_is_let_in_again_by_the_other_two(
    device: Device, database: Database, of: Person, by: Person, second: Person
) -> None:
    await _issued(device, of, by)
    operation = str(new_key())

    payload = await _confirmed(device, of, second, operationId=operation)
    again = await _confirmed(device, of, second, operationId=operation)

    assert payload == again
    assert await use(device, payload["link"], NEW) == "PasswordSet"
    assert (await device.sign_in(of.login, NEW))["__typename"] == "SignedIn"
    tags = ["account.reset_issued", "account.reset_confirmed", "account.password_set"]
    assert (await audit_tags(database))[:3] == tags


async def test_neither_who_issued_it_nor_whose_it_is_confirms_it(device: Device) -> None:
    await _issued(device, sen, shan)

    assert (await _confirmed(device, sen, shan))["code"] == "OWN_REVIEW"
    assert (await _confirmed(device, sen, sen))["code"] == "OWN_REVIEW"


@pytest.mark.parametrize("person", [None, fang, lin, su])
async def test_others_may_not(device: Device, database: Database, person: Person | None) -> None:
    await _issued(device, sen, shan)

    assert (await _confirmed(device, sen, person))["code"] == "NOT_PERMITTED"
    assert await audit_tags(database) == ["account.reset_issued"]


async def test_what_was_not_issued_or_too_long_ago_is_not_confirmed(
    device: Device, clock: Clock
) -> None:
    never = await _confirmed(device, sen, shen)
    not_waiting = await device.do("resetPassword", {"accountId": account_id(mei)}, by=shan)
    in_force = await _confirmed(device, mei, sen)
    await _issued(device, sen, shan)
    clock.now = NOW + dt.timedelta(hours=24)
    late = await _confirmed(device, sen, shen)

    assert not_waiting["__typename"] == "PasswordReset"
    codes = [each["code"] for each in (never, in_force, late)]
    assert codes == ["NOTHING_TO_CONFIRM"] * 3


async def test_it_goes_to_the_administrators_own_telephone(
    device: Device, database: Database, keys: Keys
) -> None:
    await has_phone(database, keys, sen)
    await _issued(device, sen, shan)
    assert await opened_message(database, keys, "account.link") is None

    payload = await _confirmed(device, sen, shen)
    message = await opened_message(database, keys, "account.link")

    assert payload["link"] is None
    assert message is not None
    assert await use(device, message["link"], NEW) == "PasswordSet"


async def test_of_five_at_once_one_is_done(device: Device) -> None:
    await _issued(device, sen, shan)

    payloads = await asyncio.gather(*(_confirmed(device, sen, shen) for _ in range(5)))

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == [*["NothingToConfirm"] * 4, "PasswordResetConfirmed"]


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("second", [False, True])
async def test_it_takes_both_to_have_it_instead_of_the_telephone(
    device: Device, database: Database, keys: Keys, first: bool, second: bool
) -> None:
    await has_phone(database, keys, sen)
    await _issued(device, sen, shan, phoneIsLost=first)

    payload = await _confirmed(device, sen, shen, phoneIsLost=second)

    assert (payload["link"] is not None) == (first and second)
    async with database.writing() as session:
        account = await session.get_one(Account, sen.id)
    assert (phones.of(account, keys) is None) == (first and second)
