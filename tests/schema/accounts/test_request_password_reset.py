"""A code for a forgotten password goes to the account's telephone, and nobody learns whether it did."""

from ipaddress import ip_address
from typing import Any

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import OutboxMessage
from schema.context import RateLimits
from tests.people import fang, lin, mei, shan
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import (
    PHONE,
    account_id,
    audit_tags,
    has_phone,
    opened_message,
)

DOCUMENT = (
    "mutation R($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) "
    "{ __typename ... on Refusal { code } ... on PasswordResetRequested { expiresAt } } }"
)
FANG = f"138{fang.id.int % 100_000_000:08d}"


async def messages(database: Database) -> int:
    async with database.writing() as session:
        count = sa.select(sa.func.count()).select_from(OutboxMessage)
        return await session.scalar(count) or 0


async def request(device: Device, **named: str) -> dict[str, Any]:
    return await device.ask(DOCUMENT, named)


@pytest.mark.parametrize(
    ("named", "phone"),
    [({"login": "mei"}, PHONE), ({"login": "MEI "}, PHONE), ({"phone": FANG}, FANG)],
    ids=["login", "login spelt otherwise", "phone"],
)
async def test_the_code_goes_to_the_telephone_of_the_account(
    device: Device, database: Database, keys: Keys, named: dict[str, str], phone: str
) -> None:
    await has_phone(database, keys, mei)

    payload = await request(device, **named)
    message = await opened_message(database, keys, "sms.password_reset")

    assert payload["__typename"] == "PasswordResetRequested"
    assert message is not None
    assert (message["phone"], len(message["code"])) == (phone, 8)


async def test_nobody_learns_who_has_an_account_or_a_telephone(
    device: Device, database: Database, keys: Keys
) -> None:
    for person in (mei, lin):
        await has_phone(database, keys, person)
    await device.do("disableAccount", {"accountId": account_id(lin)}, by=shan)
    known = await request(device, login="mei")
    sent = await messages(database)
    tags = len(await audit_tags(database))

    answers = [
        await request(device, **named)
        for named in (
            {"login": "nobody"},
            {"login": "hua"},
            {"login": "lin"},
            {"phone": "13900000000"},
            {"phone": "rubbish"},
            {"login": "x" * 5_000},
        )
    ]

    assert answers == [known] * 6
    assert await messages(database) == sent
    assert len(await audit_tags(database)) == tags + 6, "the same is written for each"


async def test_where_no_telephone_is_reached_everybody_is_refused_alike(
    device: Device, database: Database, keys: Keys
) -> None:
    await has_phone(database, keys, mei)
    device.can_reach_phones = False

    codes = [(await request(device, login=login))["code"] for login in ("mei", "nobody")]

    assert codes == ["CODES_CANNOT_BE_SENT"] * 2
    assert await audit_tags(database) == []


async def test_messages_are_limited_for_known_and_unknown_alike(
    device: Device, database: Database, keys: Keys
) -> None:
    await has_phone(database, keys, mei)
    device.address = ip_address("192.0.2.1")
    device.rate_limits = RateLimits.each(lambda: RateLimiter(lambda: 0.0, by_both=Budget(2, 60)))

    names = [
        [(await request(device, login=login))["__typename"] for _ in range(3)]
        for login in ("mei", "nobody")
    ]

    assert names == [["PasswordResetRequested"] * 2 + ["TooManyAttempts"]] * 2


@pytest.mark.parametrize("named", [{}, {"login": "mei", "phone": PHONE}], ids=["none", "both"])
async def test_one_of_the_two_names_the_account(device: Device, named: dict[str, str]) -> None:
    assert (await request(device, **named))["code"] == "INVALID_INPUT"
