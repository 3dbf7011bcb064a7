"""Runs functions in forked children, two at a time, each with an end to its time.

Its time is that of the processor, which a busy machine does not shorten. A child that waits, as for
a lock, uses none: it is stopped after ten times as long by the clock.
"""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

Subject = TypeVar("Subject")

GRACE = 15
"""Seconds for a child to take down its PostgreSQL, after being told to stop."""
TOO_LONG = 75
"""What a child ends with that was stopped; pytest has no such exit code."""

_STOPPED: list[bool] = []
"""In a child: not empty once it was told to stop."""


@dataclass
class Trial(Generic[Subject]):
    """`code` is what the child ended with; None when its time was over."""

    subject: Subject
    run: Callable[[], int]
    seconds: int
    log: Path
    code: int | None = None
    took: float = 0
    started: float = field(default=0, repr=False)
    interrupted: bool = field(default=False, repr=False)


def run_all(trials: Iterable[Trial[Subject]], workers: int = 2) -> Iterator[Trial[Subject]]:
    """Every trial as it ends. The caller has no threads: a fork copies only the one it is made in."""
    waiting = iter(trials)
    running: dict[int, Trial[Subject]] = {}
    try:
        while True:
            while len(running) < workers and (trial := next(waiting, None)):
                running[_start(trial)] = trial
            if not running:
                return
            for pid in list(running):
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended:
                    yield _finished(running.pop(pid), status)
                else:
                    _hurry(pid, running[pid])
            time.sleep(0.01)
    finally:
        # Nobody waits for the rest: children have a session of their own and hear of no Ctrl-C.
        for pid in running:
            os.kill(pid, signal.SIGINT)


def _start(trial: Trial[Subject]) -> int:
    trial.started = time.monotonic()
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    code = 70
    try:
        os.setsid()
        signal.signal(signal.SIGXCPU, _stop)
        signal.signal(signal.SIGINT, _stop)
        resource.setrlimit(resource.RLIMIT_CPU, (trial.seconds, trial.seconds + GRACE))
        with trial.log.open("wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        code = trial.run()
    except KeyboardInterrupt:
        pass
    finally:
        # Whatever happened: a child that returned from here would go on as a second parent.
        sys.stdout.flush()
        os._exit(TOO_LONG if _STOPPED else code)


def _stop(*_: object) -> NoReturn:
    """KeyboardInterrupt is what pytest tidies up after and what no `except Exception` catches."""
    _STOPPED.append(True)
    raise KeyboardInterrupt


def _finished(trial: Trial[Subject], status: int) -> Trial[Subject]:
    trial.took = time.monotonic() - trial.started
    code = os.waitstatus_to_exitcode(status)
    trial.code = None if code in (TOO_LONG, -signal.SIGKILL) else code
    return trial


def _hurry(pid: int, trial: Trial[Subject]) -> None:
    late = time.monotonic() - trial.started - 10 * trial.seconds
    with suppress(ProcessLookupError):
        if late > GRACE:
            os.killpg(pid, signal.SIGKILL)
        elif late > 0 and not trial.interrupted:
            trial.interrupted = True
            os.kill(pid, signal.SIGINT)
