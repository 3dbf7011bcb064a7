"""What a line of the log may hold."""

from collections.abc import Iterator
from contextvars import ContextVar

from structlog.typing import EventDict, WrappedLogger

# The allow-list: what is not here is not written, from any logger.
KNOWN = {
    "at": "Moment in UTC.",
    "level": "debug, info, warning, error or critical.",
    "event": "What happened: request, fault, or the sentence of a library that may speak.",
    "request_id": "Sent back to the client as X-Request-Id.",
    "method": "HTTP method, or WEBSOCKET.",
    "path": "Route that answered, never the path as sent; unmatched where there is none.",
    "operation": "Name of the GraphQL operation, as far as it looks like one.",
    "status": "HTTP status; 499 where the client left before the answer.",
    "duration_ms": "Milliseconds from the first byte of the request to the last of the answer.",
    "bytes": "Bytes of the answer's body, as sent.",
    "actor": "Id of the account, or anonymous.",
    "code": "Code of the refusal or error answered.",
    "remembered": "true where a visitor's answer was remembered, and the database not asked.",
    "logger": "Library that speaks.",
    "error": "Class of the fault; with its message in development only.",
    "trace": "Frames that the fault went through, outermost first.",
}

TEXT_LENGTH = 200
ITEMS_KEPT = 40

REQUEST_ID: ContextVar[str] = ContextVar("request_id")
"""The request under way, for whatever is said meanwhile."""


def with_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    request_id = REQUEST_ID.get(None)
    if request_id is not None:
        event.setdefault("request_id", request_id)
    return event


def only_known(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every key that KNOWN does not name, and every value that is not plain and short."""
    return {key: _plain(value) for key, value in event.items() if key in KNOWN}


def _plain(value: object) -> object:
    if isinstance(value, str):
        text = value[:TEXT_LENGTH]
        # One line stays one line, and no terminal obeys it.
        return text if text.isprintable() else "".join(_printable(text))
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, list):
        return [_plain(each) for each in value[:ITEMS_KEPT]]
    return type(value).__name__


def _printable(text: str) -> Iterator[str]:
    return (letter if letter.isprintable() else "?" for letter in text)
