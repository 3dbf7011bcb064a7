"""`python -m api evidence tidy`: differences between store and database."""

import argparse
import sys
from typing import Any

from api.app import now, store_of
from api.evidence.completion import UploadCompletion
from jobs.uploads import EvidenceJobs, StoreDifferences
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.storage import StoreUnavailable, StoreUnusable

_LISTED = 20


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "evidence", help="check the files of evidence against the database"
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    tidying = actions.add_parser(
        "tidy", help="list files without a row, and rows whose file is missing"
    )
    tidying.add_argument(
        "--remove",
        action="store_true",
        help="remove the files without a row; otherwise they are only listed",
    )
    tidying.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """0: they agree, or do now; 1: files are missing, or the store does not answer."""
    store = store_of(arguments.settings)
    jobs = EvidenceJobs(database, store, UploadCompletion(database, store, keys, now).finish, now)
    try:
        found = await jobs.differences()
        _report(found)
        if arguments.remove and (found.orphans or found.stray):
            count = await jobs.remove(found)
            async with database.writing() as session:
                audit.record(session, "evidence.orphans_removed", by=None, on=None, count=count)
            print(f"Removed: {count} files, parts of {len(found.stray)} uploads.")
        elif found.orphans or found.stray:
            print("Nothing was removed. Use --remove to remove these files.")
    except (StoreUnavailable, StoreUnusable) as reason:
        print(f"The store does not answer: {reason}", file=sys.stderr)
        return 1
    finally:
        store.close()
    return 1 if found.missing else 0


def _report(found: StoreDifferences) -> None:
    size = sum(each.size for each in found.orphans)
    print(f"files without a row, older than a day: {len(found.orphans)} ({size:,} bytes)")
    _list([each.sha256.hex() for each in found.orphans])
    print(f"finished uploads with parts left over: {len(found.stray)}")
    print(f"files missing from the store: {len(found.missing)}")
    _list([each.hex() for each in found.missing])


def _list(names: list[str]) -> None:
    for name in names[:_LISTED]:
        print(f"  {name}")
    if len(names) > _LISTED:
        print(f"  … and {len(names) - _LISTED} more")
