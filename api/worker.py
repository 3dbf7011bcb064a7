"""`worker`: what runs by itself, without a server of requests."""

import asyncio
import signal
import sys

from api import logs, startup
from api.app import now
from api.background import channels_of, running, worker
from api.embedded_server import EmbeddedServer
from api.server import REASONS, event_loop, quieten
from api.settings import Settings
from persistence.embedded import EmbeddedUnavailable
from persistence.engine import keys
from persistence.engine.database import Database
from persistence.engine.keys import Keys


def work(settings: Settings) -> int:
    """Work until told to stop. 0: stopped as asked; 1: cannot work, or not any longer."""
    logs.configure(settings.log_level, settings.log_format, is_production=settings.is_production)
    quieten(settings)
    try:
        secret = keys.load(settings.secret_key_file)
        # What is wrong with a channel is found before a database is started.
        channels_of(settings, now)
        with startup.start_or_connect(settings) as embedded_server, event_loop() as run:
            return run(_work(settings, embedded_server, secret))
    except REASONS as reason:
        print(reason, file=sys.stderr)
    return 1


async def _work(settings: Settings, embedded_server: EmbeddedServer | None, secret: Keys) -> int:
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    preparing = startup.open_database(settings, embedded_server)
    try:
        await startup.prepare(preparing, secret)
    finally:
        await preparing.close()
    database = startup.open_database(settings, embedded_server, is_serving=True)
    try:
        async with running(worker(settings, database, secret, now)):
            print("The worker runs.", flush=True)
            lost = asyncio.create_task(_lost(embedded_server, database))
            ended = asyncio.create_task(stopped.wait())
            done, left = await asyncio.wait((lost, ended), return_when=asyncio.FIRST_COMPLETED)
            for task in left:
                task.cancel()
            return 0 if ended in done else 1
    finally:
        await database.close()


async def _lost(embedded_server: EmbeddedServer | None, database: Database) -> None:
    """Return when there is no database any more."""
    if embedded_server is None:
        await asyncio.Event().wait()
        return
    try:
        await embedded_server.restart_when_lost(database)
    except EmbeddedUnavailable as reason:
        print(f"The embedded PostgreSQL died and does not start again. {reason}", file=sys.stderr)
