"""Advisory locks on files, which the kernel drops with their holder, however it dies.

A lock belongs to the open file, so a child that inherits the descriptor shares it. It is given up
by closing, never by unlocking: that would take it from the other holders of the descriptor too.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.02


def take_if_free(path: Path, kind: int) -> int | None:
    """The descriptor holding the lock, or None if another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def take(path: Path, kind: int, *, within: float = 180) -> int:
    """The descriptor holding the lock, waited for."""
    until = time.monotonic() + within
    while (descriptor := take_if_free(path, kind)) is None:
        if time.monotonic() > until:
            raise TimeoutError(f"{path} is held by another process for over {within:.0f} s")
        time.sleep(PAUSE)
    return descriptor


@contextmanager
def hold(path: Path, kind: int) -> Iterator[int]:
    descriptor = take(path, kind)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
