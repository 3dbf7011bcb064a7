"""`python -m tests.time_travel.faked MODULE WORDS...`: a module in a process whose clock libfaketime moves.

Started with the variables of `environment`. The embedded PostgreSQL that the module starts gets them
too: it is given nothing of its caller's environment otherwise.
"""

import os
import runpy
import select
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from persistence.embedded import system_accounts

LIBRARIES = ("libfaketimeMT.so.1", "libfaketime.so.1")
FOLDERS = (
    "/usr/lib/*/faketime",
    "/usr/lib/faketime",
    "/usr/lib64/faketime",
    "/usr/local/lib/faketime",
)
NAMES = (
    "LD_PRELOAD",
    "FAKETIME",
    "FAKETIME_DONT_FAKE_MONOTONIC",
    "FAKETIME_DISABLE_SHM",
)


def library() -> Path | None:
    """Where libfaketime is, if it is installed; the one for programs with threads before the other."""
    found = (
        path
        for name in LIBRARIES
        for folder in FOLDERS
        for path in Path("/").glob(f"{folder[1:]}/{name}")
    )
    return next(found, None)


def environment(faketime: Path, seconds: int) -> dict[str, str]:
    """What moves the clock of a process by so many seconds. The monotonic clock is left alone: the
    kernel would wait by the true one for moments that were computed with a moved one."""
    return dict(zip(NAMES, (str(faketime), f"{seconds:+d}", "1", "1"), strict=True))


def run(words: list[str], given: Mapping[str, str]) -> None:
    """Run the module as `python -m` does."""
    system_accounts.ENVIRONMENT.update({name: given[name] for name in NAMES})
    # libfaketime 0.9.10 takes a monotonic clock that it leaves alone for a moved one where Python
    # sleeps until a moment of it, and the kernel refuses what comes of that. It leaves select alone.
    time.sleep = _sleep  # type: ignore[assignment]  # whole seconds and fractions are all we sleep
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _sleep(seconds: float, /) -> None:
    select.select([], [], [], seconds)


if __name__ == "__main__":
    run(sys.argv[1:], os.environ)
