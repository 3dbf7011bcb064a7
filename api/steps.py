"""Progress output: a line for each step, and a bar for long ones."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_WIDTH = 30


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the step, and how long it took once it is done."""
    is_watched = sys.stderr.isatty()
    if is_watched:
        _say(f"{name} … ")
    began = time.perf_counter()
    yield
    took = f"{time.perf_counter() - began:.1f} s\n"
    _say(took if is_watched else f"{name} … {took}")


class Bar:
    """A progress bar on a terminal; elsewhere it prints only the final line."""

    def __init__(self, name: str) -> None:
        self._name, self._began, self._printed = name, time.perf_counter(), -1
        self._is_watched = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        filled = _WIDTH * done // max(total, 1)
        if self._is_watched and filled != self._printed:
            self._printed = filled
            bar = "█" * filled + "░" * (_WIDTH - filled)
            _say(f"\r{self._name} {bar} {done:,} of {total:,}")

    def finished(self, total: int) -> None:
        took = time.perf_counter() - self._began
        blank = f"\r{' ' * 79}\r" if self._is_watched else ""
        _say(f"{blank}{self._name} … {total:,} rows, {took:.1f} s\n")


def report(text: str, out: TextIO) -> None:
    """Write it at once; a letter that the encoding lacks becomes a question mark, not a fault."""
    encoding = out.encoding or "ascii"
    out.write(text.encode(encoding, "replace").decode(encoding))
    out.flush()


def _say(text: str) -> None:
    report(text, sys.stderr)
