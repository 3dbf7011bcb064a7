"""A person signs out every device but the one in use."""

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import audit_tags

SHOWS = "... on OtherSessionsEnded { account { sessions { deviceId isCurrent } } }"


async def test_every_other_session_ends(device: Device, database: Database) -> None:
    await device.sign_in("mei", device="tablet-1")
    other = device.token
    await device.sign_in("mei", device="tablet-2")
    await device.sign_in("mei")
    given = {"operationId": str(new_key())}

    payloads = [await device.do("endOtherSessions", given, SHOWS, by=None) for _ in range(2)]

    assert payloads[0] == payloads[1]
    assert payloads[0]["account"] == {"sessions": [{"deviceId": "telephone-1", "isCurrent": True}]}
    assert await device.me() == {"login": "mei"}
    device.token = other
    assert await device.me() == "UNAUTHENTICATED"
    assert (await audit_tags(database)).count("session.others_ended") == 1


async def test_a_visitor_has_none(device: Device) -> None:
    assert (await device.do("endOtherSessions", {}, by=None))["code"] == "SIGN_IN_NEEDED"
