"""Answers are packed where that is safe, and what is public is asked for again instead of sent."""

import asyncio
import gzip
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import application
from api.compression import Compressed
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.api.browser import Browser
from tests.people import PASSWORD

LONG = '{ regions(parent: "000000") { code name children { code name } } }'
SHORT = '{ region(code: "320500") { code name } }'
TOKENS = "\n".join(f"a{number}: accessToken" for number in range(20))
SIGN_IN = f"""mutation ($password: String!) {{
  signIn(input: {{login: "lin", password: $password, deviceId: "d"}}) {{
    ... on SignedIn {{ accessToken {TOKENS} }}
  }}
}}"""


@pytest.fixture
def browser(database: Database, keys: Keys, world: None) -> Browser:
    return Browser(application(Settings.from_environment({}), database, keys))


async def test_a_long_answer_is_packed_where_gzip_is_accepted(browser: Browser) -> None:
    packed = await browser.post({"query": LONG}, **{"accept-encoding": "br, gzip"})
    plain = await browser.post({"query": LONG}, **{"accept-encoding": "gzip;q=0, identity"})
    short = await browser.post({"query": SHORT}, **{"accept-encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(packed.content) / 2
    assert packed.json() == plain.json()
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in short.headers
    for answer in (packed, plain, short):
        assert "accept-encoding" in answer.headers["vary"]


async def test_a_read_with_a_token_is_packed_and_tokens_are_not(browser: Browser) -> None:
    body = {"query": SIGN_IN, "variables": {"password": PASSWORD}}

    signed_in = await browser.post(body, **{"accept-encoding": "gzip"})
    token = signed_in.json()["data"]["signIn"]["accessToken"]
    read = await browser.post({"query": LONG}, token=token, **{"accept-encoding": "gzip"})

    assert len(signed_in.content) > 1_024
    assert "content-encoding" not in signed_in.headers
    assert signed_in.headers["cache-control"] == "no-store, no-transform"
    assert read.headers["content-encoding"] == "gzip"
    assert read.headers["cache-control"] == "no-store"


async def _packed(app: ASGIApp, path: str = "/") -> list[Any]:
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    await Compressed(app)(scope, receive, send)
    return sent


@pytest.mark.parametrize("kind", ["text/event-stream", "multipart/mixed"])
async def test_a_stream_arrives_part_by_part(kind: str) -> None:
    async def parts() -> Any:
        for number in range(3):
            yield f"part {number} {'x' * 2_000}\n".encode()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(parts(), media_type=kind)(scope, receive, send)

    start, *bodies = await _packed(app)

    whole = b"".join(each["body"] for each in bodies)
    is_packed = (b"content-encoding", b"gzip") in start["headers"]
    assert is_packed is (kind != "text/event-stream")
    assert (gzip.decompress(whole) if is_packed else whole).count(b"\n") == 3
    assert len([each for each in bodies if each["body"]]) >= 3


@pytest.mark.parametrize(
    ("path", "response", "encoding"),
    [
        ("/", Response("x" * 5_000, headers={"etag": '"a"'}, media_type="text/css"), b"gzip"),
        ("/", Response("x" * 5_000, headers={"content-encoding": "br"}), b"br"),
        ("/", Response("x" * 5_000, media_type="image/jpeg"), None),
        ("/", Response("x" * 5_000, 206, media_type="text/css"), None),
        ("/evidence/evid_1/original", PlainTextResponse("x" * 5_000), None),
    ],
    ids=["style", "packed before", "picture", "range", "evidence"],
)
async def test_what_is_packed_or_sent_in_ranges_is_left(
    path: str, response: Response, encoding: bytes | None
) -> None:
    start, *_ = await _packed(response, path)

    headers = dict(start["headers"])
    assert headers.get(b"content-encoding") == encoding
    assert headers.get(b"etag") in (None, b'W/"a"')


async def test_a_public_read_is_not_sent_again(browser: Browser) -> None:
    first = await browser.send("GET", "/graphql", params={"query": LONG})
    etag = first.headers["etag"]

    again = await browser.send(
        "GET", "/graphql", params={"query": LONG}, headers={"if-none-match": f'"old", {etag}'}
    )
    changed = await browser.send(
        "GET", "/graphql", params={"query": SHORT}, headers={"if-none-match": etag}
    )

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.content == b""
    for answer in (first, again, changed):
        assert answer.headers["cache-control"] == "no-cache"
        vary = {each.strip().lower() for each in answer.headers["vary"].split(",")}
        assert vary == {"accept", "accept-encoding", "accept-language", "authorization"}


async def test_what_is_not_public_is_kept_by_nobody(browser: Browser) -> None:
    body = {"query": SIGN_IN, "variables": {"password": PASSWORD}}
    token = (await browser.post(body)).json()["data"]["signIn"]["accessToken"]

    async def get(query: str, **headers: str) -> Any:
        return await browser.send("GET", "/graphql", params={"query": query}, headers=headers)

    answers = [
        await get(SHORT, authorization=f"Bearer {token}"),
        await get('{ complaintByReceipt(receipt: "1") { state } }'),
        await get("{ nothing }"),
        await browser.post({"query": SHORT}),
    ]

    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


async def test_the_schema_is_asked_for_again_and_not_sent_again(browser: Browser) -> None:
    first = await browser.get("/schema.graphql", **{"accept-encoding": "gzip"})
    again = await browser.get("/schema.graphql", **{"if-none-match": first.headers["etag"]})

    assert int(first.headers["content-length"]) < len(first.content) / 4
    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
