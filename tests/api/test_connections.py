"""What one client may take of a server, asked byte by byte over real sockets."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from graphql import get_introspection_query

from api import sockets
from api.app import application
from api.server import AnnouncingServer
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.keys import Keys

BODY = b'{"query":"{ __typename }"}'
HEAD = (
    b"POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\n\r\n"
)
WHOLE = HEAD % len(BODY) + BODY
ROOM = 65_536
ALIVE = b"GET /healthz HTTP/1.1\r\nhost: test\r\n"

Open = Callable[..., Awaitable["Connection"]]


@asynccontextmanager
async def served(database_url: str, keys: Keys, **bounds: Any) -> AsyncIterator[Open]:
    """Opens connections to the application, served as `serve` does it, with these settings."""
    settings = replace(Settings.from_environment({}), **bounds)
    app = application(settings, Database(database_url), keys)
    is_up = asyncio.Event()
    server = AnnouncingServer(app, settings, announce=is_up.set)
    with sockets.listen("127.0.0.1", 0) as listener:
        # So that what a client does not read stays with us.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        serving = asyncio.create_task(server.serve([listener]))
        await is_up.wait()
        opened: list[Connection] = []

        async def connect(sends: bytes = b"") -> Connection:
            client = socket.create_connection(listener.getsockname())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
            opened.append(Connection(*await asyncio.open_connection(sock=client, limit=ROOM)))
            opened[-1].send(sends)
            return opened[-1]

        yield connect
        for each in opened:
            await each.close()
        server.should_exit = True
        await serving


@pytest.fixture
async def connect(database_url: str, keys: Keys) -> AsyncIterator[Open]:
    bounds = {"head_seconds": 0.3, "body_seconds": 0.3, "keep_alive_seconds": 0.5}
    async with served(database_url, keys, **bounds, max_head_bytes=8192) as connect:
        yield connect


class Connection:
    """One socket, and what it says."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.opened = time.monotonic()

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def close(self) -> None:
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()

    async def answer(self, in_steps_of: int = 0) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body of the next answer, read slowly where there are steps."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if line)
        headers = {name.lower(): value for name, value in pairs}
        left, body = int(headers["content-length"]), b""
        while left > len(body) and in_steps_of:
            body += await self._reader.readexactly(min(in_steps_of, left - len(body)))
            await asyncio.sleep(0.03)
        body += await self._reader.readexactly(left - len(body))
        return int(head[0].split()[1]), headers, json.loads(body)

    async def code(self) -> tuple[int, str]:
        status, _, body = await self.answer()
        return status, body["errors"][0]["extensions"]["code"]

    async def ended(self) -> float:
        """Seconds from its opening until the server hung up, having said nothing more."""
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(self._reader.read(), 5) == b""
        return time.monotonic() - self.opened


async def test_a_head_has_an_end(connect: Open) -> None:
    endless = await connect(ALIVE + b"x-long: " + b"a" * 9_000)
    many = await connect(ALIVE + b"x-one: 1\r\n" * 900)
    address = await connect(b"GET /healthz?" + b"a" * 9_000)
    trailer = await connect(
        HEAD.replace(b"content-length: %d", b"transfer-encoding: chunked") + b"1\r\n{\r\n0\r\n",
    )
    # A read of its own: of one that brings something of use no more is counted.
    await asyncio.sleep(0.05)
    trailer.send(b"x-one: 1\r\n" * 900)

    for each in (endless, many, address, trailer):
        assert await each.code() == (431, "REQUEST_HEAD_TOO_LARGE")
        await each.ended()


async def test_what_follows_a_body_adds_no_header(connect: Open) -> None:
    chunked = HEAD.replace(b"content-length: %d", b"transfer-encoding: chunked")
    connection = await connect(chunked + b"%x\r\n" % len(BODY) + BODY)
    # Half of the end, so that the request is being read when the header comes.
    await asyncio.sleep(0.05)
    connection.send(b"\r\n0\r\nauthorization: Bearer nonsense\r\n\r\n")

    assert (await connection.answer())[2] == {"data": {"__typename": "Query"}}


