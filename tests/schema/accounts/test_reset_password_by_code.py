"""With the code that was sent to the account's telephone another password is set."""

import asyncio
import datetime as dt
from ipaddress import ip_address
from typing import Any

import pytest

from api.limits import Budget, RateLimiter
from domain.links import LinkPurpose
from persistence.accounts import links, one_time_codes
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from schema.context import RateLimits
from tests.client import Clock
from tests.factories import NOW
from tests.people import PASSWORD, fang, lin, mei, shan
from tests.schema.accounts.device import CountingHasher, Device
from tests.schema.accounts.steps import (
    PHONE,
    account_id,
    audit_tags,
    has_phone,
    opened_message,
    use,
)
from tests.schema.accounts.test_request_password_reset import request

NEW = "another long password"
DOCUMENT = (
    "mutation R($input: ResetPasswordByCodeInput!) { resetPasswordByCode(input: $input) "
    "{ __typename ... on Refusal { code message } "
    "... on PasswordByCodeReset { account { login } } } }"
)
FANG = f"138{fang.id.int % 100_000_000:08d}"


async def _code(device: Device, database: Database, keys: Keys, **named: str) -> str:
    await request(device, **named)
    message = await opened_message(database, keys, "sms.password_reset")
    assert message is not None
    return message["code"]


async def _reset(device: Device, code: str, password: str = NEW, **named: str) -> dict[str, Any]:
    given = {"oneTimeCode": code, "newPassword": password, **named}
    return await device.ask(DOCUMENT, given)


async def test_the_password_is_another_and_all_that_began_before_has_ended(
    device: Device, database: Database, keys: Keys
) -> None:
    await has_phone(database, keys, mei)
    async with database.writing() as session:
        link = await links.issue(
            session, mei.id, LinkPurpose.PASSWORD_RESET, by=shan.id, keys=keys, now=NOW
        )
    await device.sign_in("mei")
    before, device.token = device.token, None
    code = await _code(device, database, keys, login="mei")

    payload = await _reset(device, code, login="mei")
    again = await _reset(device, code, login="mei")

    assert payload == {"__typename": "PasswordByCodeReset", "account": {"login": "mei"}}
    assert again["code"] == "ONE_TIME_CODE_WRONG"
    assert await use(device, links.address(keys, link.id), NEW) == "LinkNotValid"
    device.token = before
    assert await device.me() == "UNAUTHENTICATED"
    device.token = None
    assert (await device.sign_in("mei"))["code"] == "SIGN_IN_REFUSED"
    assert (await device.sign_in("mei", NEW))["__typename"] == "SignedIn"
    assert (await audit_tags(database)).count("account.password_reset") == 1


async def test_a_parent_names_the_telephone(device: Device, database: Database, keys: Keys) -> None:
    code = await _code(device, database, keys, phone=FANG)

    assert (await _reset(device, code, phone=FANG))["__typename"] == "PasswordByCodeReset"
    assert (await device.sign_in(FANG, NEW))["__typename"] == "SignedIn"


async def test_whatever_is_wrong_the_answer_and_the_work_are_the_same(
    device: Device, database: Database, keys: Keys, clock: Clock, hasher: CountingHasher
) -> None:
    for person in (mei, lin):
        await has_phone(database, keys, person)
    of_lin = await _code(device, database, keys, login="lin")
    await device.do("disableAccount", {"accountId": account_id(lin)}, by=shan)
    code = await _code(device, database, keys, login="mei")
    hashed = hasher.hashed

    answers = [
        await _reset(device, "00000000" if code != "00000000" else "11111111", login="mei"),
        await _reset(device, code, login="nobody"),
        await _reset(device, code, login="hua"),
        await _reset(device, code, phone=PHONE),
        await _reset(device, of_lin, login="lin"),
    ]
    clock.now = NOW + dt.timedelta(minutes=10)
    answers.append(await _reset(device, code, login="mei"))

    assert {each["code"] for each in answers} == {"ONE_TIME_CODE_WRONG"}
    assert len({str(each) for each in answers}) == 1
    assert hasher.hashed == hashed + len(answers)
    assert (await device.sign_in("mei", PASSWORD))["__typename"] == "SignedIn"


async def test_a_code_is_guessed_five_times_from_one_address(
    device: Device, database: Database, keys: Keys
) -> None:
    await has_phone(database, keys, mei)
    code = await _code(device, database, keys, login="mei")
    wrong = "00000000" if code != "00000000" else "11111111"
    device.address = ip_address("192.0.2.1")
    device.rate_limits = RateLimits.each(lambda: RateLimiter(lambda: 0.0, by_both=Budget(5, 60)))

    codes = [(await _reset(device, wrong, login="mei"))["code"] for _ in range(6)]
    device.address = ip_address("198.51.100.1")
    right = await _reset(device, code, login="mei")

    assert codes == ["ONE_TIME_CODE_WRONG"] * 5 + ["TOO_MANY_ATTEMPTS"]
    assert right["__typename"] == "PasswordByCodeReset"


@pytest.mark.parametrize("password", ["short", " " * 12])
async def test_a_password_that_will_not_do_uses_nothing_up(
    device: Device, database: Database, keys: Keys, password: str
) -> None:
    await has_phone(database, keys, mei)
    code = await _code(device, database, keys, login="mei")

    assert (await _reset(device, code, password, login="mei"))["code"] == "PASSWORD_TOO_WEAK"
    assert (await _reset(device, code, login="mei"))["__typename"] == "PasswordByCodeReset"


async def test_of_five_at_once_one_sets_it(device: Device, database: Database, keys: Keys) -> None:
    await has_phone(database, keys, mei)
    code = await _code(device, database, keys, login="mei")

    payloads = await asyncio.gather(
        *(_reset(device, code, f"password number {i}", login="mei") for i in range(5))
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == [*["OneTimeCodeWrong"] * 4, "PasswordByCodeReset"]


async def test_a_code_that_was_made_for_an_account_without_a_telephone_opens_nothing(
    device: Device, database: Database, keys: Keys
) -> None:
    """It is made so that asking takes as long, and sent to nobody."""
    subject = one_time_codes.for_reset(mei.id, "mei")
    async with database.writing() as session:
        sent = await one_time_codes.send(session, subject, keys=keys, now=NOW, digits=8)

    assert (await _reset(device, sent.code, login="mei"))["code"] == "ONE_TIME_CODE_WRONG"


async def test_nor_does_one_that_proves_a_telephone(
    device: Device, database: Database, keys: Keys
) -> None:
    await has_phone(database, keys, mei)
    async with database.writing() as session:
        sent = await one_time_codes.send(session, PHONE, keys=keys, now=NOW, digits=8)

    assert (await _reset(device, sent.code, login="mei"))["code"] == "ONE_TIME_CODE_WRONG"
