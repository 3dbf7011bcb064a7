"""What one connection may take: bytes before a request is whole, and time.

uvicorn bounds neither heads nor bodies nor the number of connections, and forgets its own time-out
of an idle connection with the first byte that follows, whatever comes after it.
"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import httptools
import orjson
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn._types import ASGISendEvent, HTTPResponseStartEvent
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from api.requests import language, refuse
from persistence.engine.outages import Busy

SPARE_CONNECTIONS = 100
"""So many above the bound are told that they are too many; more are hung up on."""
SPARE_SECONDS = 2.0
LEAST_BYTES = 16_384
"""Of a body that is not at its end, within the time it is given: 270 bytes a second by default."""
MOST_WAITING = 16
"""Requests sent before the one in front is answered. One read may bring 8,000, which took 17 MB and
0.2 s of everybody's time; proxies and browsers send none."""


COPIED = 65_536
"""Bytes of a body that is copied behind its head; more is not worth a second write."""
_LINE = b"%b: %b\r\n"
_CONTROL = bytes({*range(0x20), 0x7F} - {*b"\t\r\n"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """In seconds, bytes and connections. `body` is the time in which a body has to go on, in either
    direction, not the time that all of it may take: films are uploaded over bad lines."""

    head: float
    body: float
    head_bytes: int
    connections: int


class TooManyWaiting(Exception):
    """A client sends ahead more than it may."""


class Exchange(RequestResponseCycle):
    """uvicorn's request and answer. An answer that is there as a whole leaves in one write: head and
    body apart took a sixth of a small read, and each was a read of its own for most clients."""

    _head: HTTPResponseStartEvent | None = None
    """Waits for a body of its length."""
    _size = b""

    async def send(self, message: ASGISendEvent) -> None:
        head, self._head = self._head, None
        if message["type"] == "http.response.start":
            names = dict(message["headers"])
            # What a head means for body and connection in other cases, uvicorn knows.
            may_wait = self.keep_alive and b"connection" not in names
            if may_wait and b"content-length" in names and self.scope["method"] != "HEAD":
                self._head, self._size = message, names[b"content-length"]
                return
        elif head is not None and message["type"] == "http.response.body":
            body = message.get("body", b"")
            size = len(body)
            if 0 < size <= COPIED and self._size == b"%d" % size and not message.get("more_body"):
                await self._send_whole(head, body)
                return
            await super().send(head)
        await super().send(message)

    async def _send_whole(self, head: HTTPResponseStartEvent, body: bytes) -> None:
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        lines = [*self.default_headers, *head["headers"]]
        written = STATUS_LINE[head["status"]] + b"".join(map(_LINE.__mod__, lines))
        # No header brings a line of its own, which begins with either.
        ends = len(lines) + 1
        if written.count(b"\n") != ends or written.count(b"\r") != ends or _has_control(written):
            raise RuntimeError("Invalid HTTP header value.")
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.transport.write(b"%b\r\n%b" % (written, body))
        self.message_event.set()
        self.on_response()


def _has_control(head: bytes) -> bool:
    return len(head.translate(None, _CONTROL)) != len(head)


class BoundedConnection(HttpToolsProtocol):
    """uvicorn's connection, which ends when its client takes too much of anything."""

    bounds: ClassVar[Bounds]

    _is_in_head = _is_in_body = _is_surplus = _wants_upgrade = False
    _read = b""
    _uncounted = _body_bytes = 0
    """Bytes since the last that were of use, and those of the body since it was last looked at."""
    _timer: asyncio.TimerHandle | None = None
    _watched: Callable[[], None] | None = None
    _stuck: asyncio.TimerHandle | None = None
    _running: RequestResponseCycle | None = None
    """The request being answered; `cycle` is the newest, which may wait behind it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # What is not sent at once is watched, however little: nothing else ends such a connection.
        transport.set_write_buffer_limits(high=0)
        surplus = len(self.connections) - self.bounds.connections
        self._is_surplus = surplus > 0
        if surplus > SPARE_CONNECTIONS:
            transport.abort()
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        for each in (self._timer, self._stuck):
            if each is not None:
                each.cancel()
        self._tell_running()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._uncounted += len(data)
        self._read = data
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._uncounted > self.bounds.head_bytes:
            # The head, or what follows a body in pieces: also a head of its own.
            self._refuse(431, "REQUEST_HEAD_TOO_LARGE", "The head of the request is too large.")
        else:
            self._watch()

    def on_message_begin(self) -> None:
        if len(self.pipeline) >= MOST_WAITING:
            # Makes the parser stop within what was read.
            raise TooManyWaiting
        self._is_in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._wants_upgrade = self.parser.should_upgrade() and b"upgrade" in dict(self.headers)
        if self._wants_upgrade:
            return
        self._is_in_head, self._is_in_body = False, True
        self._uncounted = 0
        super().on_headers_complete()
        # What comes after the body would be taken for headers that a proxy has let through.
        self.headers = []

    def on_body(self, body: bytes) -> None:
        self._uncounted = 0
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self._wants_upgrade:
            return
        self._is_in_body = False
        self._uncounted = 0
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_writing()

    def resume_writing(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, "REQUEST_MALFORMED", msg)

    def _watch_writing(self, before: int | None = None) -> None:
        """Give up a client that asks for much and reads nothing of it."""
        left = self.transport.get_write_buffer_size()
        if before is not None and before - left < LEAST_BYTES:
            self.transport.abort()
        else:
            self._stuck = self.loop.call_later(self.bounds.body, self._watch_writing, left)

    def _unsupported_upgrade_warning(self) -> None:
        """Go on in HTTP/1.1, with the body: Java's client asks every server without TLS for h2c. The
        parser takes what follows the head for the other protocol's, so the request is read again
        without that header."""
        refused = sys.exception()
        if not self._wants_upgrade or not isinstance(refused, httptools.HttpParserUpgrade):
            return
        kept = [(name, value) for name, value in self.headers if name != b"upgrade"]
        lines = [b"%s: %s\r\n" % each for each in kept]
        version = self.parser.get_http_version().encode()
        head = b"%s %s HTTP/%s\r\n" % (self.parser.get_method(), self.url, version)
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        super().data_received(b"".join([head, *lines, b"\r\n", self._read[refused.args[0] :]]))

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGIApp) -> None:  # type: ignore[override]
        # uvicorn makes it, and has no name for another class.
        cycle.__class__ = Exchange
        self._running = cycle
        super()._start_asgi_task(cycle, _too_many if self._is_surplus else app)  # type: ignore[arg-type]

    def _watch(self) -> None:
        """Have the one timer run that the state wants: a whole request, which is being answered,
        wants none, and an answered one has uvicorn's of an idle connection."""
        seconds, late = self.bounds.body, self._body_is_late
        if not self._is_in_body:
            seconds = SPARE_SECONDS if self._is_surplus else self.bounds.head
            late = self._head_is_late
        wanted = late if self._is_in_body or self._is_in_head or not self._is_answering() else None
        if wanted == self._watched:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._watched, self._body_bytes = wanted, 0
        self._timer = None if wanted is None else self.loop.call_later(seconds, wanted)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _head_is_late(self) -> None:
        self._watched = None
        if self._is_answering():
            # It is the next request's, which has to wait anyway.
            self._watch()
        elif self._is_in_head:
            self._too_slow()
        else:
            self.transport.close()

    def _body_is_late(self) -> None:
        goes_on = self._body_bytes >= LEAST_BYTES or self.flow.read_paused
        self._watched = None
        if goes_on:
            self._watch()
        elif self.cycle.response_started:
            self.transport.close()
        else:
            self._too_slow()

    def _too_slow(self) -> None:
        self._refuse(408, "REQUEST_TOO_SLOW", "The request did not arrive in time.")

    def _refuse(self, status: int, code: str, message: str) -> None:
        """Answer in place of an application, and hang up. Within another answer nothing can be
        said."""
        running = self._running
        is_amid = running and running.response_started and not running.response_complete
        self._tell_running()
        if is_amid:
            self.transport.close()
            return
        body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
        head = (
            b"content-type: application/json; charset=utf-8\r\n"
            b"content-length: %d\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(STATUS_LINE[status] + head % len(body) + body)
        self.transport.close()

    def _tell_running(self) -> None:
        """uvicorn tells the newest request only that its client is gone."""
        if (running := self._running) is not None and not running.response_complete:
            running.disconnected = True
            running.message_event.set()


def bounded(bounds: Bounds) -> type[BoundedConnection]:
    """The protocol class to hand to uvicorn."""

    class Connection(BoundedConnection):
        pass

    Connection.bounds = bounds
    return Connection


async def _too_many(scope: Scope, receive: Receive, send: Send) -> None:
    outage = Busy()
    headers = [(b"retry-after", str(outage.retry_after).encode()), (b"connection", b"close")]
    message = outage.message(language(scope["headers"]))
    await refuse(send, 503, outage.code, message, headers=headers)
