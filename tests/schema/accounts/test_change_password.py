"""Changing one's own password: the device in hand goes on, all others sign in again."""

import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from api.limits import Budget, RateLimiter
from persistence.accounts.table import Account
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent, Operation
from tests.client import Clock
from tests.people import PASSWORD, lin
from tests.schema.accounts.device import CountingHasher, Device

NEW = "quite another password"
CHANGE = (
    "mutation Change($input: ChangePasswordInput!) { changePassword(input: $input) { __typename "
    "... on Refusal { code } ... on PasswordTooWeak { reason } "
    "... on PasswordChanged { accessToken account { login mustChangePassword } } } }"
)


def _input(current: str = PASSWORD, new: str = NEW, **more: Any) -> dict[str, Any]:
    return {
        "operationId": str(new_key()),
        "currentPassword": current,
        "newPassword": new,
        **more,
    }


async def _changes(database: Database) -> int:
    async with database.writing() as session:
        statement = sa.select(sa.func.count()).where(AuditEvent.tag == "account.password_changed")
        return await session.scalar(statement) or 0


async def test_the_device_in_hand_goes_on_and_the_others_sign_in_again(
    device: Device, other_device: Device, clock: Clock
) -> None:
    refresh_token = (await device.sign_in("lin"))["refreshToken"]
    other_refresh = (await other_device.sign_in("lin", device="tablet"))["refreshToken"]
    clock.now += dt.timedelta(milliseconds=1)

    payload = await device.ask(CHANGE, _input())

    assert payload == {
        "__typename": "PasswordChanged",
        "accessToken": payload["accessToken"],
        "account": {"login": "lin", "mustChangePassword": False},
    }
    assert await device.me() == "UNAUTHENTICATED"
    device.token = payload["accessToken"]
    assert await device.me() == {"login": "lin"}
    assert (await device.refresh(refresh_token))["__typename"] == "SessionRefreshed"
    assert await other_device.me() == "UNAUTHENTICATED"
    assert (await other_device.refresh(other_refresh))["code"] == "SESSION_ENDED"
    assert (await device.sign_in("lin", PASSWORD))["code"] == "SIGN_IN_REFUSED"
    assert (await device.sign_in("lin", NEW))["__typename"] == "SignedIn"


async def test_a_password_set_by_another_gives_nothing_until_it_is_changed(
    device: Device, database: Database
) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Account).values(must_change_password=True))
    await device.sign_in("shan")

    before = await device.me("login mustChangePassword")
    accounts = await device.answer("{ accounts(first: 1) { nodes { id } } }")
    payload = await device.ask(CHANGE, _input())
    device.token = payload["accessToken"]
    after = await device.answer("{ accounts(first: 1) { nodes { login } } }")

    assert before == {"login": "shan", "mustChangePassword": True}
    assert accounts["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert payload["account"] == {"login": "shan", "mustChangePassword": False}
    assert len(after["data"]["accounts"]["nodes"]) == 1


async def test_a_wrong_password_changes_nothing(device: Device, database: Database) -> None:
    await device.sign_in("lin")

    payload = await device.ask(CHANGE, _input(current="not the password"))

    assert payload == {"__typename": "WrongPassword", "code": "WRONG_PASSWORD"}
    assert await _changes(database) == 0
    assert await device.me() == {"login": "lin"}


async def test_guessing_the_present_password_is_budgeted(device: Device) -> None:
    await device.sign_in("lin")
    narrow = RateLimiter(lambda: 0.0, by_subject=Budget(2, 60))
    device.rate_limits = replace(device.rate_limits, password_change=narrow)

    weak = [(await device.ask(CHANGE, _input(new="short")))["code"] for _ in range(3)]
    codes = [(await device.ask(CHANGE, _input(current="guess")))["code"] for _ in range(3)]

    assert weak == ["PASSWORD_TOO_WEAK"] * 3
    assert codes == ["WRONG_PASSWORD", "WRONG_PASSWORD", "TOO_MANY_ATTEMPTS"]


async def test_guesses_under_an_operation_id_used_before_are_budgeted_too(device: Device) -> None:
    """Their answer says nothing, and how long it takes does."""
    await device.sign_in("lin")
    used = _input()
    device.token = (await device.ask(CHANGE, used))["accessToken"]
    narrow = RateLimiter(lambda: 0.0, by_subject=Budget(2, 60))
    device.rate_limits = replace(device.rate_limits, password_change=narrow)

    guesses = [{**used, "currentPassword": f"guess {i}"} for i in range(3)]
    codes = [(await device.ask(CHANGE, guess))["code"] for guess in guesses]

    assert codes == ["OPERATION_ID_REUSED", "OPERATION_ID_REUSED", "TOO_MANY_ATTEMPTS"]


async def test_a_change_of_password_spends_nothing_of_what_an_address_has_to_sign_in(
    device: Device, other_device: Device
) -> None:
    await device.sign_in("lin")
    narrow = RateLimiter(lambda: 0.0, by_address=Budget(1, 60), by_subnet=Budget(1, 60))
    device.rate_limits = other_device.rate_limits = replace(device.rate_limits, sign_in=narrow)

    await device.ask(CHANGE, _input(current="guess"))

    assert (await other_device.sign_in("mei"))["__typename"] == "SignedIn"


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("short", "TOO_SHORT"),
        ("x" * 129, "TOO_LONG"),
        (" " * 12, "IS_BLANK"),
        (PASSWORD, "AS_BEFORE"),
    ],
    ids=lambda value: value[:9].strip() or "blank",
)
async def test_a_weak_password_is_refused_before_anything_is_hashed(
    device: Device, hasher: CountingHasher, new: str, reason: str
) -> None:
    await device.sign_in("lin")

    payload = await device.ask(CHANGE, _input(new=new))

    assert payload == {
        "__typename": "PasswordTooWeak",
        "code": "PASSWORD_TOO_WEAK",
        "reason": reason,
    }
    assert hasher.verified == 1


async def test_a_visitor_is_asked_to_sign_in(device: Device, hasher: CountingHasher) -> None:
    assert (await device.ask(CHANGE, _input()))["code"] == "SIGN_IN_NEEDED"
    assert hasher.verified == 0


async def test_the_same_operation_again_is_answered_again_and_done_once(
    device: Device, database: Database
) -> None:
    await device.sign_in("lin")
    given = _input()
    first = await device.ask(CHANGE, given)
    device.token = first["accessToken"]

    again = await device.ask(CHANGE, given)
    other = await device.ask(CHANGE, {**given, "newPassword": "yet another password"})

    assert (again["__typename"], again["account"]) == ("PasswordChanged", first["account"])
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await _changes(database) == 1
    async with database.writing() as session:
        (operation,) = (await session.scalars(sa.select(Operation))).all()
    assert operation.ids == {"account_id": str(lin.id)}


async def test_of_five_changes_at_once_one_is_made(device: Device, database: Database) -> None:
    await device.sign_in("lin")

    payloads = await asyncio.gather(
        *(device.ask(CHANGE, _input(new=f"password number {i}")) for i in range(5))
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["PasswordChanged", *["WrongPassword"] * 4]
    assert await _changes(database) == 1
