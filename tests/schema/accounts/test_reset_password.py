"""From above, the holder of an account is let set another password; an administrator's waits."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts import phones
from persistence.accounts.table import Account, AccountLink
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.client import Clock
from tests.factories import NOW, accounts
from tests.people import CHAOYANG, GUSU, Person, fang, lin, mei, sen, shan, shen, su
from tests.schema.accounts.device import Device
from tests.schema.accounts.steps import (
    PHONE,
    a_role,
    account_id,
    audit_tags,
    has_phone,
    opened_message,
    use,
)
from tests.schema.accounts.test_invite_account import an_invitation

NEW = "another long password"
SHOWS = "... on PasswordReset { link needsConfirmation account { login } }"


def of(person: Person, **more: Any) -> dict[str, Any]:
    return {"accountId": account_id(person), **more}


@pytest.mark.parametrize("person", [shan, sen])
async def test_the_holder_sets_another_and_the_old_one_is_good_until_then(
    device: Device, database: Database, person: Person
) -> None:
    given = of(mei, operationId=str(new_key()))
    issued = await device.do("resetPassword", given, SHOWS, by=person)
    again = await device.do("resetPassword", given, SHOWS, by=person)

    assert issued == again
    assert (issued["needsConfirmation"], issued["account"]) == (False, {"login": "mei"})
    assert (await device.sign_in("mei"))["__typename"] == "SignedIn"
    device.token = None
    assert await use(device, issued["link"], NEW) == "PasswordSet"
    assert (await device.sign_in("mei"))["code"] == "SIGN_IN_REFUSED"
    assert (await device.sign_in("mei", NEW))["__typename"] == "SignedIn"
    assert (await audit_tags(database)).count("account.reset_issued") == 1


async def test_it_goes_to_the_own_telephone_unless_that_was_lost(
    device: Device, database: Database, keys: Keys
) -> None:
    await has_phone(database, keys, mei)

    sent = await device.do("resetPassword", of(mei), SHOWS, by=shan)
    message = await opened_message(database, keys, "account.link")
    lost = await device.do("resetPassword", of(mei, phoneIsLost=True), SHOWS, by=shan)

    assert sent["link"] is None
    assert message is not None
    assert message["phone"] == PHONE
    assert await use(device, message["link"], NEW) == "LinkNotValid", "the newer ends the older"
    assert await use(device, lost["link"], NEW) == "PasswordSet"
    async with database.writing() as session:
        account = await session.get_one(Account, mei.id)
    assert phones.of(account, keys) is None, "who finds it gets no code"


@pytest.mark.parametrize(("by", "of_whom"), [(shan, sen), (sen, shan), (shan, shen), (sen, shen)])
async def test_that_of_an_administrator_waits_for_a_second_person(
    device: Device, database: Database, by: Person, of_whom: Person
) -> None:
    payload = await device.do("resetPassword", of(of_whom), SHOWS, by=by)

    assert (payload["link"], payload["needsConfirmation"]) == (None, True)
    async with database.writing() as session:
        (link,) = await session.scalars(sa.select(AccountLink))
    assert link.in_force_at is None


async def test_so_does_that_of_who_is_about_to_be_one(device: Device) -> None:
    await device.do("revokeRole", a_role(su, place=su.place), by=shan)
    assert (await device.do("grantRole", a_role(su, Role.AUDIT_ADMIN), by=shan))["__typename"]

    payload = await device.do("resetPassword", of(su), SHOWS, by=shan)

    assert (payload["link"], payload["needsConfirmation"]) == (None, True)


@pytest.mark.parametrize("person", [None, fang, lin, su, shen])
async def test_others_may_not_and_nothing_is_issued(
    device: Device, database: Database, person: Person | None
) -> None:
    assert (await device.do("resetPassword", of(mei), by=person))["code"] == "NOT_PERMITTED"
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(AccountLink)) == 0


async def test_what_cannot_be_reset_is_refused_by_name(device: Device, database: Database) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN))
        session.add(accounts.grant(mei, Role.SUPERVISOR, CHAOYANG))
        await session.execute(sa.update(Account).where(Account.id == su.id).values(disabled_at=NOW))

    own = await device.do("resetPassword", of(shan), by=shan)
    beyond = await device.do("resetPassword", of(mei), by=lin)
    disabled = await device.do("resetPassword", of(su), by=shan)
    unknown = {"accountId": ids.write("Account", new_key())}
    absent = await device.do("resetPassword", unknown, by=shan)

    codes = [each["code"] for each in (own, beyond, disabled, absent)]
    assert codes == ["OWN_RESET", "OUTSIDE_JURISDICTION", "ACCOUNT_IS_DISABLED", "NOT_FOUND"]


async def test_a_district_reaches_no_further(device: Device, database: Database) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SYS_ADMIN, GUSU))

    assert (await device.do("resetPassword", of(mei), by=lin))["code"] in (
        "NOT_FOUND",
        "OUTSIDE_JURISDICTION",
    )


async def test_who_was_invited_and_lost_the_link_is_invited_again(
    device: Device, clock: Clock
) -> None:
    shows = "... on AccountInvited { link account { id } }"
    invited = await device.do("inviteAccount", an_invitation(), shows, by=shan)
    clock.now = NOW + dt.timedelta(days=1)
    given = {"accountId": invited["account"]["id"]}
    again = await device.do("resetPassword", given, SHOWS, by=shan)
    clock.now = NOW + dt.timedelta(days=8, seconds=-1)

    assert await use(device, invited["link"], NEW) == "LinkNotValid"
    assert await use(device, again["link"], NEW) == "PasswordSet"
