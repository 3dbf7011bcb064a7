"""`python -m api restore`: a backup into an empty database."""

import argparse
import sys
from pathlib import Path
from typing import Any

from api import startup
from api.steps import step
from persistence.engine import backups
from persistence.engine.backups import BackupFailed
from persistence.engine.database import Database
from persistence.engine.keys import Keys


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("restore", help="restore a backup into an empty database")
    parser.add_argument("file", metavar="FILE", type=Path, help="file written by `backup`")
    # An empty database has no tables yet: the backup brings them.
    parser.set_defaults(run=run, takes_it_as_it_is=True)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """0: restored and of the present shape, 1: nothing was restored."""
    try:
        with step("restoring"):
            await backups.restore(database.url, arguments.file.absolute())
    except BackupFailed as reason:
        print(reason, file=sys.stderr)
        return 1
    await startup.prepare(database)
    print(
        "Restored. Put the secret key of that register into SECRET_KEY_FILE before you serve:"
        " with another key nothing that is sealed can be opened, and all sessions end."
    )
    return 0
