"""`python -m api backup`: the whole database in one file, without the key to what is sealed."""

import argparse
import sys
from pathlib import Path
from typing import Any

from api.steps import step
from persistence.engine import backups
from persistence.engine.backups import BackupFailed
from persistence.engine.database import Database
from persistence.engine.keys import Keys


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("backup", help="write the whole database to a file")
    parser.add_argument("file", metavar="FILE", type=_path, help="file to create")
    # A register that waits for migrations is backed up as it is, before them.
    parser.set_defaults(run=run, takes_it_as_it_is=True)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """0: written and read back, 1: not written."""
    path: Path = arguments.file
    try:
        with step("backing up"):
            await backups.dump(database.url, path)
    except BackupFailed as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"The backup was written to {path}.")
    print(
        "The secret key is not in it. Keep a copy of SECRET_KEY_FILE elsewhere: without it the"
        " sealed parts of this backup (identities, statements, numbers) can never be opened."
    )
    return 0


def _path(text: str) -> Path:
    return Path(text).absolute()
