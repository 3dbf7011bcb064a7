"""An empty register is set up once, with the address that the console showed, and works from then on."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.authorities import Sector
from domain.setup import ADMINISTRATORS, FirstAuthority, FirstPerson
from persistence import installation
from persistence.accounts import setup
from persistence.accounts.table import Account
from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, Installation
from persistence.reading import ids
from tests import people
from tests.client import Clock
from tests.factories import NOW, authorities
from tests.schema.accounts.device import Device, new_identity
from tests.schema.accounts.steps import PHONE, opened_message, request_code, use

DOCUMENT = (
    "mutation S($input: SetUpRegisterInput!) { setUpRegister(input: $input) { __typename "
    "... on Refusal { code message } "
    "... on RegisterSetUp { administrators { role login link } } } }"
)
PEOPLE = ("first", "second", "third")
PASSWORDS = {name: f"the password of {name}" for name in PEOPLE}


def given(token: str, **more: Any) -> dict[str, Any]:
    people = zip(("system", "security", "audit"), PEOPLE, strict=True)
    return {
        "token": token,
        "authority": {
            "name": "苏州市教育局",
            "regionCode": "320500",
            "sectors": ["EDUCATION", "SPORTS"],
        },
        **{name: {"login": login, "displayName": login} for name, login in people},
        **more,
    }


@pytest.fixture
async def empty(database: Database, keys: Keys, clock: Clock) -> Device:
    """A register as its first start leaves it."""
    await installation.refuse_other_key(database, keys)
    return Device(database, keys, clock, sessions=new_identity(database, keys, clock))


async def token_of(device: Device) -> str:
    found = await setup.open_setup(device.database, keys=device.keys, now=device.clock())
    assert found is not None
    return found


async def _set_up(device: Device) -> dict[str, str]:
    """The links of the three by their logins."""
    payload = await device.ask(DOCUMENT, given(await token_of(device)))
    return {each["login"]: each["link"] for each in payload["administrators"]}


async def _count(database: Database, table: Any) -> int:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def test_the_three_come_in_and_administer_the_subtree(empty: Device) -> None:
    device = empty
    links = await _set_up(device)
    for login in PEOPLE:
        assert await use(device, links[login], PASSWORDS[login]) == "PasswordSet"
    tokens = {}
    for login in PEOPLE:
        await device.sign_in(login, PASSWORDS[login])
        tokens[login] = device.token
        held = (await device.me("grants { role authority { id name region { code } } }"))["grants"]
    authority = held[0]["authority"]
    place = {"role": "SUPERVISOR", "authorityId": authority["id"]}

    device.token = tokens["first"]
    invited = await device.do(
        "inviteAccount",
        {"login": "wei", "displayName": "卫某", **place},
        "... on AccountInvited { link account { id } }",
        by=None,
    )
    account = {"accountId": invited["account"]["id"]}
    device.token = tokens["second"]
    confirmed = await device.do("confirmGrant", {**account, **place}, by=None)
    device.token = tokens["third"]
    listed = await device("{ accounts(first: 10) { nodes { login } } }")

    assert authority["region"] == {"code": "320500"}
    assert confirmed["__typename"] == "GrantConfirmed"
    assert [each["login"] for each in listed["accounts"]["nodes"]] == [*PEOPLE, "wei"]


async def test_a_parent_is_reached_by_the_administrators_of_the_topmost_authority(
    empty: Device, database: Database, keys: Keys
) -> None:
    device = empty
    links = await _set_up(device)
    await use(device, links["first"], PASSWORDS["first"])
    await use(device, links["second"], PASSWORDS["second"])
    code = await request_code(device, database, keys)
    registered = await device.do(
        "registerParent",
        {"phone": PHONE, "oneTimeCode": code, "displayName": "某家长", "password": "of a parent"},
        "... on ParentRegistered { account { id } }",
        by=None,
    )
    parent = {"accountId": registered["account"]["id"]}
    await device.sign_in("first", PASSWORDS["first"])

    disabled = await device.do("disableAccount", parent, by=None)
    enabled = await device.do("enableAccount", parent, by=None)

    assert (disabled["__typename"], enabled["__typename"]) == ("AccountDisabled", "AccountEnabled")


async def test_the_link_of_a_reset_goes_to_the_telephone_that_was_given(
    empty: Device, database: Database, keys: Keys
) -> None:
    device, phone = empty, "13800000003"
    audit = {"login": "third", "displayName": "丙某", "phone": f"+86 {phone}"}
    payload = await device.ask(DOCUMENT, given(await token_of(device), audit=audit))
    for each in payload["administrators"]:
        await use(device, each["link"], PASSWORDS[each["login"]])
    tokens = {}
    for login in PEOPLE:
        await device.sign_in(login, PASSWORDS[login])
        tokens[login] = device.token
        masked = (await device.me("maskedPhone"))["maskedPhone"]
        assert masked == ("138****0003" if login == "third" else None)
    device.token = tokens["first"]
    listed = await device('{ accounts(first: 10, filter: {login: "third"}) { nodes { id } } }')
    (third,) = listed["accounts"]["nodes"]

    shows = "... on PasswordReset { needsConfirmation link }"
    issued = await device.do("resetPassword", {"accountId": third["id"]}, shows, by=None)
    device.token = tokens["second"]
    shows = "... on PasswordResetConfirmed { link }"
    confirmed = await device.do("confirmPasswordReset", {"accountId": third["id"]}, shows, by=None)

    assert (issued["needsConfirmation"], issued["link"]) == (True, None)
    assert (confirmed["__typename"], confirmed["link"]) == ("PasswordResetConfirmed", None)
    message = await opened_message(database, keys, "account.link")
    assert message is not None
    assert message["phone"] == phone


async def test_the_administrators_of_a_social_organisation_reach_nobody_else(
    empty: Device, database: Database
) -> None:
    device, organ = empty, people.CHAOYANG
    society = {"kind": "SOCIAL_ORG", "name": "示例学会", "regionCode": "000000"}
    society["sectors"] = ["EDUCATION"]  # type: ignore[assignment]  # a list among texts
    payload = await device.ask(DOCUMENT, given(await token_of(device), authority=society))
    links = {each["login"]: each["link"] for each in payload["administrators"]}
    await use(device, links["first"], PASSWORDS["first"])
    async with database.writing() as session:
        session.add(authorities.authority(organ))
    await device.sign_in("first", PASSWORDS["first"])
    (own,) = (await device.me("grants { authority { id kind } }"))["grants"]

    invited = {"login": "wei", "displayName": "卫某", "role": "PROGRAMME_OFFICER"}
    ours = await device.do(
        "inviteAccount", {**invited, "authorityId": own["authority"]["id"]}, by=None
    )
    there = ids.write("Authority", organ.id)
    theirs = await device.do(
        "inviteAccount",
        {**invited, "login": "li", "role": "SUPERVISOR", "authorityId": there},
        by=None,
    )
    entered = await device.do(
        "createAuthority",
        {"kind": "ADMIN_ORGAN", "name": "某局", "regionCode": "320500", "sectors": ["EDUCATION"]},
        by=None,
    )

    assert own["authority"]["kind"] == "SOCIAL_ORG"
    assert ours["__typename"] == "AccountInvited"
    assert theirs["code"] == entered["code"] == "OUTSIDE_JURISDICTION"


async def _ends(what: str, device: Device, clock: Clock) -> str:
    token = await token_of(device)
    match what:
        case "wrong":
            return "A" * 43
        case "late":
            clock.now = NOW + dt.timedelta(minutes=15)
        case "used":
            await device.ask(DOCUMENT, given(token))
        case "of the start before":
            await token_of(device)
        case _:
            assert what == "empty"
            return ""
    return token


@pytest.mark.parametrize("what", ["wrong", "late", "used", "of the start before", "empty"])
async def test_whatever_is_wrong_with_the_address_the_answer_is_one(
    empty: Device, database: Database, clock: Clock, what: str
) -> None:
    token = await _ends(what, empty, clock)
    before = await _count(database, AuditEvent)

    payload = await empty.ask(DOCUMENT, given(token))

    assert payload["code"] == "SETUP_NOT_OPEN"
    assert await _count(database, AuditEvent) == before
    assert await _count(database, Account) == (3 if what == "used" else 0)


async def test_without_a_start_that_showed_one_there_is_none(empty: Device) -> None:
    assert (await empty.ask(DOCUMENT, given("")))["code"] == "SETUP_NOT_OPEN"


async def test_a_register_with_accounts_shows_none(device: Device, keys: Keys) -> None:
    assert await setup.open_setup(device.database, keys=keys, now=NOW) is None


async def test_of_five_at_once_one_sets_it_up(empty: Device, database: Database) -> None:
    token = await token_of(empty)

    payloads = await asyncio.gather(*(empty.ask(DOCUMENT, given(token)) for _ in range(5)))

    names = sorted(payload["__typename"] for payload in payloads)
    assert names == ["RegisterSetUp", *["SetupNotOpen"] * 4]
    assert (await _count(database, Account), await _count(database, Authority)) == (3, 1)


@pytest.mark.parametrize("turn", [1, -1], ids=["page first", "console first"])
async def test_page_and_console_at_once_make_one_set(
    empty: Device, database: Database, keys: Keys, turn: int
) -> None:
    token = await token_of(empty)
    authority = FirstAuthority("苏州市教育局", "320500", frozenset({Sector.EDUCATION}))
    people = {
        role: FirstPerson(login, login) for role, login in zip(ADMINISTRATORS, PEOPLE, strict=True)
    }

    async def console() -> int:
        async with database.writing() as session:
            done = await setup.set_up(session, authority, people, keys=keys, now=NOW)
        return len(done.links)

    async def page() -> int:
        payload = await empty.ask(DOCUMENT, given(token))
        assert payload.get("code", "SETUP_NOT_OPEN") == "SETUP_NOT_OPEN"
        return len(payload.get("administrators", ()))

    made = await asyncio.gather(*(each() for each in (page, console)[::turn]))

    assert sorted(made) == [0, 3]
    assert (await _count(database, Account), await _count(database, Authority)) == (3, 1)


REFUSED: list[Any] = [
    {"authority": {"name": "某局", "regionCode": "999999", "sectors": ["EDUCATION"]}},
    {"authority": {"name": "某局", "regionCode": "320500", "sectors": []}},
    {"authority": {"name": " ", "regionCode": "320500", "sectors": ["EDUCATION"]}},
    {"authority": {"name": "某" * 81, "regionCode": "320500", "sectors": ["EDUCATION"]}},
    {"audit": {"login": "first", "displayName": "同一人"}},
    {"audit": {"login": "Third", "displayName": "丙某"}},
    {"audit": {"login": "third", "displayName": ""}},
    {"audit": {"login": "third", "displayName": "丙某", "phone": "0512-65220000"}},
    {
        name: {"login": name, "displayName": "某", "phone": "13800000001"}
        for name in ("security", "audit")
    },
]


@pytest.mark.parametrize("more", REFUSED, ids=range(len(REFUSED)))
async def test_what_does_not_fit_is_refused_and_the_address_stays_good(
    empty: Device, database: Database, more: dict[str, Any]
) -> None:
    token = await token_of(empty)

    refused = await empty.ask(DOCUMENT, given(token, **more))

    assert refused["code"] == "INVALID_INPUT"
    assert (await _count(database, Account), await _count(database, Authority)) == (0, 0)
    assert (await empty.ask(DOCUMENT, given(token)))["__typename"] == "RegisterSetUp"


async def test_no_secret_is_kept(empty: Device, database: Database) -> None:
    token = await token_of(empty)
    payload = await empty.ask(DOCUMENT, given(token))
    secrets = [token, *(each["link"].partition("#")[2] for each in payload["administrators"])]

    async with database.writing() as session:
        for table in ("installation", "account_links", "accounts", "audit_events"):
            rows = await session.execute(sa.text(f"select t::text from {table} t"))
            assert not [row for (row,) in rows if any(secret in row for secret in secrets)]


async def test_a_register_of_the_nation_stays_one(
    empty: Device, database: Database, keys: Keys
) -> None:
    """Where one of the three is lacking another authority can be set up; the topmost is not that."""
    for region, letter in (("000000", "n"), ("320500", "s")):
        authority = FirstAuthority(f"{region}局", region, frozenset(Sector))
        people = {
            role: FirstPerson(f"{letter}{name}", name) for role, name in ADMINISTRATORS.items()
        }
        async with database.writing() as session:
            await setup.set_up(session, authority, people, keys=keys, now=NOW)
            disabled = sa.update(Account).where(Account.login == f"{letter}audit")
            await session.execute(disabled.values(disabled_at=NOW))

    async with database.writing() as session:
        assert await session.scalar(sa.select(Installation.top_region_code)) is None
