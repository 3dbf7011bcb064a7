from pathlib import Path

import pytest
from starlette.types import ASGIApp

from api.app import application
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests import people
from tests.api.browser import Browser

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
            # Nobody works here.
            "jobs": "JOBS_LATE",
            "outbox": "ok",
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
