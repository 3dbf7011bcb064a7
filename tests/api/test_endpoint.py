"""What clients send in ways of their own, and what they make of the answer."""

import json
from typing import Any

import pytest

from api.app import application
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from schema.assembly import core
from schema.operations import BEGIN_SESSION
from tests.api.browser import Browser
from tests.client import SCHEMA
from tests.people import PASSWORD

TYPENAME = {"query": "{ __typename }"}
ANSWER = {"data": {"__typename": "Query"}}
JSON, RESPONSE = "application/json", "application/graphql-response+json"
HASH = {"persistedQuery": {"version": 1, "sha256Hash": "ab" * 32}}


@pytest.fixture
def browser(database: Database, keys: Keys) -> Browser:
    return Browser(application(Settings.from_environment({}), database, keys))


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", JSON),
        ("Application/Graphql-Response+JSON", RESPONSE),
        (f"{RESPONSE}, {JSON};q=0.9", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON}", JSON),
        (f"{RESPONSE};q=0, {JSON}", JSON),
        (f"{RESPONSE};q=0, */*", JSON),
    ],
)
async def test_the_answer_is_of_the_type_that_is_preferred(
    browser: Browser, accept: str, kind: str
) -> None:
    answer = await browser.post(TYPENAME, accept=accept)

    assert answer.json() == ANSWER
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0, {RESPONSE};q=0", "*/*;q=0"])
async def test_what_is_not_accepted_is_not_sent(browser: Browser, accept: str) -> None:
    answer = await browser.post(TYPENAME, accept=accept)

    assert answer.status_code == 406
    assert _code(answer) == "NOT_ACCEPTABLE"


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_a_client_that_sends_a_hash_first_learns_to_send_the_document(
    browser: Browser, accept: str
) -> None:
    """Apollo compares the message, urql message or code; both send the document then."""
    by_post = await browser.post({"operationName": "Q", "extensions": HASH}, accept=accept)
    by_get = await browser.send(
        "GET", "/graphql", params={"extensions": json.dumps(HASH)}, headers={"accept": accept}
    )
    whole = await browser.post({**TYPENAME, "extensions": HASH}, accept=accept)

    for answer in (by_post, by_get):
        assert answer.status_code == (200 if accept == JSON else 400)
        assert answer.json() == {
            "errors": [
                {
                    "message": "PersistedQueryNotSupported",
                    "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"},
                }
            ]
        }
    assert whole.json() == ANSWER


@pytest.mark.parametrize(
    "body",
    [
        {"extensions": {}},
        {"extensions": {"persistedQuery": "ab"}},
        {"query": None, "extensions": []},
        {"query": 1, "extensions": HASH},
        {**TYPENAME, "extensions": []},
        {**TYPENAME, "extensions": "{}"},
    ],
    ids=str,
)
async def test_a_request_without_a_document_is_malformed(
    browser: Browser, body: dict[str, Any]
) -> None:
    answer = await browser.post(body, accept=RESPONSE)

    assert answer.status_code == 400
    assert _code(answer) == "REQUEST_MALFORMED"


async def test_an_empty_operation_name_is_none(browser: Browser) -> None:
    assert (await browser.post({**TYPENAME, "operationName": ""})).json() == ANSWER


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"a{i}={i}" for i in range(9)),
        "query={__typename}&extensions={",
        "query={__typename}&variables=[",
    ],
)
async def test_a_query_string_that_cannot_be_read_is_malformed(
    browser: Browser, query: str
) -> None:
    answer = await browser.get(f"/graphql?{query}", accept=RESPONSE)

    assert answer.status_code == 400
    assert _code(answer) in ("REQUEST_MALFORMED", "INVALID_JSON")


SIGN_IN = """mutation ($password: String!) {
  signIn(input: {login: "lin", password: $password, deviceId: "test"}) { ... on SignedIn { accessToken } }
}"""
IN_A_FRAGMENT = """mutation ($password: String!) { ...Begin }
fragment Begin on Mutation { __typename ... on Mutation {
  signIn(input: {login: "lin", password: $password, deviceId: "test"}) { ... on SignedIn { accessToken } }
} }"""
BESIDE = SIGN_IN.rstrip("}") + " signOut { __typename } }"


@pytest.mark.parametrize("document", [SIGN_IN, IN_A_FRAGMENT])
async def test_a_session_begins_although_a_dead_token_rides_along(
    browser: Browser, world: None, document: str
) -> None:
    body = {"query": document, "variables": {"password": PASSWORD}}

    answer = await browser.post(body, token="dead")

    token = answer.json()["data"]["signIn"]["accessToken"]
    me = await browser.post({"query": "{ me { login } }"}, token=token)
    assert me.json() == {"data": {"me": {"login": "lin"}}}


@pytest.mark.parametrize(
    "document",
    [
        BESIDE,
        "mutation { signOut { __typename } }",
        "mutation { __typename }",
        "{ __typename }",
        "{ courses(first: 1) { totalCount } }",
    ],
)
async def test_a_dead_token_does_nothing_else(browser: Browser, world: None, document: str) -> None:
    body = {"query": document, "variables": {"password": PASSWORD}}

    answer = await browser.post(body, token="dead", accept=RESPONSE)

    assert answer.status_code == 401
    assert _code(answer) == "UNAUTHENTICATED"


def test_what_begins_a_session_is_in_the_schema() -> None:
    root = core(SCHEMA).mutation_type
    assert root is not None
    assert root.fields.keys() >= BEGIN_SESSION


def _code(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    return str(error["extensions"]["code"])
