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


def _says_when(answer: Any, said: dict[str, Any]) -> None:
    assert answer.status_code == 429
    assert said["code"] == "TOO_MANY_ATTEMPTS"
    assert 800 < said["retryAfter"] <= 900
    assert answer.headers["retry-after"] == str(said["retryAfter"])


def _shape(answer: Any) -> list[set[str]]:
    assert "data" not in answer.json()
    return [set(error) for error in answer.json()["errors"]]
