"""Commands that work on the database and are gone: migrations, accounts, lists, regions."""

import argparse
import asyncio
import signal
import sys

from api import logs, startup
from api.server import REASONS
from api.settings import Settings
from persistence.engine import keys
from persistence.engine.database import Database
from persistence.engine.keys import Keys

_TERMINATED = 128 + signal.SIGTERM


def administer(settings: Settings, arguments: argparse.Namespace) -> int:
    """Run the command of the arguments, which finds the settings among them."""
    arguments.settings = settings
    logs.configure("warning", settings.log_format, is_production=settings.is_production)
    try:
        secret = keys.load(settings.secret_key_file)
        with startup.start_or_connect(settings) as embedded_server:
            return asyncio.run(
                _run(arguments, startup.open_database(settings, embedded_server), secret)
            )
    except REASONS as reason:
        print(reason, file=sys.stderr)
    except asyncio.CancelledError:
        return _TERMINATED
    return 1


async def _run(arguments: argparse.Namespace, database: Database, secret: Keys) -> int:
    task = asyncio.current_task()
    assert task is not None
    # As an interrupt from the keyboard: drafts are taken away, transactions rolled back.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        if not getattr(arguments, "takes_it_as_it_is", False):
            await startup.prepare(database, secret)
        if arguments.command == "migrate":
            return 0
        done: int = await arguments.run(arguments, database, secret)
        return done
    finally:
        await database.close()
