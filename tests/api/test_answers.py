"""One answer on all roads: whichever way a request is carried out, a no has one status and one form."""

from typing import Any

import pytest

from api.app import application
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests import people
from tests.api.browser import Browser

JSON, RESPONSE = "application/json", "application/graphql-response+json"
SIGN_IN = """mutation ($password: String!) {
  signIn(input: {login: "lin", password: $password, deviceId: "d"}) {
    ... on SignedIn { accessToken } ... on TooManyAttempts { code retryAfter }
  }
}"""
RECEIPT = '{ __typename found: complaintByReceipt(receipt: "1") { state } }'


@pytest.fixture
def browser(database: Database, keys: Keys, world: None) -> Browser:
    return Browser(application(Settings.from_environment({}), database, keys))


@pytest.mark.parametrize(
    "field",
    ['drawEdition(taskCode: "x")', 'drawSlip(taskCode: "x", institutionId: "inst_1")'],
)
@pytest.mark.parametrize("beside", ["", 'regions(parent: "320500") { code }', "codeLists { name }"])
async def test_a_field_with_a_resolver_is_refused_as_a_compiled_one(
    browser: Browser, field: str, beside: str
) -> None:
    compiled = await browser.post(
        {"query": f"{{ {beside} x: inspections(first: 1) {{ totalCount }} }}"}, accept=RESPONSE
    )
    resolved = await browser.post({"query": f"{{ {beside} x: {field} }}"}, accept=RESPONSE)

    assert resolved.status_code == compiled.status_code == 403
    assert _shape(resolved) == _shape(compiled) == [{"message", "path", "extensions"}]
    assert resolved.json()["errors"][0]["path"] == ["x"]
    assert resolved.json()["errors"][0]["extensions"] == {"code": "NOT_PERMITTED"}


async def test_a_field_that_is_left_out_is_not_refused(browser: Browser) -> None:
    document = '{ __typename drawEdition(taskCode: "x") @skip(if: true) }'

    assert (await browser.ask(document)) == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_too_many_attempts_are_one_answer(browser: Browser, accept: str) -> None:
    for _ in range(10):
        await browser.ask(RECEIPT)
        await browser.ask(SIGN_IN, {"password": "not the password"})

    by_field = await browser.post({"query": RECEIPT}, accept=accept)
    by_payload = await browser.post(
        {"query": SIGN_IN, "variables": {"password": people.PASSWORD}}, accept=accept
    )

    (error,) = by_field.json()["errors"]
    assert by_field.json().keys() == {"errors"}
    assert error["path"] == ["found"]
    assert "locations" not in error
    _says_when(by_field, error["extensions"])
    _says_when(by_payload, by_payload.json()["data"]["signIn"])


DOCUMENTS = {
    "syntax": ("{ a", "SYNTAX_ERROR"),
    "validation": ("{ nothing }", "INVALID_DOCUMENT"),
    "limits": ("{" + "".join(f" a{i}: __typename" for i in range(31)) + "}", "TOO_MANY_ALIASES"),
    "operation": ("query A { __typename } query B { __typename }", "NO_SUCH_OPERATION"),
    "variables": ("query ($f: Int!) { courses(first: $f) { totalCount } }", "INVALID_VALUE"),
    "permission": ("{ inspections(first: 1) { totalCount } }", "NOT_PERMITTED"),
    "page": ("{ courses { totalCount } }", "PAGE_SIZE_REQUIRED"),
}


@pytest.mark.parametrize("case", DOCUMENTS)
async def test_whatever_is_wrong_with_a_document_has_one_status(
    browser: Browser, case: str
) -> None:
    document, code = DOCUMENTS[case]

    legacy = await browser.post({"query": document}, accept=JSON)
    named = await browser.post({"query": document}, accept=RESPONSE)

    assert legacy.status_code == 200
    assert named.status_code == (403 if code == "NOT_PERMITTED" else 400)
    assert legacy.json() == named.json()
    assert legacy.json()["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "INVALID_JSON"),
        (b"[]", "REQUEST_MALFORMED"),
        (b'{"query": 1}', "REQUEST_MALFORMED"),
        (b'{"query": "{ __typename }", "variables": []}', "REQUEST_MALFORMED"),
        (b'{"query": "\\ud800"}', "INVALID_TEXT"),
    ],
)
@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_a_body_that_is_no_request_is_400(
    browser: Browser, body: bytes, code: str, accept: str
) -> None:
    headers = {"content-type": JSON, "accept": accept}

    answer = await browser.send("POST", "/graphql", content=body, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
async def test_a_mutation_by_get_is_sent_by_post(browser: Browser, accept: str) -> None:
    parameters = {"query": "mutation { signOut { __typename } }"}

    answer = await browser.send("GET", "/graphql", params=parameters, headers={"accept": accept})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


async def test_a_syntax_error_is_underlined_where_it_is(browser: Browser) -> None:
    answer = await browser.ask("query {\n  courses(first: 1 {")

    (error,) = answer["errors"]
    assert error["locations"] == [{"line": 2, "column": 20}]


@pytest.mark.parametrize(
    "path",
    ["/", "/nowhere", "/healthz", "/schema.graphql", "/ide/assets/no.js", "/evidence/x/picture"],
)
async def test_no_answer_is_taken_for_another_type(browser: Browser, path: str) -> None:
    assert (await browser.get(path)).headers.get_list("x-content-type-options") == ["nosniff"]


@pytest.mark.parametrize("body", [{"query": "{ __typename }"}, "x" * 70_000])
async def test_no_answer_of_the_endpoint_is_either(browser: Browser, body: Any) -> None:
    answer = await browser.post(body)

    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("traceparent, tracestate, baggage, sentry-trace", 200),
        ("Apollo-Require-Preflight,X-Apollo-Operation-Name,content-type", 200),
        ("x-unheard-of", 400),
    ],
)
async def test_pages_may_send_what_they_trace_by(
    database: Database, keys: Keys, headers: str, status: int
) -> None:
    named = Settings.from_environment({"ALLOWED_ORIGINS": "https://app.example.org"})
    preflight = {
        "origin": "https://app.example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": headers,
    }

    answer = await Browser(application(named, database, keys)).send(
        "OPTIONS", "/graphql", headers=preflight
    )

    assert answer.status_code == status


def _says_when(answer: Any, given: dict[str, Any]) -> None:
    assert answer.status_code == 429
    assert given["code"] == "TOO_MANY_ATTEMPTS"
    assert 800 < given["retryAfter"] <= 900
    assert answer.headers["retry-after"] == str(given["retryAfter"])


def _shape(answer: Any) -> list[set[str]]:
    assert "data" not in answer.json()
    return [set(error) for error in answer.json()["errors"]]
