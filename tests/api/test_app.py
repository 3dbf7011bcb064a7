import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from api import logs
from api.app import application, now
from api.settings import Settings
from jobs import outbox as worker
from persistence.accounts import one_time_codes
from persistence.engine import outbox
from persistence.engine.database import Database
from persistence.engine.delivery import (
    Effect,
    Message,
    Undelivered,
    deliver_next,
)
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from schema.accounts.mutations.request_one_time_code import TOPIC
from tests import people
from tests.api.browser import Browser
from tests.factories import records

TYPENAME = {"query": "{ __typename }"}
INTROSPECTION = {"query": "{ __schema { queryType { name } } }"}
SIGN_IN = """
mutation SignIn($login: String!, $password: String!) {
  signIn(input: {login: $login, password: $password, deviceId: "test"}) {
    __typename
    ... on SignedIn { accessToken }
    ... on Refusal { code }
  }
}
"""
DEVELOPMENT: dict[str, str] = {}
PRODUCTION = {"ENV": "production"}
PHONE = "15400000099"


def app(database: Database, keys: Keys, **environment: str) -> ASGIApp:
    return application(Settings.from_environment(environment), database, keys)


@pytest.fixture
def browser(database: Database, keys: Keys) -> Browser:
    return Browser(app(database, keys))


async def test_a_query_is_answered_with_its_request_id(browser: Browser) -> None:
    answer = await browser.post(TYPENAME)

    assert answer.status_code == 200
    assert answer.json() == {"data": {"__typename": "Query"}}
    assert len(answer.headers["x-request-id"]) == 36


async def test_the_endpoint_has_no_slash_to_redirect_to(browser: Browser) -> None:
    assert (await browser.send("POST", "/graphql/", json=TYPENAME)).status_code == 404
    assert (await browser.send("PUT", "/graphql", json=TYPENAME)).status_code == 405


async def test_a_browser_gets_pages(database: Database, keys: Keys) -> None:
    page = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

    sent = await Browser(app(database, keys)).get("/graphql", **page)
    landed = await Browser(app(database, keys)).get("/", host='<script>"', **page)
    refused = await Browser(app(database, keys, **PRODUCTION)).get("/graphql", **page)

    assert sent.status_code == 200
    assert sent.headers["content-type"] == "text/html; charset=utf-8"
    assert landed.status_code == 200
    assert "<script>" not in landed.text
    assert "default-src 'none'" in landed.headers["content-security-policy"]
    assert refused.status_code == 400


async def test_strangers_look_into_the_schema_in_development_only(
    database: Database, keys: Keys
) -> None:
    allowed = await Browser(app(database, keys)).post(INTROSPECTION)
    refused = await Browser(app(database, keys, **PRODUCTION)).post(INTROSPECTION)

    assert allowed.json() == {"data": {"__schema": {"queryType": {"name": "Query"}}}}
    assert "data" not in refused.json()


async def test_a_body_beyond_the_cap_is_refused_unread(browser: Browser) -> None:
    answer = await browser.post({"query": "{ __typename }", "padding": "x" * 70_000})

    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "REQUEST_TOO_LARGE"


async def test_health_is_told(database: Database, keys: Keys, tmp_path: Path) -> None:
    browser = Browser(app(database, keys, DATA_DIR=str(tmp_path)))

    assert (await browser.get("/healthz")).json() == {"status": "alive"}
    answer = (await browser.get("/readyz")).json()
    # By the machine's clock it may or may not be about to end.
    assert answer["parts"].pop("calendar") in ("ok", "CALENDAR_ENDS_SOON", "CALENDAR_OVER")
    assert answer == {
        "status": "ready",
        "parts": {
            "database": "ok",
            "role": "ok",
            "clock": "ok",
            "writing": "ok",
            "key": "ok",
            "store": "ok",
            "changes": "ok",
        },
    }


async def test_pages_of_other_origins_are_let_in_by_name_only(
    database: Database, keys: Keys
) -> None:
    preflight = {"origin": "https://app.example.org", "access-control-request-method": "POST"}
    named = app(database, keys, ALLOWED_ORIGINS="https://app.example.org")

    closed = await Browser(app(database, keys)).send("OPTIONS", "/graphql", headers=preflight)
    opened = await Browser(named).send("OPTIONS", "/graphql", headers=preflight)
    other = await Browser(named).send(
        "OPTIONS", "/graphql", headers={**preflight, "origin": "https://evil.example.org"}
    )

    assert "access-control-allow-origin" not in closed.headers
    assert opened.headers["access-control-allow-origin"] == "https://app.example.org"
    assert "access-control-allow-credentials" not in opened.headers
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.usefixtures("world")
async def test_an_account_has_ten_wrong_attempts_from_wherever(
    database: Database, keys: Keys
) -> None:
    one = app(database, keys)
    wrong = {"login": people.lin.login, "password": "not the password"}

    codes = [
        (await Browser(one, f"192.0.2.{number}").ask(SIGN_IN, wrong))["data"]["signIn"]["code"]
        for number in range(11)
    ]

    assert codes == ["SIGN_IN_REFUSED"] * 10 + ["TOO_MANY_ATTEMPTS"]


