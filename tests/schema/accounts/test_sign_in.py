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
    "login", ["LIN", " lin\u3000", "ｌｉｎ", "l\u200bin\ufeff", "\u202alin\u202c", "l in"]
)
async def test_a_login_is_read_as_it_is_typed(device: Device, login: str) -> None:
    assert (await device.sign_in(login))["account"] == {"login": "lin"}


async def test_a_parents_number_is_read_in_groups(device: Device) -> None:
    phone = _phone(fang.id.int)
    grouped = f"\u202a{phone[:3]} {phone[3:7]}－{phone[7:]}\u202c"
    document = (
        "mutation SignIn($input: SignInInput!) "
        "{ signIn(input: $input) { ... on SignedIn { account { realName } } } }"
    )

    given = {"phone": grouped, "password": PASSWORD, "deviceId": DEVICE}

    assert (await device.ask(document, given))["account"] == {"realName": "DECLARED"}


async def test_all_spellings_of_a_login_share_its_budget(device: Device) -> None:
    wide = Budget(100, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=wide, by_subnet=wide, by_subject=Budget(2, 60))
    device.rate_limits = replace(device.rate_limits, sign_in=narrow)

    codes = [
        (await device.sign_in(login, "wrong"))["code"]
        for login in ("lin", "l\u200bin", "Ｌ in", "l\u2060in")
    ]

    assert codes == ["SIGN_IN_REFUSED"] * 2 + ["TOO_MANY_ATTEMPTS"] * 2


async def test_all_groupings_of_a_telephone_number_share_its_budget(device: Device) -> None:
    wide = Budget(100, 60)
    narrow = RateLimiter(lambda: 0.0, by_address=wide, by_subnet=wide, by_subject=Budget(2, 60))
    device.rate_limits = replace(device.rate_limits, sign_in=narrow)
    phone = _phone(fang.id.int)
    document = (
        "mutation M($input: SignInInput!) { signIn(input: $input) { ... on Refusal { code } } }"
    )
    given = {"password": "wrong", "deviceId": DEVICE}

    codes = [
        (await device.ask(document, {**given, "phone": spelt}))["code"]
        for spelt in (
            phone,
            f"{phone[:3]}-{phone[3:]}",
            "-".join(phone),
            f"{phone[:7]} {phone[7:]}",
        )
    ]

    assert codes == ["SIGN_IN_REFUSED"] * 2 + ["TOO_MANY_ATTEMPTS"] * 2


def _lock_out(*devices: Device, of_address: int = 100) -> None:
    """Budgets as they are, but small: two wrong passwords for a login, and for each known device."""
    two, wide = Budget(2, 60), Budget(of_address, 60)
    sign_in = RateLimiter(lambda: 0.0, by_address=wide, by_subnet=Budget(100, 60), by_subject=two)
    known = RateLimiter(lambda: 0.0, by_subject=two)
    limits = replace(devices[0].rate_limits, sign_in=sign_in, known_device=known)
    for device in devices:
        device.rate_limits = limits


async def _device_token(device: Device) -> str:
    document = (
        "mutation SignIn($input: SignInInput!) "
        "{ signIn(input: $input) { ... on SignedIn { deviceToken } } }"
    )
    given = {"login": "lin", "password": PASSWORD, "deviceId": DEVICE}
    token: str = (await device.ask(document, given))["deviceToken"]
    return token


async def test_guesses_elsewhere_lock_no_device_out_that_was_signed_in_before(
    device: Device, other_device: Device
) -> None:
    await device.sign_in("lin")
    device.token = None
    _lock_out(device, other_device)
    for _ in range(2):
        await other_device.sign_in("lin", "guess", device="elsewhere")

    elsewhere = await other_device.sign_in("lin", device="elsewhere")
    here = await device.sign_in("lin")

    assert elsewhere["code"] == "TOO_MANY_ATTEMPTS"
    assert here["__typename"] == "SignedIn"


async def test_a_known_device_has_a_budget_of_its_own(device: Device, other_device: Device) -> None:
    await device.sign_in("lin")
    device.token = None
    _lock_out(device, other_device)

    codes = [(await device.sign_in("lin", "wrong"))["code"] for _ in range(2)]
    last = await device.sign_in("lin")

    assert codes == ["SIGN_IN_REFUSED"] * 2
    assert last["code"] == "TOO_MANY_ATTEMPTS"
    assert (await other_device.sign_in("lin", device="new"))["__typename"] == "SignedIn"


async def test_who_guesses_a_devices_name_does_not_lock_out_who_has_its_token(
    device: Device, other_device: Device
) -> None:
    token = await _device_token(device)
    _lock_out(device, other_device, of_address=3)
    for login in ("lin", "lin", "mei"):
        await other_device.sign_in(login, "guess")

    by_name = await device.sign_in("lin")
    with_token = await device.sign_in("lin", deviceToken=token)

    assert by_name["code"] == "TOO_MANY_ATTEMPTS"
    assert with_token["__typename"] == "SignedIn"
    device.token = None
    wrong = [(await device.sign_in("lin", "guess", deviceToken=token))["code"] for _ in range(3)]
    assert wrong == ["SIGN_IN_REFUSED"] * 2 + ["TOO_MANY_ATTEMPTS"]


@pytest.mark.parametrize(
    ("login", "device_id"), [("lin", "another"), ("mei", DEVICE)], ids=["device", "account"]
)
async def test_a_device_token_is_of_one_account_and_device(
    device: Device, other_device: Device, login: str, device_id: str
) -> None:
    token = await _device_token(device)
    _lock_out(device, other_device)
    for _ in range(2):
        await other_device.sign_in(login, "guess", device="elsewhere")

    payload = await other_device.sign_in(login, device=device_id, deviceToken=token)

    assert payload["code"] == "TOO_MANY_ATTEMPTS"


async def test_a_name_that_is_known_does_not_free_from_what_an_address_has(
    device: Device, other_device: Device
) -> None:
    for login in ("lin", "mei", "jun"):
        await device.sign_in(login)
    _lock_out(device, other_device, of_address=2)

    codes = [(await other_device.sign_in(each, "guess"))["code"] for each in ("lin", "mei", "jun")]

    assert codes == ["SIGN_IN_REFUSED", "SIGN_IN_REFUSED", "TOO_MANY_ATTEMPTS"]


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
