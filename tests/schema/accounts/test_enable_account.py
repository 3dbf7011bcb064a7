"""An account that was disabled signs in again; its roles wait for a second person."""

import asyncio

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.people import SUZHOU, Person, fang, lin, mei, sen, shan, shen, su
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import a_role, account_id, audit_tags

SHOWS = (
    "... on AccountEnabled { account { isDisabled grants { role } unconfirmedGrants { role } } }"
)


async def _disabled(device: Device, person: Person = mei) -> None:
    payload = await device.do("disableAccount", {"accountId": account_id(person)}, by=shan)
    assert payload["__typename"] == "AccountDisabled"


async def test_who_was_disabled_by_mistake_works_again_when_the_roles_were_confirmed(
    device: Device, database: Database
) -> None:
    await device.sign_in("mei")
    token = device.token
    await _disabled(device)

    given = {"accountId": account_id(mei), "operationId": str(new_key())}
    payload = await device.do("enableAccount", given, SHOWS, by=shan)
    again = await device.do("enableAccount", given, SHOWS, by=shan)

    assert payload == again
    assert payload["account"] == {
        "isDisabled": False,
        "grants": [],
        "unconfirmedGrants": [{"role": mei.role.value}],
    }
    device.token = token
    assert await device.me() == "UNAUTHENTICATED", "sessions from before are over"
    device.token = None
    await device.sign_in("mei")
    assert await device.me("grants { role }") == {"grants": []}
    role = a_role(mei, mei.role, SUZHOU)
    assert (await device.do("confirmGrant", role, by=sen))["__typename"] == "GrantConfirmed"
    assert await device.me("grants { role }") == {"grants": [{"role": mei.role.value}]}
    assert (await audit_tags(database)).count("account.enabled") == 1


async def test_a_parent_goes_on_at_once(device: Device, database: Database) -> None:
    await _disabled(device, fang)

    payload = await device.do("enableAccount", {"accountId": account_id(fang)}, by=shan)

    assert payload["__typename"] == "AccountEnabled"
    phone = f"138{fang.id.int % 100_000_000:08d}"
    assert (await device.sign_in(phone))["__typename"] == "SignedIn"
    assert await device.me("grants { role }") == {"grants": [{"role": "PARENT"}]}


@pytest.mark.parametrize("person", [None, fang, lin, su, sen, shen])
async def test_others_may_not(device: Device, database: Database, person: Person | None) -> None:
    await _disabled(device)

    payload = await device.do("enableAccount", {"accountId": account_id(mei)}, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await audit_tags(database) == ["account.disabled"]


async def test_what_is_not_disabled_or_not_there_is_refused_by_name(device: Device) -> None:
    active = await device.do("enableAccount", {"accountId": account_id(mei)}, by=shan)
    own = await device.do("enableAccount", {"accountId": account_id(shan)}, by=shan)
    absent = {"accountId": ids.write("Account", new_key())}
    unknown = await device.do("enableAccount", absent, by=shan)

    codes = [each["code"] for each in (active, own, unknown)]
    assert codes == ["ACCOUNT_IS_ACTIVE", "OWN_ACCOUNT", "NOT_FOUND"]


async def test_of_five_at_once_one_enables(device: Device) -> None:
    await _disabled(device)

    payloads = await asyncio.gather(
        *(device.do("enableAccount", {"accountId": account_id(mei)}, by=shan) for _ in range(5))
    )

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["AccountEnabled", *["AccountIsActive"] * 4]
