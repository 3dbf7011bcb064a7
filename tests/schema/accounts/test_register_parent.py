"""A parent registers: a code is sent to the telephone, entered, and used up."""

import asyncio
import datetime as dt
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from domain.roles import Role
from persistence.accounts.one_time_codes import ATTEMPTS
from persistence.accounts.table import Account, OneTimeCode, RoleGrant
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from tests.client import Clock
from tests.people import fang
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import PHONE, request_code

PASSWORD = "a parent's password"
REGISTER = (
    "mutation Register($input: RegisterParentInput!) { registerParent(input: $input) { __typename "
    "... on Refusal { code message } ... on ParentRegistered "
    "{ account { id login displayName maskedPhone realName grants { role } } } } }"
)


def _input(code: str, phone: str = PHONE, **more: Any) -> dict[str, Any]:
    return {
        "operationId": str(new_key()),
        "phone": phone,
        "oneTimeCode": code,
        "displayName": "某家长",
        "password": PASSWORD,
        **more,
    }


async def _parents(database: Database) -> int:
    async with database.writing() as session:
        statement = sa.select(sa.func.count()).where(RoleGrant.role == Role.PARENT)
        return await session.scalar(statement) or 0


async def _leave_attempts(database: Database, count: int) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(OneTimeCode).values(attempts_left=count))


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_number_and_code_are_read_as_they_are_pasted(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)
    grouped = f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}"

    payload = await device.ask(REGISTER, _input(f"\ufeff{code[:3]} {code[3:]}", phone=grouped))

    assert payload["__typename"] == "ParentRegistered"
    assert (await device.sign_in(PHONE, PASSWORD))["__typename"] == "SignedIn"


async def test_a_parent_registers_and_signs_in(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)

    payload = await device.ask(REGISTER, _input(code))
    signed_in = await device.sign_in(PHONE, PASSWORD)

    assert payload == {
        "__typename": "ParentRegistered",
        "account": {
            "id": payload["account"]["id"],
            "login": None,
            "displayName": "某家长",
            "maskedPhone": "139****5678",
            "realName": "DECLARED",
            "grants": [{"role": "PARENT"}],
        },
    }
    assert signed_in["__typename"] == "SignedIn"
    assert await device.me("maskedPhone") == {"maskedPhone": "139****5678"}


async def test_wrong_codes_count_although_the_mutation_is_refused(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)

    await _leave_attempts(database, 2)

    refused = [await device.ask(REGISTER, _input(_wrong(code))) for _ in range(2)]
    late = await device.ask(REGISTER, _input(code))

    assert {payload["code"] for payload in [*refused, late]} == {"ONE_TIME_CODE_WRONG"}
    assert await _parents(database) == 2


async def test_wrong_codes_of_one_address_leave_the_code_good_for_its_owner(
    device: Device, other_device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)
    wide = Budget(100, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=wide, by_subnet=wide, by_both=Budget(2, 60))
    device.rate_limits = replace(device.rate_limits, code_attempt=narrow)
    other_device.rate_limits, other_device.address = device.rate_limits, ip_address("192.0.2.7")

    wrong = [(await other_device.ask(REGISTER, _input(_wrong(code))))["code"] for _ in range(3)]
    right_but_late = await other_device.ask(REGISTER, _input(code))
    owner = await device.ask(REGISTER, _input(code))

    assert wrong == ["ONE_TIME_CODE_WRONG", "ONE_TIME_CODE_WRONG", "TOO_MANY_ATTEMPTS"]
    assert right_but_late["code"] == "TOO_MANY_ATTEMPTS"
    assert owner["__typename"] == "ParentRegistered"


async def test_guesses_under_an_operation_id_used_before_are_budgeted_too(
    device: Device, database: Database, keys: Keys
) -> None:
    """Whatever it is answered: each takes an attempt of the code from its owner."""
    used = _input(await request_code(device, database, keys))
    assert (await device.ask(REGISTER, used))["__typename"] == "ParentRegistered"
    phone = "13900001111"
    code = await request_code(device, database, keys, phone)
    narrow = RateLimiter(lambda: 0.0, by_both=Budget(2, 60))
    device.rate_limits = replace(device.rate_limits, code_attempt=narrow)

    guess = {**used, "phone": phone, "oneTimeCode": _wrong(code)}
    codes = [(await device.ask(REGISTER, guess))["code"] for _ in range(3)]

    assert codes == ["OPERATION_ID_REUSED", "OPERATION_ID_REUSED", "TOO_MANY_ATTEMPTS"]


async def test_answers_asked_again_are_no_wrong_codes(
    device: Device, database: Database, keys: Keys
) -> None:
    given = _input(await request_code(device, database, keys))
    narrow = RateLimiter(lambda: 0.0, by_both=Budget(1, 60))
    device.rate_limits = replace(device.rate_limits, code_attempt=narrow)

    first, *again = [await device.ask(REGISTER, given) for _ in range(3)]

    assert first["__typename"] == "ParentRegistered"
    assert again == [first, first]


