"""`requestOneTimeCode` sends a sealed code, and says nothing about who has an account."""

import datetime as dt
from dataclasses import replace
from ipaddress import ip_address

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, OutboxMessage
from tests.factories import NOW
from tests.people import fang
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import PHONE, REQUEST, audit_tags, last_message


async def test_a_message_is_sent_with_six_digits_sealed(
    device: Device, database: Database, keys: Keys
) -> None:
    payload = await device.ask(REQUEST, {"phone": PHONE})

    sent = await last_message(database, keys)
    expires_at = NOW + dt.timedelta(minutes=10)
    assert payload == {
        "__typename": "OneTimeCodeSent",
        "expiresAt": expires_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    assert sent["phone"] == PHONE
    assert len(sent["code"]) == 6
    assert sent["code"].isdecimal()


async def test_a_number_is_sent_to_however_it_is_grouped(
    device: Device, database: Database, keys: Keys
) -> None:
    grouped = f"\u202d{PHONE[:3]}-{PHONE[3:7]} {PHONE[7:]}\u202c"

    payload = await device.ask(REQUEST, {"phone": grouped})

    assert payload["__typename"] == "OneTimeCodeSent"
    assert (await last_message(database, keys))["phone"] == PHONE


async def test_known_and_unknown_numbers_are_answered_alike(device: Device) -> None:
    known = f"138{fang.id.int % 100_000_000:08d}"

    assert await device.ask(REQUEST, {"phone": known}) == await device.ask(
        REQUEST, {"phone": PHONE}
    )


async def test_where_no_channel_is_set_every_number_is_refused_alike(
    device: Device, database: Database
) -> None:
    known = f"138{fang.id.int % 100_000_000:08d}"
    device.can_reach_phones = False

    refused = [await device.ask(REQUEST, {"phone": phone}) for phone in (known, PHONE)]

    assert refused == [{"__typename": "CodesCannotBeSent", "code": "CODES_CANNOT_BE_SENT"}] * 2
    assert await audit_tags(database) == []
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.exists(sa.select(OutboxMessage.id)))) is False


async def test_messages_are_budgeted_by_telephone(device: Device, database: Database) -> None:
    wide = Budget(100, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=wide, by_subnet=wide, by_subject=Budget(2, 60))
    device.rate_limits = replace(device.rate_limits, one_time_code=narrow)

    names = [(await device.ask(REQUEST, {"phone": PHONE}))["__typename"] for _ in range(3)]

    assert names == ["OneTimeCodeSent", "OneTimeCodeSent", "TooManyAttempts"]
    async with database.writing() as session:
        statement = sa.select(sa.func.count()).select_from(OutboxMessage)
        assert await session.scalar(statement) == 2


async def test_a_stranger_who_asks_for_codes_leaves_some_to_the_owner(
    device: Device, other_device: Device
) -> None:
    """By address and telephone together: what one address asked for is not asked of another's."""
    wide = Budget(100, 60)
    narrow = RateLimiter(
        lambda: 0.0,
        by_address=wide,
        by_subnet=wide,
        by_subject=Budget(3, 60),
        by_both=Budget(2, 60),
    )
    device.rate_limits = replace(device.rate_limits, one_time_code=narrow)
    other_device.rate_limits, other_device.address = device.rate_limits, ip_address("192.0.2.7")

    by_stranger = [await other_device.ask(REQUEST, {"phone": PHONE}) for _ in range(3)]
    owner = [await device.ask(REQUEST, {"phone": PHONE}) for _ in range(2)]

    names = [payload["__typename"] for payload in (*by_stranger, *owner)]
    assert names == [
        *["OneTimeCodeSent"] * 2,
        "TooManyAttempts",
        "OneTimeCodeSent",
        "TooManyAttempts",
    ]


async def test_a_number_that_is_none_gets_no_message(device: Device, database: Database) -> None:
    assert (await device.ask(REQUEST, {"phone": "110"}))["code"] == "INVALID_INPUT"
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.exists(sa.select(OutboxMessage.id)))) is False


@pytest.mark.parametrize(
    "phone", ["", "1391234567", "139123456789", "2" * 11, "1" * 5_000], ids=len
)
async def test_what_is_no_mobile_number_leaves_nothing(
    device: Device, database: Database, phone: str
) -> None:
    assert (await device.ask(REQUEST, {"phone": phone}))["code"] == "INVALID_INPUT"
    assert await audit_tags(database) == []


async def test_a_code_leaves_an_audit_event_without_the_number(
    device: Device, database: Database
) -> None:
    await device.ask(REQUEST, {"phone": PHONE})

    async with database.writing() as session:
        (event,) = (await session.scalars(sa.select(AuditEvent))).all()
    assert event.tag == "one_time_code.sent"
    assert PHONE not in str(event.detail)
