"""New keys: UUID version 7 (RFC 9562), so that rows made later sort later."""

import datetime as dt
import os
import threading
import time
from uuid import UUID, SafeUUID

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62


class _Ticks:
    """Quarter-microseconds that never repeat, in every thread of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        with self._lock:
            microseconds = time.time_ns() // 1_000
            now = (microseconds // 1_000 << 12) | (microseconds % 1_000) << 2
            self._last = max(now, self._last + 1)
            return self._last


_ticks = _Ticks()


def new_key() -> UUID:
    """A key of this moment, greater than every key this process made before.

    The 12 bits after the version count on within a millisecond (RFC 9562, 6.2, method 1 with the
    clock's fraction of a millisecond as seed): rows of one transaction keep the order of their making.
    """
    ticks = _ticks.next()
    chance = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    moment, count = ticks >> 12 & (1 << 48) - 1, ticks & 0xFFF
    return _made_of(moment << 80 | _VERSION | count << 64 | _VARIANT | chance)


def _made_of(number: int) -> UUID:
    """`UUID(int=number)` without its questions, which take longer than all the rest: a filing has thirty
    keys."""
    key = object.__new__(UUID)
    object.__setattr__(key, "int", number)
    object.__setattr__(key, "is_safe", SafeUUID.unknown)
    return key


def key_at(moment: dt.datetime, number: int) -> UUID:
    """A key of that moment with a number of at most 62 bits: the same each time, for invented rows."""
    return UUID(int=int(moment.timestamp() * 1_000) << 80 | _VERSION | _VARIANT | number)
