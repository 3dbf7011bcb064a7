import asyncio

import asyncpg
import pytest
import sqlalchemy as sa
from starlette.types import ASGIApp

from api.app import application
from api.settings import Settings
from demo.story import loader
from demo.story.people import PASSWORD, PEOPLE
from demo.story.places import counts, listed
from domain.complaints.identity import Complainant
from persistence.complaints import vault
from persistence.complaints.vault_table import ComplainantIdentity
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.api.browser import Browser
from tests.client import Client

STATISTICS = """
query Statistics($parent: String!) {
  institutionStatistics(parent: $parent) { region { code } total subjectTotal }
}
"""
SIGN_IN = """
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignedIn { accessToken }
    ... on Refusal { code }
  }
}
"""
ME = "{ me { login displayName grants { role } } }"


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
async def demo(database: Database, keys: Keys) -> None:
    assert await loader.load(database.engine, keys, silent, is_open=True) > 6_000


@pytest.fixture
def app(database: Database, keys: Keys) -> ASGIApp:
    return application(Settings.from_environment({}), database, keys)


async def signed_in(browser: Browser, login: str) -> dict[str, str]:
    input = {"login": login, "password": PASSWORD, "deviceId": "test"}
    answer = await browser.ask(SIGN_IN, {"input": input})
    found: dict[str, str] = answer["data"]["signIn"]
    return found


@pytest.mark.usefixtures("demo")
async def test_the_statistics_are_those_of_the_founding_document(ask: Client) -> None:
    city, *districts = listed()

    children = (await ask(STATISTICS, {"parent": "320500"}))["institutionStatistics"]
    cities = (await ask(STATISTICS, {"parent": "320000"}))["institutionStatistics"]

    totals = {c["region"]["code"]: (c["total"], c["subjectTotal"]) for c in children}
    assert totals == {count.region_code: (count.total, count.subject) for count in counts()}
    for count in districts:
        assert totals[count.region_code] == (count.total, count.subject)
    assert tuple(map(sum, zip(*totals.values(), strict=True))) == (city.total, city.subject)
    suzhou = next(each for each in cities if each["region"]["code"] == "320500")
    assert (suzhou["total"], suzhou["subjectTotal"]) == (234, 70)


@pytest.mark.usefixtures("demo")
async def test_every_demo_person_signs_in_and_is_known(app: ASGIApp) -> None:
    browser = Browser(app)
    for number, person in enumerate(PEOPLE):
        tokens = await signed_in(browser, person.login)
        assert tokens["__typename"] == "SignedIn", (number, person.login, tokens)

        answer = await browser.ask(ME, token=tokens["accessToken"])

        assert answer == {
            "data": {
                "me": {
                    "login": person.login,
                    "displayName": person.name,
                    "grants": [{"role": person.role.value}],
                }
            }
        }


async def test_the_demo_is_loaded_once_only(database: Database, keys: Keys) -> None:
    loads = (loader.load(database.engine, keys, silent, is_open=True) for _ in range(3))

    counts = await asyncio.gather(*loads)

    assert sorted(map(bool, counts)) == [False, False, True]
    assert await database.value("select count(*) from institutions") == 251
    assert await loader.is_loaded(database.engine)


@pytest.mark.usefixtures("world")
async def test_a_register_in_use_gets_no_demo(database: Database, keys: Keys) -> None:
    assert await loader.load(database.engine, keys, silent, is_open=True) == 0
    assert not await loader.is_loaded(database.engine)
    assert not await loader.can_sign_in(database.engine)
    assert await loader.lock_out(database.engine) == 0


async def test_an_interrupted_load_leaves_nothing(database: Database, keys: Keys) -> None:
    def interrupted(done: int, _total: int) -> None:
        if done > 3_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await loader.load(database.engine, keys, interrupted, is_open=True)

    assert await database.value("select count(*) from institutions") == 0
    assert await database.value("select count(*) from accounts") == 0
    assert await loader.load(database.engine, keys, silent, is_open=True) > 6_000


async def test_on_an_open_host_nobody_has_the_demo_password(
    database: Database, keys: Keys, app: ASGIApp
) -> None:
    await loader.load(database.engine, keys, silent, is_open=False)

    refused = await signed_in(Browser(app), "task-manager")

    assert refused == {"__typename": "SignInRefused", "code": "SIGN_IN_REFUSED"}
    assert not await loader.can_sign_in(database.engine)


@pytest.mark.usefixtures("demo")
async def test_a_start_that_others_can_reach_takes_the_password_away_for_good(
    database: Database, keys: Keys, app: ASGIApp
) -> None:
    browser = Browser(app)
    token = (await signed_in(browser, "task-manager"))["accessToken"]
    assert await loader.can_sign_in(database.engine)

    locked = await loader.lock_out(database.engine)

    assert locked == len(PEOPLE)
    assert (await signed_in(browser, "task-manager"))["code"] == "SIGN_IN_REFUSED"
    # Another process remembers no actor.
    another = application(Settings.from_environment({}), database, keys)
    answer = await Browser(another).ask(ME, token=token)
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await loader.lock_out(database.engine) == 0


@pytest.mark.usefixtures("demo")
async def test_who_complained_lies_in_the_vault(database: Database, keys: Keys) -> None:
    async with database.writing() as session:
        row = await session.scalar(sa.select(ComplainantIdentity).limit(1))
        assert row is not None
        identity = vault.opened(row, keys)

    assert isinstance(identity, Complainant)
    assert identity.name in {person.name for person in PEOPLE if person.is_parent}
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.value("select count(*) from vault.complainant_identities")


@pytest.mark.usefixtures("demo")
async def test_an_order_waits_for_each_side(app: ASGIApp) -> None:
    browser = Browser(app)
    document = "{ correctionOrders(first: 9) { nodes { state escalations { state } } } }"

    async def states(login: str) -> list[str]:
        tokens = await signed_in(browser, login)
        answer = await browser.ask(document, token=tokens["accessToken"])
        return sorted(each["state"] for each in answer["data"]["correctionOrders"]["nodes"])

    assert await states("result-auditor") == ["CLOSED", "OVERDUE", "SUBMITTED"]
