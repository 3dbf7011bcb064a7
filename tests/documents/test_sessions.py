"""The documents of a session, from the first code to the end of it, as the apps send them."""

from typing import Any

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from schema import app_documents
from tests.people import PASSWORD, lin, mei
from tests.schema.accounts.conftest import device, hasher
from tests.schema.accounts.device import DEVICE, Device
from tests.schema.accounts.steps import PHONE, last_message

__all__ = ["device", "hasher"]
NEW_PASSWORD = "another long password"


async def _sent(device: Device, name: str, **input: Any) -> dict[str, Any]:
    return await device.ask(app_documents.text(name), input or None)


async def test_a_parent_registers_with_a_code_and_signs_in(
    device: Device, database: Database, keys: Keys
) -> None:
    requested = await _sent(device, "parent/request_one_time_code", phone=PHONE)
    code = (await last_message(database, keys))["code"]
    given = {"phone": PHONE, "oneTimeCode": code, "displayName": "某家长", "password": PASSWORD}

    registered = await _sent(device, "parent/register_parent", operationId=str(new_key()), **given)
    signed_in = await _sent(
        device, "inspector/sign_in", phone=PHONE, password=PASSWORD, deviceId=DEVICE
    )

    assert requested["__typename"] == "OneTimeCodeSent"
    assert registered["account"]["displayName"] == "某家长"
    assert signed_in["account"]["id"] == registered["account"]["id"]


async def test_a_session_is_begun_carried_on_and_ended(device: Device) -> None:
    began = await _sent(
        device, "inspector/sign_in", login="mei", password=PASSWORD, deviceId=DEVICE
    )
    carried_on = await _sent(
        device, "inspector/refresh_session", refreshToken=began["refreshToken"], deviceId=DEVICE
    )
    device.token = carried_on["accessToken"]
    me = (await device(app_documents.text("inspector/me")))["me"]
    changed = await _sent(
        device,
        "dashboard/change_password",
        operationId=str(new_key()),
        currentPassword=PASSWORD,
        newPassword=NEW_PASSWORD,
    )
    device.token = changed["accessToken"]
    ended = await _sent(device, "inspector/sign_out")

    assert me["id"] == began["account"]["id"] == changed["account"]["id"]
    assert me["permissions"] == sorted((await device.actor(mei)).permissions)
    assert ended["__typename"] == "SignedOut"
    assert await device.me() == "UNAUTHENTICATED"


async def test_each_of_the_apps_says_what_its_holder_may_do(device: Device) -> None:
    me = (await device(app_documents.text("dashboard/me"), by=lin))["me"]

    assert me["permissions"] == sorted((await device.actor(lin)).permissions)
    assert "inspection:assign" in me["permissions"]
