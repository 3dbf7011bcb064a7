"""What a client is told when the database is slow, busy or away: the same on every road."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import asyncpg
import orjson
import pytest
from starlette.types import ASGIApp, Message

from api.app import application
from api.disconnects import LOOK_AFTER, WhileConnected
from api.settings import Settings
from persistence.engine.database import Database, Patience
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests import people
from tests.api.browser import Browser
from tests.proxy import proxy

pytestmark = pytest.mark.usefixtures("world")

TIMED_OUT = {
    "message": "The answer took too long. Ask for less and try again.",
    "extensions": {"code": "TIMED_OUT"},
}
ENGLISH = {"accept-language": "en", "accept": "application/graphql-response+json"}
REGION = '{ region(code: "320500") { code } }'


@asynccontextmanager
async def served(
    url: str, keys: Keys, patience: Patience | None = None, size: int = 4
) -> AsyncIterator[tuple[ASGIApp, Database]]:
    database = Database(url, read_size=size, write_size=size, patience=patience)
    yield application(Settings.from_environment({}), database, keys), database
    await database.close()


@asynccontextmanager
async def locked(url: str, table: str) -> AsyncIterator[None]:
    """Nobody can read the table meanwhile."""
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        await connection.execute(f"lock table {table} in access exclusive mode")
        yield
    await connection.close()


def with_timeout(url: str, milliseconds: int) -> str:
    return f"{url}{'&' if '?' in url else '?'}statement_timeout={milliseconds}"


@pytest.mark.parametrize("mixed", ["", "__schema { queryType { name } }"], ids=["read", "executed"])
async def test_one_root_times_out_and_the_others_answer(
    database_url: str, keys: Keys, mixed: str
) -> None:
    query = (
        '{ found: region(code: "320500") { code } '
        f'late: institution(by: {{ id: "{ids.write("Institution", people.MAPLE)}" }}) '
        f"{{ id }} {mixed} }}"
    )

    async with (
        served(with_timeout(database_url, 100), keys) as (app, _),
        locked(database_url, "institutions"),
    ):
        answer = await Browser(app).post({"query": query}, **ENGLISH)

    assert answer.status_code == 200
    assert answer.json()["data"]["found"] == {"code": "320500"}
    assert answer.json()["data"]["late"] is None
    assert [without_places(error) for error in answer.json()["errors"]] == [
        {**TIMED_OUT, "path": ["late"]}
    ]


@pytest.mark.parametrize("mixed", ["", "__schema { queryType { name } }"], ids=["read", "executed"])
async def test_a_root_that_cannot_be_null_takes_the_whole_with_it(
    database_url: str, keys: Keys, mixed: str
) -> None:
    query = f'{{ region(code: "320500") {{ code }} institutions(first: 1) {{ nodes {{ id }} }} {mixed} }}'

    async with (
        served(with_timeout(database_url, 100), keys) as (app, _),
        locked(database_url, "institutions"),
    ):
        answer = (await Browser(app).post({"query": query}, **ENGLISH)).json()

    assert answer["data"] is None
    assert [without_places(each) for each in answer["errors"]] == [
        {**TIMED_OUT, "path": ["institutions"]}
    ]


async def test_a_mutation_times_out_by_the_same_name(database_url: str, keys: Keys) -> None:
    async with (
        served(with_timeout(database_url, 100), keys) as (app, _),
        locked(database_url, "accounts"),
    ):
        answer = await Browser(app).post(sign_in(), **ENGLISH)

    assert answer.status_code == 200
    assert without_places(answer.json()["errors"][0]) == {**TIMED_OUT, "path": ["signIn"]}


async def test_who_finds_no_connection_asks_again_later(database_url: str, keys: Keys) -> None:
    async with served(database_url, keys, Patience(connection=0.1), size=1) as (app, database):
        sleeping = asyncio.create_task(database.value("select pg_sleep(0.6)"))
        await asyncio.sleep(0.05)
        answers = [
            await Browser(app).post({"query": query}, **ENGLISH)
            for query in (REGION, '{ region(code: "320500") { code } __schema { __typename } }')
        ]
        async with database.writing() as session:
            _ = await session.connection()
            answers.append(await Browser(app).post(sign_in(), **ENGLISH))
        await sleeping

    for answer in answers:
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        error = answer.json()["errors"][0]
        assert error["message"] == "The system is busy. Try again in a moment."
        assert error["extensions"] == {"code": "BUSY", "retryAfter": "2"}
    assert [answer.json()["errors"][0]["path"] for answer in answers] == [
        ["region"],
        ["region"],
        ["signIn"],
    ]


async def test_a_database_that_is_away_is_never_a_success(database_url: str, keys: Keys) -> None:
    async with (
        proxy(database_url) as way,
        served(way.url, keys, Patience(connection=0.2)) as (app, _),
    ):
        browser = Browser(app)
        token = (await browser.ask(**sign_in_document()))["data"]["signIn"]["accessToken"]
        await way.close()
        answers = [
            await browser.post({"query": REGION}, **ENGLISH),
            await browser.post({"query": REGION}, accept="application/json"),
            await browser.post({"query": REGION}, token=token, **ENGLISH),
            await browser.post(sign_in(), **ENGLISH),
            await browser.get(f"/evidence/{ids.write('Evidence', people.MAPLE)}/original"),
        ]
        await way.open()
        back = await browser.post({"query": REGION}, token=token, **ENGLISH)

    assert [(a.status_code, a.headers["retry-after"]) for a in answers] == [(503, "2")] * 5
    codes = [answer.json()["errors"][0]["extensions"]["code"] for answer in answers]
    assert codes == ["TEMPORARILY_UNAVAILABLE"] * 5
    assert answers[1].json()["errors"][0]["message"] == "系统暂不可用，请稍后重试。"
    assert back.json() == {"data": {"region": {"code": "320500"}}}


async def test_tokens_are_looked_up_although_all_writers_are_busy(
    database_url: str, keys: Keys
) -> None:
    async with served(database_url, keys, Patience(connection=0.2), size=1) as (app, database):
        browser = Browser(app)
        token = (await browser.ask(**sign_in_document()))["data"]["signIn"]["accessToken"]
        async with database.writing() as session:
            _ = await session.connection()
            answer = await browser.post({"query": REGION}, token=token)

    assert answer.json() == {"data": {"region": {"code": "320500"}}}


async def test_a_client_that_hangs_up_gives_its_connection_back(
    database_url: str, keys: Keys
) -> None:
    query = "{ institutions(first: 1) { nodes { id } } }"

    async with (
        served(database_url, keys, Patience(connection=10), size=1) as (app, database),
        locked(database_url, "institutions"),
    ):
        left = await asyncio.gather(
            hung_up(app, query), hung_up(app, query), hung_up(app, query, method="GET")
        )

        assert list(left) == [[], [], []]
        assert await asyncio.wait_for(database.value("select 1"), 2) == 1


async def test_a_mutation_is_carried_out_for_a_client_that_hung_up(
    database_url: str, keys: Keys
) -> None:
    async with served(database_url, keys, Patience(connection=10)) as (app, _):
        async with locked(database_url, "accounts"):
            leaving = asyncio.create_task(hung_up(app, **sign_in_document()))
            await asyncio.sleep(0.3)

            assert not leaving.done()

        assert (await leaving)[0]["status"] == 200


async def hung_up(
    app: ASGIApp, document: str, variables: Any = None, method: str = "POST"
) -> list[Message]:
    """What is sent to a client that leaves a tenth of a second after it asked."""
    given = {"query": document, "variables": variables or {}}
    body = orjson.dumps(given) if method == "POST" else b""
    received: list[Message] = [{"type": "http.request", "body": body}]
    sent: list[Message] = []

    async def receive() -> Message:
        if received:
            return received.pop()
        await asyncio.sleep(0.1)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": "/graphql",
        "query_string": urlencode({"query": document}).encode() if method == "GET" else b"",
        "headers": [(b"content-type", b"application/json")],
        "client": ("192.0.2.9", 1),
    }
    await app(scope, receive, send)
    return sent


def sign_in_document() -> dict[str, Any]:
    return {
        "document": "mutation($i: SignInInput!) { signIn(input: $i) "
        "{ __typename ... on SignedIn { accessToken } } }",
        "variables": {
            "i": {"login": people.lin.login, "password": people.PASSWORD, "deviceId": "d"}
        },
    }


def sign_in() -> dict[str, Any]:
    document = sign_in_document()
    return {"query": document["document"], "variables": document["variables"]}


def without_places(error: dict[str, Any]) -> dict[str, Any]:
    """Without `locations`, which the executor alone knows."""
    return {name: value for name, value in error.items() if name != "locations"}


async def test_a_server_that_repeats_the_end_of_a_body_is_not_asked_for_ever() -> None:
    count = 0

    async def receive() -> Message:
        nonlocal count
        count += 1
        return {"type": "http.request", "body": b"", "more_body": False}

    with WhileConnected(receive):
        await asyncio.sleep(3 * LOOK_AFTER)

    assert count == 2
