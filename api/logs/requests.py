"""The line that every request leaves."""

import logging
import re
import time
from collections.abc import Awaitable
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs.configuration import WriteLine, line_writer
from api.logs.faults import fault
from api.logs.lines import REQUEST_ID
from api.requests import refuse
from persistence.engine.outages import RETRY_SECONDS, Unavailable, outage_of

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WEBSOCKET"})
QUIET = ("/healthz", "/readyz", "/ide/")
LONGEST_NAME = 64


class RequestLog:
    """Write one line per request, and turn a fault into a masked answer with the request id.

    Goes directly inside RequestId and around everything else. A fault ends here: letting it out
    would only have it written twice.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Bound at the first request, because logging may be configured after the app is built.
        self._write_line: WriteLine | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status, size = 0, 0

        def counted(message: Message) -> Awaitable[None]:
            nonlocal status, size
            kind = message["type"]
            if kind == "http.response.start":
                status = message["status"]
            elif kind == "http.response.body":
                size += len(message.get("body", b""))
            elif kind == "websocket.accept":
                status = 101
            elif kind == "websocket.close":
                status = status or 403
            return send(message)

        before = REQUEST_ID.set(scope.setdefault("state", {}).get("request_id", ""))
        try:
            await self._app(scope, receive, counted)
        except Exception as error:
            outage = outage_of(error)
            if outage is None or isinstance(outage, Unavailable):
                fault(error)
            if scope["type"] == "websocket":
                await counted({"type": "websocket.close", "code": 1011})
            elif not status:
                await _masked(scope, counted, error)
        finally:
            duration = (time.perf_counter() - started) * 1_000
            self._write(scope, status or 499, duration, size)
            REQUEST_ID.reset(before)

    def from_memory(
        self, request_id: str, method: str, path: str, operation: str, head: Message, size: int
    ) -> None:
        """Write the line of a request that was answered in front of all this, without a delay."""
        write = self._write_line = self._write_line or line_writer()
        line = {
            "event": "request",
            "request_id": request_id,
            "method": method,
            "path": path,
            "status": head["status"],
            "duration_ms": 0.0,
            "bytes": size,
            "actor": "anonymous",
            "remembered": True,
        }
        if operation:
            line["operation"] = _operation(operation)
        write(logging.INFO, line)

    def _write(self, scope: Scope, status: int, duration: float, size: int) -> None:
        state, method = scope["state"], scope.get("method", "WEBSOCKET")
        path = getattr(scope.get("route"), "path", "unmatched")
        is_quiet = path.startswith(QUIET)
        level = logging.ERROR if status >= 500 else logging.DEBUG if is_quiet else logging.INFO
        write = self._write_line = self._write_line or line_writer()
        # Words of ours, numbers, and what `note` let through: plain, as the list wants it.
        line = {
            "event": "request",
            "request_id": state.get("request_id", ""),
            "method": method if method in METHODS else "OTHER",
            "path": path,
            "status": status,
            "duration_ms": round(duration, 1),
            "bytes": size,
            "actor": "anonymous",
            **state.get("log", {}),
        }
        write(level, line)


def note(
    scope: Scope,
    *,
    operation: str = "",
    actor: str = "",
    code: str = "",
    is_remembered: bool = False,
) -> None:
    """Add to the line of this request what only the endpoint knows."""
    entry = scope.setdefault("state", {}).setdefault("log", {})
    if operation:
        entry["operation"] = _operation(operation)
    if actor:
        entry["actor"] = actor
    if code:
        entry["code"] = code
    if is_remembered:
        entry["remembered"] = True


async def masked(_request: Request, error: Exception) -> Response:
    """The answer to what a route raised. Starlette raises it again, for the log."""

    class Masked(Response):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await _masked(scope, send, error)

    return Masked()


async def _masked(scope: Scope, send: Send, error: Exception) -> None:
    state, outage = scope["state"], outage_of(error)
    if outage is None:
        note(scope, code="UNEXPECTED_ERROR")
        request_id = state.get("request_id", "")
        await refuse(send, 500, "UNEXPECTED_ERROR", "Unexpected error.", requestId=request_id)
    else:
        note(scope, code=outage.code)
        message = outage.message(state.get("language", "zh"))
        later = str(outage.retry_after or RETRY_SECONDS).encode()
        await refuse(send, 503, outage.code, message, headers=[(b"retry-after", later)])


def _operation(name: str) -> str:
    """The client chose this text: a GraphQL name, short, and no telephone number within it."""
    return _known_operation(name) if len(name) <= LONGEST_NAME else "unusual"


# An app's documents are few, and asked again and again.
@lru_cache(maxsize=1024)
def _known_operation(name: str) -> str:
    if not re.fullmatch(r"[_A-Za-z][_0-9A-Za-z]*", name):
        return "unusual"
    return re.sub(r"[0-9]{6,}", "#", name)