@pytest.mark.usefixtures("world")
async def test_an_address_has_twenty_wrong_attempts_at_whomever(browser: Browser) -> None:
    codes = []
    for number in range(21):
        wrong = {"login": f"nobody-{number}", "password": "not the password"}
        codes.append((await browser.ask(SIGN_IN, wrong))["data"]["signIn"]["code"])

    assert codes == ["SIGN_IN_REFUSED"] * 20 + ["TOO_MANY_ATTEMPTS"]


@pytest.mark.usefixtures("world")
async def test_right_ones_are_not_counted(browser: Browser) -> None:
    right = {"login": people.lin.login, "password": people.PASSWORD}

    answers = [(await browser.ask(SIGN_IN, right))["data"]["signIn"] for _ in range(12)]

    assert {answer["__typename"] for answer in answers} == {"SignedIn"}


# The worker


def test_the_topic_is_the_one_that_codes_are_sent_under() -> None:
    assert worker.ONE_TIME_CODE == TOPIC


def test_codes_go_to_the_console_of_a_developers_own_machine_only(keys: Keys) -> None:
    def topics(**environment: str) -> set[str]:
        return set(channels_of(environment, keys))

    assert topics() == {worker.ONE_TIME_CODE}
    assert topics(HOST="192.0.2.1") == set()
    assert topics(**PRODUCTION) == set()


async def test_a_code_is_printed_and_the_message_is_done(
    browser: Browser, database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    request = (
        "mutation Ask($phone: String!) "
        "{ requestOneTimeCode(input: {phone: $phone}) { __typename } }"
    )
    answer = await browser.ask(request, {"phone": PHONE})

    capsys.readouterr()
    async with delivering(database, channels_of({}, keys)):
        await nothing_waits(database)

    assert answer["data"]["requestOneTimeCode"]["__typename"] == "OneTimeCodeSent"
    printed = capsys.readouterr().out
    assert printed.startswith("one-time code for 154****0099: ")
    code = printed.split(": ")[1].split()[0]
    async with database.writing() as session:
        assert await one_time_codes.attempt(
            session, PHONE, code, keys=keys, now=dt.datetime.now(dt.UTC)
        )


async def test_a_code_good_no_longer_is_passed_over(
    database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    long_ago = dt.datetime.now(dt.UTC) - one_time_codes.VALID_WITHIN - dt.timedelta(minutes=1)
    await queue(database, keys, created_at=long_ago)

    async with delivering(database, channels_of({}, keys)):
        await nothing_waits(database)

    assert capsys.readouterr().out == ""


async def test_other_topics_stay(database: Database, keys: Keys) -> None:
    await queue(database, keys, topic="complaint.received")

    async def effect(_message: Message) -> None:
        raise AssertionError("nobody may deliver this")

    assert not await deliver_next(database, {worker.ONE_TIME_CODE}, effect)
    assert await waiting(database) == 1


async def test_what_failed_waits_behind_the_others(database: Database, keys: Keys) -> None:
    for _ in range(2):
        await queue(database, keys)
    seen = []

    async def effect(message: Message) -> None:
        seen.append(message.object_id)
        if len(seen) == 1:
            raise OSError("the channel is down")

    with pytest.raises(Undelivered, match="attempt 1"):
        await deliver_next(database, {worker.ONE_TIME_CODE}, effect)
    while await deliver_next(database, {worker.ONE_TIME_CODE}, effect):
        pass

    first, second, third = seen
    assert first == third != second
    assert await waiting(database) == 0


async def test_several_workers_deliver_each_message_once(database: Database, keys: Keys) -> None:
    for _ in range(6):
        await queue(database, keys)
    seen = []

    async def effect(message: Message) -> None:
        seen.append(message.object_id)
        await asyncio.sleep(0)

    async def work() -> None:
        while await deliver_next(database, {worker.ONE_TIME_CODE}, effect):
            pass

    await asyncio.gather(*(work() for _ in range(4)))

    assert len(seen) == len(set(seen)) == 6


def channels_of(environment: dict[str, str], keys: Keys) -> dict[str, Effect]:
    settings = Settings.from_environment(environment)
    return worker.channels(keys, now, is_development=settings.is_development)


@asynccontextmanager
async def delivering(database: Database, channels: dict[str, Effect]) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.deliver(database, channels, logs.fault, every=0.01))
    yield
    task.cancel()
    await asyncio.wait([task])


async def nothing_waits(database: Database) -> None:
    async with asyncio.timeout(10):
        while await waiting(database):  # noqa: ASYNC110  # a table tells no event
            await asyncio.sleep(0.01)


async def waiting(database: Database) -> int:
    async with database.engine.connect() as connection:
        sql = "select count(*) from outbox_messages where delivered_at is null"
        return int((await connection.exec_driver_sql(sql)).scalar_one())


async def queue(
    database: Database,
    keys: Keys,
    *,
    topic: str = worker.ONE_TIME_CODE,
    created_at: dt.datetime | None = None,
) -> None:
    id = new_key()
    async with database.writing() as session:
        row = records.outbox_message(
            topic,
            object_id=id,
            payload_sealed=outbox.seal(keys, id, phone=PHONE, code="123456"),
        )
        if created_at:
            row.created_at = created_at
        session.add(row)
