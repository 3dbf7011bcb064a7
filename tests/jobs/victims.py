"""Workers that are killed at a step, one after the other: `python -m tests.jobs.victims PLAN`.

The plan is JSON: `database` and `receiver`, and in `deaths` pairs of a step and how often it is taken
before. After them, two workers go on together until this process is killed.
"""

import asyncio
import datetime as dt
import functools
import os
import signal
import sys
from typing import Any

import orjson

from jobs import outbox
from jobs.hooks import Hook
from persistence.engine import delivery
from persistence.engine.database import Database
from persistence.engine.delivery import Lane
from persistence.engine.keys import Keys

STEPS = ("claiming", "claimed", "sending", "sent", "marked")
LEASE = dt.timedelta(seconds=0.25)
DIES_WITHIN = 5


def main(plan: dict[str, Any]) -> None:
    for step, after in plan["deaths"]:
        child = os.fork()
        if child == 0:
            # Nothing left to die of: the next one.
            signal.alarm(DIES_WITHIN)
            _work(plan, step, after)
        os.waitpid(child, 0)
    for _ in range(2):
        if os.fork() == 0:
            _work(plan, "", 0)
    os.wait()


def _work(plan: dict[str, Any], step: str, after: int) -> None:
    left = after

    def passed(name: str) -> None:
        nonlocal left
        if name == step:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def between(before: str, function: Any, then: str) -> Any:
        @functools.wraps(function)
        async def wrapped(*args: Any, **named: Any) -> Any:
            passed(before)
            found = await function(*args, **named)
            # A claim of nothing is no step.
            if found or then == "sent":
                passed(then)
            return found

        return wrapped

    delivery.claim = between("claiming", delivery.claim, "claimed")
    delivery.delivered = between("sent", delivery.delivered, "marked")
    hook = Hook(plan["receiver"], [b"k" * 32], lambda: dt.datetime.now(dt.UTC))

    async def run() -> None:
        database = Database(plan["database"], read_size=1, write_size=4)
        channels = {Lane.EVENTS: between("sending", hook, "")}
        keys = Keys(b"k" * 32)
        await outbox.deliver(database, keys, channels, print, every=0.02, lease=LEASE)

    asyncio.run(run())
    os._exit(1)


if __name__ == "__main__":
    main(orjson.loads(sys.argv[1]))
