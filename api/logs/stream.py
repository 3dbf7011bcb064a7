"""Where lines are written: at once, or those of requests together."""

import asyncio
import datetime as dt
import logging
import weakref
from collections import deque
from contextlib import suppress
from typing import Any, TextIO

import orjson

WRITE_WITHIN = 0.05
"""Seconds in which the line of a request is written."""
MOST_WAITING = 64

Waiting = deque[tuple[float, int, dict[str, Any]]]
_LEVELS = {level: name.lower() for name, level in logging.getLevelNamesMapping().items()}


class LineStream:
    """A stream of lines that fails quietly: a full disk or a reader that left must not fail a
    request. It is what structlog makes loggers by, and the one logger that it makes.

    Lines of requests are made and written together: each by itself took 8 % of a small read.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._waiting: Waiting = deque()
        # When the process ends, however long they would have waited.
        weakref.finalize(self, _write, out, self._waiting)

    def __call__(self, *_: object) -> "LineStream":
        return self

    def msg(self, line: str) -> None:
        _write(self._out, self._waiting, line)

    debug = info = warning = error = critical = msg

    def flush(self) -> None:
        _write(self._out, self._waiting)

    def later(self, at: float, level: int, line: dict[str, Any]) -> None:
        """Write the line of this moment within `WRITE_WITHIN`; of an error at once."""
        self._waiting.append((at, level, line))
        waiting = len(self._waiting)
        if waiting >= MOST_WAITING or level >= logging.ERROR:
            self.flush()
        elif waiting == 1:
            asyncio.get_running_loop().call_later(WRITE_WITHIN, self.flush)


def _write(out: TextIO, waiting: Waiting, *more: str) -> None:
    lines: list[str] = []
    # Taken one by one: two threads that write at once share them.
    with suppress(IndexError):
        while True:
            at, level, line = waiting.popleft()
            moment = dt.datetime.fromtimestamp(at, dt.UTC)
            whole = {"at": moment, "level": _LEVELS[level], **line}
            lines.append(orjson.dumps(whole, option=orjson.OPT_UTC_Z).decode())
    lines += more
    if lines:
        with suppress(OSError, ValueError):
            out.write("\n".join([*lines, ""]))
            out.flush()
