"""The first line of defence, asked over the real application: limits, masking, introspection, budgets.

Rows of the attack table of the design are named by number in each test.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.app import application
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from tests.people import PASSWORD
from tests.schema.complaints.complaint_steps import REPORT

ASKED = {"accept": "application/graphql-response+json", "content-type": "application/json"}


def _settings(**environment: str) -> Settings:
    return Settings.from_environment({"DATA_DIR": str(Path.cwd()), **environment})


@pytest.fixture
async def development(database_url: str, keys: Keys, world: None) -> AsyncIterator[Any]:
    async with _client(database_url, keys) as client:
        yield client


@pytest.fixture
async def production(database_url: str, keys: Keys, world: None) -> AsyncIterator[Any]:
    async with _client(database_url, keys, ENV="production") as client:
        yield client


@asynccontextmanager
async def _client(
    database_url: str, keys: Keys, database: Database | None = None, **environment: str
) -> AsyncIterator[Any]:
    database = database or Database(database_url, read_size=2)
    app = application(_settings(**environment), database, keys)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://test", headers=ASKED
    ) as client:
        yield client
    await database.close()


async def _code(client: Any, query: str, **more: Any) -> tuple[int, str | None]:
    response = await client.post("/graphql", json={"query": query, **more})
    errors = response.json().get("errors")
    return response.status_code, errors[0]["extensions"]["code"] if errors else None


async def test_1_a_body_over_the_cap_is_refused_unread(development: Any) -> None:
    just = await development.post("/graphql", content=b"x" * 65_536)
    over = await development.post("/graphql", content=b"x" * 65_537)

    assert just.json()["errors"][0]["extensions"]["code"] == "INVALID_JSON"
    assert (over.status_code, over.json()["errors"][0]["extensions"]["code"]) == (
        413,
        "REQUEST_TOO_LARGE",
    )


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{" + " __typename" * 1_100 + "}", "TOO_MANY_TOKENS"),
        ("{" + "".join(f" a{i}: __typename" for i in range(31)) + "}", "TOO_MANY_ALIASES"),
        (
            '{ region(code: "320500")' + " { parent" * 9 + " { code }" + " }" * 9 + " }",
            "TOO_DEEP",
        ),
        (
            '{ ...A } fragment A on Query { region(code: "320500")'
            + " { parent" * 9
            + " { code }"
            + " }" * 9
            + " }",
            "TOO_DEEP",
        ),
        ("{ __typename" + " @skip(if: false)" * 51 + "}", "TOO_MANY_DIRECTIVES"),
        (
            "{ __typename }"
            + "".join(f" fragment F{i} on Query {{ __typename }}" for i in range(51)),
            "TOO_MANY_FRAGMENTS",
        ),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "INVALID_DOCUMENT"),
        (
            '{ a: complaintByReceipt(receipt: "1") { state } b: complaintByReceipt(receipt: "2") { state } }',
            "ONE_ATTEMPT_PER_OPERATION",
        ),
        (
            "{" + "".join(f" a{i}: __schema {{ types {{ name }} }}" for i in range(3)) + "}",
            "TOO_MANY_ALIASES",
        ),
        (
            "{ __schema { ...A } } fragment A on __Schema { a: types { ...B } b: types { ...B } }"
            " fragment B on __Type { c: name }",
            "TOO_MANY_ALIASES",
        ),
        (
            "{" + "".join(f" a{i}: codeLists {{ codes {{ code }} }}" for i in range(6)) + "}",
            "TOO_MANY_ALIASES",
        ),
        (
            "{ institutions(first: 100) { nodes { courses(first: 100) { nodes { institution"
            " { courses(first: 100) { nodes { id } } } } } } } }",
            "TOO_MANY_NODES",
        ),
    ],
    ids=[
        "2",
        "5",
        "4",
        "4-fragment",
        "8",
        "3",
        "9",
        "21",
        "5-schema",
        "5-fragment",
        "5-codes",
        "17",
    ],
)
async def test_documents_that_cost_too_much_are_refused_by_name(
    development: Any, document: str, code: str
) -> None:
    assert await _code(development, document) == (400, code)


async def test_17_nested_pages_multiply(development: Any) -> None:
    document = (
        "{ institutions(first: 100) { nodes { courses(first: 100) { nodes { id } }"
        " teachers(first: 100) { nodes { id } } } } }"
    )

    assert await _code(development, document) == (400, "TOO_MANY_NODES")


async def test_an_answer_is_as_large_as_the_operator_allows(
    database_url: str, keys: Keys, world: None, development: Any
) -> None:
    country = '{ regions(parent: "000000") { children { children { code name } } } }'

    async with _client(database_url, keys, MAX_ANSWER_BYTES="65536") as client:
        assert await _code(client, country) == (400, "ANSWER_TOO_LARGE")
    assert await _code(development, country) == (200, None)


async def test_6_batches_are_no_requests(development: Any) -> None:
    response = await development.post("/graphql", json=[{"query": "{ __typename }"}] * 3)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "REQUEST_MALFORMED"


async def test_10_introspection_is_off_for_strangers_in_production(
    production: Any, development: Any
) -> None:
    document = "{ __schema { queryType { name } } }"

    assert await _code(production, document) == (400, "INVALID_DOCUMENT")
    assert await _code(development, document) == (200, None)


async def test_11_no_names_are_suggested(production: Any) -> None:
    response = await production.post("/graphql", json={"query": "{ institution { nam } }"})
    wrong_enum = await production.post(
        "/graphql",
        json={"query": "{ courses(first: 1, filter: {delivery: OFFLIN}) { nodes { id } } }"},
    )

    assert "Did you mean" not in response.text
    assert "Did you mean" not in wrong_enum.text


async def test_12_no_page_to_explore_in_production(production: Any) -> None:
    response = await production.get("/graphql", headers={"accept": "text/html"})

    assert response.status_code in (400, 406)


async def test_14_only_queries_by_get(development: Any) -> None:
    query = await development.get("/graphql", params={"query": "{ __typename }"})
    mutation = await development.get(
        "/graphql", params={"query": "mutation { signOut { __typename } }"}
    )

    assert query.json() == {"data": {"__typename": "Query"}}
    assert mutation.status_code == 405


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
async def test_15_forms_cannot_ask(development: Any, kind: str) -> None:
    response = await development.post(
        "/graphql", content=b'{"query": "{ __typename }"}', headers={"content-type": kind}
    )

    assert response.status_code == 415


async def test_cross_origin_is_closed_unless_configured(
    development: Any, database_url: str, keys: Keys
) -> None:
    preflight = {"origin": "https://else.example", "access-control-request-method": "POST"}
    closed = await development.options("/graphql", headers=preflight)
    async with _client(database_url, keys, ALLOWED_ORIGINS="https://app.example") as client:
        stranger = await client.options("/graphql", headers=preflight)
        friend = await client.options(
            "/graphql", headers={**preflight, "origin": "https://app.example"}
        )

    assert "access-control-allow-origin" not in closed.headers
    assert "access-control-allow-origin" not in stranger.headers
    assert friend.headers["access-control-allow-origin"] == "https://app.example"


async def test_21_wrong_receipts_run_out(development: Any) -> None:
    document = "query($r: String!) { complaintByReceipt(receipt: $r) { state } }"
    codes = [
        (await _code(development, document, variables={"r": f"{i:020d}"}))[1] for i in range(12)
    ]

    assert codes[:10] == [None] * 10
    assert codes[10:] == ["TOO_MANY_ATTEMPTS"] * 2


async def _payload(client: Any, mutation: str, input: dict[str, Any]) -> str:
    """The code of the refusal, or the name of the success."""
    name = mutation[0].upper() + mutation[1:]
    document = (
        f"mutation($i: {name}Input!) {{ {mutation}(input: $i) "
        "{ __typename ... on Refusal { code } } }"
    )
    body = {"query": document, "variables": {"i": input}}
    payload: dict[str, str] = (await client.post("/graphql", json=body)).json()["data"][mutation]
    return payload.get("code", payload["__typename"])


async def test_21_wrong_passwords_run_out_but_not_for_a_device_that_was_signed_in(
    development: Any,
) -> None:
    async def attempt(password: str, device: str) -> str:
        given = {"login": "lin", "password": password, "deviceId": device}
        return await _payload(development, "signIn", given)

    before = await attempt(PASSWORD, "known")
    wrong = [await attempt(f"wrong password {i}", "d") for i in range(10)]

    assert before == "SignedIn"
    assert set(wrong) == {"SIGN_IN_REFUSED"}
    assert await attempt(PASSWORD, "d") == "TOO_MANY_ATTEMPTS"
    assert await attempt(PASSWORD, "known") == "SignedIn"


async def test_anonymous_complaints_of_one_address_run_out(development: Any) -> None:
    answers = [
        await _payload(development, "raiseComplaint", REPORT | {"operationId": str(new_key())})
        for _ in range(12)
    ]

    assert answers == ["ComplaintRaised"] * 10 + ["TOO_MANY_ATTEMPTS"] * 2


async def test_28_requests_at_once_keep_apart(development: Any) -> None:
    async def name_of(code: str) -> Any:
        response = await development.post(
            "/graphql",
            json={
                "query": "query($c: String!) { region(code: $c) { code } }",
                "variables": {"c": code},
            },
        )
        return response.json()["data"]["region"]["code"]

    codes = ["320500", "320508", "110105", "000000"] * 10

    assert await asyncio.gather(*map(name_of, codes)) == codes


async def test_13_faults_are_masked_and_named_by_request(
    database_url: str, keys: Keys, world: None
) -> None:
    database = Database(database_url, read_size=1, reader_role="no_such_role")
    async with _client(database_url, keys, database) as client:
        response = await client.post("/graphql", json={"query": "{ me { id } }"})

    (error,) = response.json()["errors"]
    assert error["message"] == "Unexpected error."
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]
    assert not re.search(r"role|asyncpg|Traceback|select", response.text, re.IGNORECASE)


async def test_a_statement_that_takes_too_long_is_ended(
    database_url: str, keys: Keys, world: None
) -> None:
    database = Database(database_url, read_size=1)
    await database.value("select set_config('statement_timeout', '1', false)")
    slow = (
        '{ a: institutionStatistics(parent: "000000") { total }'
        ' regions(parent: "000000") { children { children { code name } } } }'
    )
    async with _client(database_url, keys, database) as client:
        response = await client.post("/graphql", json={"query": slow})

    assert response.json()["errors"][0]["extensions"]["code"] == "TIMED_OUT"


async def test_a_token_that_shows_nobody_is_no_visitor(development: Any) -> None:
    response = await development.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"authorization": "Bearer nonsense"}
    )

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
