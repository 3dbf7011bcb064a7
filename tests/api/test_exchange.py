"""How an answer leaves: in one write where it is whole, as uvicorn writes it in every other case."""

import asyncio
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.server import ServerState

from api.connections import COPIED, Bounds, bounded

BOUNDS = Bounds(head=5, body=5, head_bytes=8192, connections=10)
GET = b"GET / HTTP/1.1\r\nhost: test\r\n\r\n"


class Recorder(asyncio.Transport):
    """A client that is always ready; keeps what each write brought."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.writes.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def set_write_buffer_limits(self, *_: Any, **__: Any) -> None: ...
    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...


async def exchange(app: ASGIApp, *requests: bytes) -> Recorder:
    """Send what is asked in one go, and wait until everything is answered or given up."""
    config = uvicorn.Config(app, log_config=None, access_log=False)
    config.load()
    state, client = ServerState(), Recorder()
    connection = bounded(BOUNDS)(config=config, server_state=state, app_state={})
    connection.connection_made(client)
    connection.data_received(b"".join(requests) or GET)
    while state.tasks:
        await asyncio.wait(set(state.tasks))
    is_closed = client.is_closed
    connection.connection_lost(None)
    client.is_closed = is_closed
    return client


def answering(*bodies: bytes, status: int = 200, headers: dict[str, str] | None = None) -> ASGIApp:
    """An application that answers with these parts, and says how long they are together."""
    lines = {"content-length": str(sum(map(len, bodies)))} if headers is None else headers

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in lines.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        for place, body in enumerate(bodies, start=1):
            more = place < len(bodies)
            await send({"type": "http.response.body", "body": body, "more_body": more})

    return app


async def test_a_whole_answer_leaves_in_one_write() -> None:
    client = await exchange(answering(b"{}"))

    assert client.writes == [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"]
    assert not client.is_closed


async def test_answers_to_requests_sent_ahead_keep_their_order() -> None:
    numbers = iter(range(10))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await answering(b"%d" % next(numbers))(scope, receive, send)

    client = await exchange(app, GET, GET, GET)

    assert [each[-1:] for each in client.writes] == [b"0", b"1", b"2"]


@pytest.mark.parametrize(
    ("app", "request_", "expected"),
    [
        pytest.param(
            answering(b"a", b"b"),
            GET,
            [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n", b"a", b"b"],
            id="parts",
        ),
        pytest.param(
            answering(b"ab", headers={}),
            GET,
            [
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
                b"2\r\nab\r\n0\r\n\r\n",
            ],
            id="length-unknown",
        ),
        pytest.param(
            answering(b"ab"),
            GET.replace(b"GET", b"HEAD"),
            [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"],
            id="head",
        ),
        pytest.param(
            answering(b"", status=304, headers={"etag": "x"}),
            GET,
            [b"HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n"],
            id="not-modified",
        ),
        pytest.param(
            answering(b"x" * (COPIED + 1)),
            GET,
            [
                b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (COPIED + 1),
                b"x" * (COPIED + 1),
            ],
            id="long",
        ),
    ],
)
async def test_other_answers_leave_as_they_come(
    app: ASGIApp, request_: bytes, expected: list[bytes]
) -> None:
    client = await exchange(app, request_)

    assert [each for each in client.writes if each] == expected


@pytest.mark.parametrize(
    ("request_", "headers"),
    [
        (GET, {"content-length": "2", "connection": "close"}),
        (GET.replace(b"host", b"connection: close\r\nhost"), {"content-length": "2"}),
        (GET.replace(b"1.1", b"1.0"), {"content-length": "2"}),
    ],
    ids=["by-us", "by-the-client", "old-protocol"],
)
async def test_a_connection_that_is_to_end_ends(request_: bytes, headers: dict[str, str]) -> None:
    client = await exchange(answering(b"{}", headers=headers), request_)

    assert b"".join(client.writes).endswith(b"connection: close\r\n\r\n{}")
    assert client.is_closed


@pytest.mark.parametrize(
    "value", ["a\r\nset-cookie: b", "a\nb", "a\rb", "a\0b", "a\x7fb"], ids=repr
)
async def test_no_header_brings_another_one(value: str) -> None:
    client = await exchange(answering(b"{}", headers={"content-length": "2", "x-given": value}))

    sent = b"".join(client.writes)
    assert sent.startswith(b"HTTP/1.1 500 ")
    assert value.encode() not in sent


@pytest.mark.parametrize("length", ["1", "3"])
async def test_a_body_of_another_length_than_declared_ends_the_connection(length: str) -> None:
    client = await exchange(answering(b"{}", headers={"content-length": length}))

    assert client.is_closed


async def test_a_fault_before_the_body_leaves_no_half_answer() -> None:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", b"2")],
            }
        )
        raise ValueError

    client = await exchange(app)

    assert b"".join(client.writes).startswith(b"HTTP/1.1 500 ")


async def test_a_client_that_left_is_sent_nothing() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        message: Message = await receive()
        while message["type"] != "http.disconnect":
            message = await receive()
        await answering(b"{}")(scope, receive, send)

    config = uvicorn.Config(app, log_config=None, access_log=False)
    config.load()
    state, client = ServerState(), Recorder()
    connection = bounded(BOUNDS)(config=config, server_state=state, app_state={})
    connection.connection_made(client)
    connection.data_received(GET)
    await asyncio.sleep(0)
    connection.connection_lost(None)
    await asyncio.wait(set(state.tasks))

    assert client.writes == []
