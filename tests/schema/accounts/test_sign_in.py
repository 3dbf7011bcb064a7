"""Signing in: by login or telephone, with one answer for everything that is wrong."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from persistence.accounts.table import Account, RefreshToken, Session
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent, Operation
from tests.factories import NOW
from tests.people import PASSWORD, fang, lin
from tests.schema.accounts.device import DEVICE, CountingHasher, Device


def _phone(number: int) -> str:
    return f"138{number % 100_000_000:08d}"


async def _count(database: Database, *tables: Any) -> list[int]:
    async with database.writing() as session:
        statements = [sa.select(sa.func.count()).select_from(table) for table in tables]
        return [await session.scalar(statement) or 0 for statement in statements]


async def test_an_official_signs_in_by_login_and_is_somebody(device: Device) -> None:
    payload = await device.sign_in("lin")

    expires_at = NOW + dt.timedelta(minutes=15)
    assert payload == {
        "__typename": "SignedIn",
        "accessToken": payload["accessToken"],
        "accessTokenExpiresAt": expires_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "refreshToken": payload["refreshToken"],
        "account": {"login": "lin"},
    }
    assert await device.me("login mustChangePassword grants { role }") == {
        "login": "lin",
        "mustChangePassword": False,
        "grants": [{"role": "TASK_MANAGER"}],
    }


async def test_a_parent_signs_in_by_telephone_which_is_shown_masked(device: Device) -> None:
    phone = _phone(fang.id.int)

    payload = await device.sign_in(phone)

    assert payload["__typename"] == "SignedIn"
    masked = phone[:3] + "****" + phone[-4:]
    assert await device.me("login maskedPhone realName") == {
        "login": None,
        "maskedPhone": masked,
        "realName": "DECLARED",
    }


async def test_a_login_is_found_whatever_its_case(device: Device) -> None:
    assert (await device.sign_in(" Lin "))["__typename"] == "SignedIn"


@pytest.mark.parametrize(
    ("login", "password"),
    [("nobody", PASSWORD), ("lin", "not the password"), ("13999999999", PASSWORD), ("lin", "")],
)
async def test_unknown_and_wrong_are_answered_alike_and_take_the_same_path(
    device: Device, database: Database, hasher: CountingHasher, login: str, password: str
) -> None:
    payload = await device.sign_in(login, password)

    assert payload == {"__typename": "SignInRefused", "code": "SIGN_IN_REFUSED"}
    assert hasher.verified == 1
    assert await _count(database, Session, RefreshToken, AuditEvent) == [0, 0, 0]


async def test_a_disabled_account_is_refused_on_the_same_path(
    device: Device, database: Database, hasher: CountingHasher
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Account).values(disabled_at=NOW))

    payload = await device.sign_in("lin")

    assert payload["code"] == "SIGN_IN_REFUSED"
    assert hasher.verified == 1


async def test_guessing_is_budgeted_and_being_right_gives_one_back(device: Device) -> None:
    narrow = RateLimiter(lambda: 0.0, by_address=Budget(3, 60), by_subnet=Budget(100, 60))
    device.rate_limits = replace(device.rate_limits, sign_in=narrow)

    codes = [(await device.sign_in("lin", "wrong"))["code"] for _ in range(2)]
    right = await device.sign_in("lin")
    device.token = None
    codes.append((await device.sign_in("lin", "wrong"))["code"])
    last = await device.sign_in("lin")

    assert codes == ["SIGN_IN_REFUSED"] * 3
    assert right["__typename"] == "SignedIn"
    assert last["code"] == "TOO_MANY_ATTEMPTS"


@pytest.mark.parametrize(
    "input",
    [
        {"login": "lin", "phone": "13800138000", "password": PASSWORD, "deviceId": DEVICE},
        {"password": PASSWORD, "deviceId": DEVICE},
        {"login": "lin", "password": PASSWORD, "deviceId": ""},
        {"login": "lin", "password": PASSWORD, "deviceId": "x" * 101},
        {"login": "lin", "password": PASSWORD, "deviceId": "a\u0007b"},
    ],
    ids=["both", "neither", "no device", "long device", "bell"],
)
async def test_rubbish_is_named(device: Device, hasher: CountingHasher, input: Any) -> None:
    document = "mutation M($input: SignInInput!) { signIn(input: $input) { __typename } }"

    assert await device.ask(document, input) == {"__typename": "InvalidInput"}
    assert hasher.verified == 0


async def test_a_huge_password_is_only_wrong(device: Device) -> None:
    assert (await device.sign_in("lin", "x" * 20_000))["code"] == "SIGN_IN_REFUSED"


async def test_signing_in_is_audited_by_ids_alone(device: Device, database: Database) -> None:
    await device.sign_in("lin")

    async with database.writing() as session:
        (event,) = (await session.scalars(sa.select(AuditEvent))).all()
        (begun,) = (await session.scalars(sa.select(Session))).all()
    assert (event.tag, event.actor_id, event.subject_id, event.detail) == (
        "session.started",
        lin.id,
        begun.id,
        {},
    )
    assert await _count(database, Operation) == [0]


async def test_no_token_is_kept_in_clear(device: Device, database: Database) -> None:
    payload = await device.sign_in("lin")

    async with database.writing() as session:
        (kept,) = (await session.scalars(sa.select(RefreshToken))).all()
    assert payload["refreshToken"].encode() not in kept.token_hash
    assert len(kept.token_hash) == 32
