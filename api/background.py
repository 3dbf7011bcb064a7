"""What runs without being asked: the tasks of a worker, and the channels that it delivers by."""

import asyncio
import datetime as dt
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any

from api import logs
from api.settings import SETTINGS, Settings
from jobs import lists, outbox, scheduled
from jobs.channels import Channel
from jobs.console import console
from jobs.hooks import Hook, read_secrets
from jobs.programs import Program
from persistence.engine.database import Database
from persistence.engine.delivery import Lane
from persistence.engine.keys import Keys

Clock = Callable[[], dt.datetime]
Running = Coroutine[Any, Any, None]


def channels_of(settings: Settings, clock: Clock) -> dict[Lane, Channel]:
    """What can be delivered here; a lane without a channel waits for one. Raises SecretUnusable.

    A command beside a hook is for telephones, as a gateway's are. The console is for nobody else's.
    """
    channels: dict[Lane, Channel] = {}
    if settings.is_development:
        channels[Lane.TO_PHONES] = console
    if settings.delivery_hook_url and settings.delivery_hook_secret_file:
        secrets = read_secrets(settings.delivery_hook_secret_file)
        hook = Hook(settings.delivery_hook_url, secrets, clock)
        channels = dict.fromkeys(Lane, hook)
    if settings.delivery_command:
        program = Program(settings.delivery_command, _environment())
        channels = {Lane.EVENTS: program, **channels, Lane.TO_PHONES: program}
    return channels


def worker(settings: Settings, database: Database, keys: Keys, clock: Clock) -> list[Running]:
    """All that one process does for all others."""
    channels = channels_of(settings, clock)
    return [
        outbox.deliver(database, keys, channels, logs.fault),
        lists.keep_up(database, logs.fault),
        scheduled.run_forever(database, keys, clock, logs.fault, logs.calendar_ends),
    ]


@asynccontextmanager
async def running(tasks: Iterable[Running]) -> AsyncIterator[None]:
    """They run while the block lasts, and have ended after it."""
    beside = [asyncio.create_task(each) for each in tasks]
    try:
        yield
    finally:
        for each in beside:
            each.cancel()
        await asyncio.wait(beside)


def _environment() -> dict[str, str]:
    """Ours without our settings: passwords stand in some, and no program of others needs them."""
    ours = {setting.name for setting in SETTINGS}
    return {name: value for name, value in os.environ.items() if name not in ours}
