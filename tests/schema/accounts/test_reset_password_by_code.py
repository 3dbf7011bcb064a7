"""With the code that was sent to the account's telephone another password is set."""

import asyncio
import datetime as dt
from ipaddress import ip_address
from typing import Any

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from domain.links import LinkPurpose
from domain.roles import Role
from persistence.accounts import links, one_time_codes
from persistence.accounts.table import OneTimeCode
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from schema.context import RateLimits
from tests.client import Clock
from tests.factories import NOW, accounts
from tests.people import NATION, PASSWORD, fang, lin, mei, shan
from tests.schema.accounts.device import CountingHasher, Device
from tests.schema.accounts.steps import (
    PHONE,
    account_id,
    audit_tags,
    has_phone,
    opened_message,
    request_code,
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


async def test_who_is_named_as_an_accounts_id_is_has_no_code_of_it(
    device: Device, database: Database, keys: Keys
) -> None:
    """Each name has budgets of its own: guesses at another name are none at this one."""
    await has_phone(database, keys, mei)
    await _code(device, database, keys, login="mei")

    await _reset(device, "00000000", login=str(mei.id))

    async with database.writing() as session:
        left = (await session.scalars(sa.select(OneTimeCode.attempts_left))).all()
    assert left == [one_time_codes.ATTEMPTS]


async def test_an_administrator_is_not_let_in_by_a_telephone_alone(
    device: Device, database: Database, keys: Keys
) -> None:
    """Who created the account may have given it a number of theirs, before they handed it over."""
    await has_phone(database, keys, mei)
    code = await _code(device, database, keys, login="mei")
    async with database.writing() as session:
        proposed = accounts.grant(mei, Role.SECURITY_ADMIN, NATION, in_force_at=sa.null())
        session.add(proposed)

    assert (await _reset(device, code, login="mei"))["code"] == "ONE_TIME_CODE_WRONG"
    assert await _code(device, database, keys, login="mei") == code, "no other is sent"
    assert (await device.sign_in("mei"))["__typename"] == "SignedIn"


@pytest.mark.parametrize(
    "what", ["the password", "by a link", "by a code", "the telephone", "disabled"]
)
async def test_codes_end_with_what_they_were_sent_for(
    device: Device, database: Database, keys: Keys, what: str
) -> None:
    await has_phone(database, keys, mei)
    code, used = [await _code(device, database, keys, login="mei") for _ in range(2)]
    if what == "the password":
        given = {"currentPassword": PASSWORD, "newPassword": NEW}
        ended = await device.do("changePassword", given, by=mei)
    elif what == "by a link":
        issued = await device.do(
            "resetPassword",
            {"accountId": account_id(mei), "phoneIsLost": True},
            "... on PasswordReset { link }",
            by=shan,
        )
        await use(device, issued["link"], NEW)
        await has_phone(database, keys, mei)
        ended = issued
    elif what == "by a code":
        ended = await _reset(device, used, login="mei")
    elif what == "the telephone":
        proof = await request_code(device, database, keys, "13800000001")
        given = {"currentPassword": PASSWORD, "phone": "13800000001", "oneTimeCode": proof}
        ended = await device.do("setOwnPhone", given, by=mei)
    else:
        ended = await device.do("disableAccount", {"accountId": account_id(mei)}, by=shan)
        await device.do("enableAccount", {"accountId": account_id(mei)}, by=shan)
    assert "code" not in ended

    assert (await _reset(device, code, "a third password", login="mei"))["code"] == (
        "ONE_TIME_CODE_WRONG"
    )
