"""Where log lines go, and how the libraries' own are let through."""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from api.logs.faults import FaultNames
from api.logs.lines import only_known, with_request_id
from api.logs.stream import LineStream
from api.settings import LogFormat, LogLevel

# Libraries whose sentences name no one. Of others only logger and level are kept: Strawberry, for
# one, logs refused variables word by word.
SPEAKERS = ("uvicorn.error", "alembic", "spotcheck")
SILENT = ("strawberry", "graphql")
"""Withheld in development too: what they say quotes documents and variables."""

WriteLine = Callable[[int, dict[str, Any]], None]


def configure(
    level: LogLevel = "info",
    format: LogFormat = "auto",
    *,
    is_production: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Send everything, the standard library's logging included, through one allow-list.

    Run uvicorn with `log_config=None, access_log=False` afterwards. Messages of faults may repeat
    what a person typed, so they are written in development only.
    """
    out = stream or sys.stderr
    is_console = format == "console" or (format == "auto" and not is_production and out.isatty())
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            with_request_id,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            FaultNames(with_messages=not is_production),
            only_known,
            _console(out) if is_console else _json,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=LineStream(out),
        cache_logger_on_first_use=False,
    )
    _take_over_standard_logging(threshold, with_messages=not is_production)


def line_writer() -> WriteLine:
    """How lines are written whose keys KNOWN names and whose values are plain as they are made.

    In JSON they go past structlog, on whose way every read would spend a tenth of its time.
    """
    log = structlog.get_logger().bind()
    config = structlog.get_config()
    if config["processors"][-1] is not _json:
        return lambda level, line: log.log(level, **line)
    out: LineStream = config["logger_factory"]
    least = log.get_effective_level()

    def write(level: int, line: dict[str, Any]) -> None:
        if level >= least:
            out.later(time.time(), level, line)

    return write


def flush() -> None:
    """Write the lines that wait."""
    out = structlog.get_config()["logger_factory"]
    if isinstance(out, LineStream):
        out.flush()


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return orjson.dumps(event).decode()


def _console(out: TextIO) -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(
        colors=out.isatty(), timestamp_key="at", pad_event_to=0, sort_keys=False
    )


class Bridge(logging.Handler):
    """Hand what libraries log to the same allow-list."""

    def __init__(self, *, with_messages: bool) -> None:
        super().__init__()
        self._with_messages = with_messages

    def emit(self, record: logging.LogRecord) -> None:
        # uvicorn writes address and query string of every WebSocket in its own way.
        if record.name == "uvicorn.error" and str(record.msg).startswith('%s - "'):
            return
        may_speak = record.name.startswith(SPEAKERS) or (
            self._with_messages and not record.name.startswith(SILENT)
        )
        error = record.exc_info[1] if record.exc_info else None
        try:
            sentence = record.getMessage() if may_speak else "a library's message, withheld"
        except Exception:
            # Arguments that do not fit the template are the library's fault, not the request's.
            sentence = "a library's message, unreadable"
        # structlog knows the five standard levels only.
        level = min(record.levelno // 10 * 10, logging.CRITICAL)
        structlog.get_logger().log(level, sentence, logger=record.name, fault=error)


def _take_over_standard_logging(threshold: int, *, with_messages: bool) -> None:
    root = logging.getLogger()
    root.handlers[:] = [Bridge(with_messages=with_messages)]
    # What others say below a warning is noise even when we debug.
    root.setLevel(max(threshold, logging.WARNING))
    for name in ("uvicorn", "uvicorn.error", "alembic"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(threshold)
    # Our own line takes its place.
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
