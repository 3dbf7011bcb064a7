"""A number is the account's own once its holder has proved to have it."""

from typing import Any

import pytest

from persistence.accounts import phones
from persistence.accounts.table import Account
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from tests.people import PASSWORD, fang, gao, mei
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import PHONE, audit_tags, request_code

SHOWS = "... on OwnPhoneSet { account { login maskedPhone } }"
GAO = f"138{gao.id.int % 100_000_000:08d}"


def _given(code: str, **more: Any) -> dict[str, Any]:
    return {"currentPassword": PASSWORD, "phone": PHONE, "oneTimeCode": code, **more}


async def test_an_official_registers_a_number_and_changes_it(
    device: Device, database: Database, keys: Keys
) -> None:
    given = _given(await request_code(device, database, keys), operationId=str(new_key()))
    payload = await device.do("setOwnPhone", given, SHOWS, by=mei)
    again = await device.do("setOwnPhone", given, SHOWS, by=mei)
    other = await request_code(device, database, keys, "13800000001")
    changed = await device.do("setOwnPhone", _given(other, phone="13800000001"), SHOWS, by=mei)

    assert payload == again
    assert payload["account"] == {"login": "mei", "maskedPhone": "139****5678"}
    assert changed["account"]["maskedPhone"] == "138****0001"
    async with database.writing() as session:
        account = await session.get_one(Account, mei.id)
    assert phones.of(account, keys) == "13800000001"
    assert account.phone_hash is None, "who has a login signs in by it alone"
    assert (await audit_tags(database)).count("account.phone_set") == 2


async def test_an_official_may_be_a_parent_with_the_same_number(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys, GAO)

    payload = await device.do("setOwnPhone", _given(code, phone=GAO), by=mei)

    assert payload["__typename"] == "OwnPhoneSet"
    assert (await device.sign_in(GAO))["__typename"] == "SignedIn"


async def test_a_parent_signs_in_by_the_new_number_and_never_by_anothers(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys, GAO)
    taken = await device.do("setOwnPhone", _given(code, phone=GAO), by=fang)
    code = await request_code(device, database, keys)
    payload = await device.do("setOwnPhone", _given(code), by=fang)

    assert (taken["code"], payload["__typename"]) == ("PHONE_TAKEN", "OwnPhoneSet")
    assert (await device.sign_in(PHONE))["__typename"] == "SignedIn"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"oneTimeCode": "000000"}, "ONE_TIME_CODE_WRONG"),
        ({"oneTimeCode": "12"}, "INVALID_INPUT"),
        ({"phone": "13800000001"}, "ONE_TIME_CODE_WRONG"),
        ({"phone": "12345"}, "INVALID_INPUT"),
        ({"currentPassword": "not my password"}, "WRONG_PASSWORD"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
async def test_what_does_not_prove_it_changes_nothing(
    device: Device, database: Database, keys: Keys, more: dict[str, str], code: str
) -> None:
    right = await request_code(device, database, keys)
    if more.get("oneTimeCode") == right:
        more = {"oneTimeCode": "111111"}

    payload = await device.do("setOwnPhone", {**_given(right), **more}, by=mei)

    assert payload["code"] == code
    async with database.writing() as session:
        assert (await session.get_one(Account, mei.id)).phone_sealed is None


async def test_a_visitor_has_no_number(device: Device) -> None:
    payload = await device.do("setOwnPhone", _given("123456"), by=None)

    assert payload["code"] == "SIGN_IN_NEEDED"


async def test_who_chose_the_first_password_registers_no_number(
    device: Device, database: Database, keys: Keys
) -> None:
    code = await request_code(device, database, keys)
    async with database.writing() as session:
        (await session.get_one(Account, mei.id)).must_change_password = True

    payload = await device.do("setOwnPhone", _given(code), by=mei)

    assert payload["code"] == "OWN_PASSWORD_FIRST"
    async with database.writing() as session:
        assert (await session.get_one(Account, mei.id)).phone_sealed is None
