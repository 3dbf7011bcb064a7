"""Who was locked out by wrong passwords is let try again by somebody above."""

import pytest

from api.limits import Budget, RateLimiter
from persistence.accounts import lockouts
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from schema.context import RateLimits
from tests.people import Person, fang, lin, mei, sen, shan, shen, su
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import account_id, audit_tags


@pytest.fixture
def limiter(device: Device) -> RateLimiter:
    """Two wrong passwords at anything, as the server has it; it hears what is unlocked."""
    made = RateLimiter(lambda: 0.0, by_subject=Budget(2, 60))
    device.rate_limits = RateLimits.each(lambda: made)
    device.database.changes.subscribe(lockouts.TOPIC, made.forget)
    return made


async def _codes(device: Device, name: str) -> list[str]:
    return [(await device.sign_in("mei", "wrong password", name))["code"] for _ in range(3)]


@pytest.mark.parametrize("person", [shan, sen])
async def test_wrong_passwords_are_forgotten_on_new_devices_and_on_known_ones(
    device: Device, database: Database, limiter: RateLimiter, person: Person
) -> None:
    signed_in = await device.sign_in("mei")
    locked_out = [*await _codes(device, "new"), *await _codes(device, "telephone-1")]
    given = {"accountId": account_id(mei), "operationId": str(new_key())}

    payloads = [await device.do("unlockAccount", given, by=person) for _ in range(2)]

    assert signed_in["__typename"] == "SignedIn"
    assert locked_out == ["SIGN_IN_REFUSED", "SIGN_IN_REFUSED", "TOO_MANY_ATTEMPTS"] * 2
    assert payloads == [{"__typename": "AccountUnlocked"}] * 2
    assert (await device.sign_in("MEI", device="new"))["__typename"] == "SignedIn"
    assert (await device.sign_in("mei"))["__typename"] == "SignedIn"
    assert (await audit_tags(database)).count("account.unlocked") == 1


@pytest.mark.parametrize("person", [None, fang, lin, su, shen])
async def test_others_may_not_and_the_account_stays_locked(
    device: Device, limiter: RateLimiter, person: Person | None
) -> None:
    await _codes(device, "new")

    payload = await device.do("unlockAccount", {"accountId": account_id(mei)}, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert (await device.sign_in("mei", device="new"))["code"] == "TOO_MANY_ATTEMPTS"


async def test_who_is_not_there_is_not_found(device: Device) -> None:
    unknown = {"accountId": ids.write("Account", new_key())}

    assert (await device.do("unlockAccount", unknown, by=shan))["code"] == "NOT_FOUND"
