"""What one connection may take: bytes before a request is whole, and time.

uvicorn bounds neither heads nor bodies nor the number of connections, and forgets its own time-out
of an idle connection with the first byte that follows, whatever comes after it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send
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


@dataclass(frozen=True, slots=True)
class Bounds:
    """In seconds, bytes and connections. `body` is the time in which a body has to go on, in either
    direction, not the time that all of it may take: films are uploaded over bad lines."""

    head: float
    body: float
    head_bytes: int
    connections: int


class BoundedConnection(HttpToolsProtocol):
    """uvicorn's connection, which ends when its client takes too much of anything."""

    bounds: ClassVar[Bounds]

    _is_in_head = _is_in_body = _is_surplus = False
    _uncounted = _body_bytes = 0
    """Bytes since the last that were of use, and those of the body since it was last looked at."""
    _timer: asyncio.TimerHandle | None = None
    _watched: Callable[[], None] | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
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
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._uncounted += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._uncounted > self.bounds.head_bytes:
            # The head, or what follows a body in pieces: also a head of its own.
            self._refuse(431, "REQUEST_HEAD_TOO_LARGE", "The head of the request is too large.")
        else:
            self._watch()

    def on_message_begin(self) -> None:
        self._is_in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        # What comes after the body would be taken for headers that a proxy has let through.
        if not self._is_in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_head, self._is_in_body = False, True
        self._uncounted = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._uncounted = 0
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_body = False
        self._uncounted = 0
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        # A client that asks for much and reads nothing of it.
        self._stuck = self.loop.call_later(self.bounds.body, self.transport.abort)

    def resume_writing(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
        super().resume_writing()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGIApp) -> None:  # type: ignore[override]
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
        """Answer in place of an application, and hang up."""
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
        head = (
            b"content-type: application/json; charset=utf-8\r\n"
            b"content-length: %d\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(STATUS_LINE[status] + head % len(body) + body)
        self.transport.close()


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