async def test_guessing_at_once_gains_no_attempts(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)

    await asyncio.gather(*(device.ask(REGISTER, _input(_wrong(code))) for _ in range(8)))

    async with database.writing() as session:
        assert await session.scalar(sa.select(OneTimeCode.attempts_left)) == ATTEMPTS - 8


async def test_the_last_attempt_may_be_right(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)
    await _leave_attempts(database, 3)
    for _ in range(2):
        await device.ask(REGISTER, _input(_wrong(code)))

    payload = await device.ask(REGISTER, _input(code))

    assert payload["__typename"] == "ParentRegistered"


async def test_a_code_lives_ten_minutes(
    device: Device, database: Database, keys: Keys, clock: Clock
) -> None:
    code = await request_code(device, database, keys)
    clock.now += dt.timedelta(minutes=10)

    assert (await device.ask(REGISTER, _input(code)))["code"] == "ONE_TIME_CODE_WRONG"


@pytest.mark.parametrize("which", [0, 1], ids=["the first", "the second"])
async def test_a_code_stays_good_when_another_is_sent(
    device: Device, database: Database, keys: Keys, which: int
) -> None:
    codes = [await request_code(device, database, keys) for _ in range(2)]

    payload = await device.ask(REGISTER, _input(codes[which]))

    assert payload["__typename"] == "ParentRegistered"


async def test_each_code_lives_its_own_ten_minutes(
    device: Device, database: Database, keys: Keys, clock: Clock
) -> None:
    old = await request_code(device, database, keys)
    clock.now += dt.timedelta(minutes=6)
    new = await request_code(device, database, keys)
    clock.now += dt.timedelta(minutes=6)

    assert old == new or (await device.ask(REGISTER, _input(old)))["code"] == "ONE_TIME_CODE_WRONG"
    assert (await device.ask(REGISTER, _input(new)))["__typename"] == "ParentRegistered"


async def test_codes_that_are_over_are_not_kept(
    device: Device, database: Database, keys: Keys, clock: Clock
) -> None:
    for _ in range(3):
        await request_code(device, database, keys)
        clock.now += dt.timedelta(minutes=10)
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(OneTimeCode)) == 1


async def test_only_its_holder_learns_whether_a_number_is_known(
    device: Device, database: Database, keys: Keys
) -> None:
    known = f"138{fang.id.int % 100_000_000:08d}"
    code = await request_code(device, database, keys, known)

    wrong = await device.ask(REGISTER, _input(_wrong(code), known))
    right = await device.ask(REGISTER, _input(code, known))
    never_sent = await device.ask(REGISTER, _input(code))

    assert wrong["code"] == never_sent["code"] == "ONE_TIME_CODE_WRONG"
    assert wrong["message"] == never_sent["message"]
    assert right["code"] == "PHONE_TAKEN"
    assert await _parents(database) == 2


async def test_the_same_operation_again_is_answered_again_and_done_once(
    device: Device, database: Database, keys: Keys
) -> None:
    given = _input(await request_code(device, database, keys))

    first = await device.ask(REGISTER, given)
    again = await device.ask(REGISTER, given)
    other = await device.ask(REGISTER, {**given, "displayName": "另一人"})

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await _parents(database) == 3
    async with database.writing() as session:
        tags = (await session.scalars(sa.select(AuditEvent.tag))).all()
    assert sorted(tags) == ["account.parent_registered", "one_time_code.sent"]


async def test_of_five_at_once_with_one_code_one_is_registered(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)

    payloads = await asyncio.gather(*(device.ask(REGISTER, _input(code)) for _ in range(5)))

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["OneTimeCodeWrong"] * 4 + ["ParentRegistered"]
    assert await _parents(database) == 3


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"phone": "12345"}, "INVALID_INPUT"),
        ({"phone": "1" * 5_000}, "INVALID_INPUT"),
        ({"oneTimeCode": "12345"}, "INVALID_INPUT"),
        ({"displayName": " "}, "INVALID_INPUT"),
        ({"displayName": "a\u0007b"}, "INVALID_INPUT"),
        ({"password": "short"}, "PASSWORD_TOO_WEAK"),
        ({"password": PHONE}, "PASSWORD_TOO_WEAK"),
    ],
    ids=lambda value: "+".join(value) + str(len(str(value))) if isinstance(value, dict) else None,
)
async def test_rubbish_is_named_and_costs_no_attempt(
    device: Device, database: Database, keys: Keys, more: dict[str, str], code: str
) -> None:
    right = await request_code(device, database, keys)

    assert (await device.ask(REGISTER, _input(right, **more)))["code"] == code
    async with database.writing() as session:
        assert await session.scalar(sa.select(OneTimeCode.attempts_left)) == ATTEMPTS


async def test_the_telephone_is_kept_hashed_and_sealed_only(
    device: Device, database: Database, keys: Keys
) -> None:
    await device.ask(REGISTER, _input(await request_code(device, database, keys)))

    async with database.writing() as session:
        statement = sa.select(sa.func.row_to_json(sa.text("accounts"))).select_from(Account)
        rows = [str(row) for row in (await session.scalars(statement)).all()]
    assert len(rows) > 2
    assert not any(PHONE in row for row in rows)
