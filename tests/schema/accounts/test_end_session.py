"""Sessions are listed for their holder and for those above, and each can be ended."""

import datetime as dt
from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Clock
from tests.factories import NOW, accounts
from tests.people import CHAOYANG, Person, lin, mei, sen, shan, shen, su
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import account_id, audit_tags

LISTED = "sessions { id deviceId isCurrent lastUsedAt createdAt }"


async def _listed(device: Device) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await device.me(LISTED))["sessions"]
    return found


async def _two(device: Device) -> tuple[str, str]:
    """The sessions of mei's two devices; the first is in use."""
    await device.sign_in("mei")
    token = device.token
    await device.sign_in("mei", device="tablet-1")
    device.token = token
    listed = {each["deviceId"]: each["id"] for each in await _listed(device)}
    return listed["telephone-1"], listed["tablet-1"]


async def test_ones_own_are_listed_with_the_one_in_use(device: Device, clock: Clock) -> None:
    first = await device.sign_in("mei")
    clock.now = NOW + dt.timedelta(minutes=1)
    await device.sign_in("mei", device="tablet-1")
    clock.now = NOW + dt.timedelta(minutes=2)
    await device.refresh(first["refreshToken"])

    listed = [
        (each["deviceId"], each["isCurrent"], each["createdAt"], each["lastUsedAt"])
        for each in await _listed(device)
    ]

    moments = [(NOW + dt.timedelta(minutes=i)).isoformat().replace("+00:00", "Z") for i in range(3)]
    assert [(name, current) for name, current, _, _ in listed] == [
        ("telephone-1", True),
        ("tablet-1", False),
    ]
    assert [at[:19] for _, _, *both in listed for at in both] == [
        moments[i][:19] for i in (0, 2, 1, 1)
    ]


async def test_one_is_ended_and_the_other_goes_on(device: Device, database: Database) -> None:
    first, second = await _two(device)
    given = {"sessionId": second, "operationId": str(new_key())}
    shows = "... on DeviceSignedOut { account { sessions { id } } }"
    token = device.token

    payloads = [await device.do("endSession", given, shows, by=mei) for _ in range(2)]

    assert payloads[0] == payloads[1]
    assert payloads[0]["account"] == {"sessions": [{"id": first}]}
    device.token = token
    assert await device.me() == {"login": "mei"}
    assert (await audit_tags(database)).count("session.ended") == 1


@pytest.mark.parametrize("person", [shan, sen])
async def test_administrators_see_and_end_those_in_reach(device: Device, person: Person) -> None:
    _, second = await _two(device)
    document = '{ accounts(first: 1, filter: {login: "mei"}) { nodes { sessions { deviceId } } } }'
    listed = await device(document, by=person)

    payload = await device.do("endSession", {"sessionId": second}, by=person)

    assert len(listed["accounts"]["nodes"][0]["sessions"]) == 2
    assert payload["__typename"] == "DeviceSignedOut"
    assert len(await _listed(device)) == 1


async def test_others_do_not_and_nothing_ends(device: Device, database: Database) -> None:
    _, second = await _two(device)
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))
        session.add(accounts.grant(mei, Role.SUPERVISOR, CHAOYANG))
    token, device.token = device.token, None

    stranger = await device.do("endSession", {"sessionId": second}, by=su)
    auditor = await device.do("endSession", {"sessionId": second}, by=shen)
    beyond = await device.do("endSession", {"sessionId": second}, by=lin)
    visitor = await device.do("endSession", {"sessionId": second}, by=None)
    absent = {"sessionId": ids.write("Session", new_key())}
    unknown = await device.do("endSession", absent, by=shan)
    other = await device.do("endSession", {"sessionId": account_id(mei)}, by=shan)

    codes = [each["code"] for each in (stranger, auditor, beyond, visitor, unknown, other)]
    assert codes == [
        "NOT_FOUND",
        "NOT_PERMITTED",
        "OUTSIDE_JURISDICTION",
        "SIGN_IN_NEEDED",
        "NOT_FOUND",
        "INVALID_INPUT",
    ]
    device.token = token
    assert len(await _listed(device)) == 2