async def test_a_request_that_does_not_go_on_is_given_up(connect: Open) -> None:
    silent = await connect()
    half_a_head = await connect(ALIVE)
    half_a_body = await connect(HEAD % 30 + b"{")
    second = await connect(WHOLE)
    assert (await second.answer())[0] == 200
    second.send(b"GET /healthz")
    stray = await connect(WHOLE)
    assert (await stray.answer())[0] == 200
    stray.send(b"\r\n")
    unread = await connect(ALIVE + b"content-length: 1000\r\n\r\n{")
    assert (await unread.answer())[0] == 200

    for each in (half_a_head, half_a_body, second):
        assert await each.code() == (408, "REQUEST_TOO_SLOW")
    for each in (silent, half_a_head, half_a_body, second, stray, unread):
        assert 0.25 < await each.ended() < 2


async def test_a_body_that_goes_on_may_take_its_time(connect: Open) -> None:
    connection = await connect(HEAD % (len(BODY) + 60_000))
    for _ in range(6):
        connection.send(b" " * 10_000)
        await asyncio.sleep(0.12)
    connection.send(BODY)

    assert (await connection.answer())[2] == {"data": {"__typename": "Query"}}


async def test_an_idle_connection_stays_as_long_as_it_was_promised(connect: Open) -> None:
    connection = await connect(WHOLE)
    for _ in range(3):
        assert (await connection.answer())[0] == 200
        # Longer than a head may take: the connection is idle, not late.
        await asyncio.sleep(0.35)
        connection.send(WHOLE)
    assert (await connection.answer())[0] == 200

    assert 0.9 < await connection.ended() < 4


async def test_requests_sent_ahead_are_few(connect: Open) -> None:
    few = await connect(WHOLE * 10)
    many = await connect(WHOLE * 1_000)

    for _ in range(10):
        assert (await few.answer())[0] == 200
    assert await many.code() == (400, "REQUEST_MALFORMED")
    assert await many.ended() < 2


async def test_another_protocol_is_not_spoken_and_the_body_is_read(connect: Open) -> None:
    upgrade = b"connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\n"
    whole = await connect(WHOLE.replace(b"host: test\r\n", b"host: test\r\n" + upgrade))
    parts = await connect(HEAD.replace(b"host: test\r\n", upgrade) % len(BODY) + BODY[:5])
    await asyncio.sleep(0.05)
    parts.send(BODY[5:])

    for each in (whole, parts):
        assert (await each.answer())[2] == {"data": {"__typename": "Query"}}
        each.send(WHOLE)
        assert (await each.answer())[0] == 200


async def test_an_answer_that_is_read_may_take_its_time(connect: Open) -> None:
    query = json.dumps({"query": get_introspection_query()}).encode()
    slow, never = [await connect(HEAD % len(query) + query) for _ in range(2)]
    _, _, answer = await slow.answer(in_steps_of=40_000)

    assert time.monotonic() - slow.opened > 0.6
    assert answer["data"]["__schema"]
    with pytest.raises(asyncio.IncompleteReadError):
        await never.answer()


async def test_more_connections_than_fit_are_told_to_come_back(
    database_url: str, keys: Keys
) -> None:
    async with served(database_url, keys, max_connections=2) as connect:
        held = [await connect(WHOLE) for _ in range(2)]
        for each in held:
            assert (await each.answer())[0] == 200
        status, headers, body = await (await connect(WHOLE)).answer()
        await held[0].close()
        await asyncio.sleep(0.05)
        after = await (await connect(WHOLE)).answer()

    assert (status, headers["retry-after"], headers["connection"]) == (503, "2", "close")
    assert body["errors"][0]["extensions"]["code"] == "BUSY"
    assert after[0] == 200
