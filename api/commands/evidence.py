"""`python -m api evidence tidy`: where store and database differ, told first and removed on request."""

import argparse
import sys
from typing import Any

from api.app import now, store_of
from api.evidence.finishing import Finishing
from api.evidence.jobs import Found, Jobs
from persistence import audit
from persistence.database import Database
from persistence.keys import Keys
from persistence.storing import StoreUnavailable, StoreUnusable

_SHOWN = 20


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("evidence", help="the files of evidence")
    deeds = parser.add_subparsers(required=True, metavar="DEED")
    tidying = deeds.add_parser("tidy", help="tell what no row names, and what a row names in vain")
    tidying.add_argument(
        "--remove", action="store_true", help="remove what no row names; without it nothing is"
    )
    tidying.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """0: of one mind, or now so; 1: files are missing, or the store does not answer."""
    store = store_of(arguments.settings)
    jobs = Jobs(database, store, Finishing(database, store, keys, now), now)
    try:
        found = await jobs.differences()
        _tell(found)
        if arguments.remove and (found.orphans or found.stray):
            count = await jobs.remove(found)
            async with database.writing() as session:
                audit.record(session, "evidence.orphans_removed", by=None, on=None, count=count)
            print(f"removed: {count} files, parts of {len(found.stray)} uploads")
        elif found.orphans or found.stray:
            print("Nothing was removed: --remove does.")
    except (StoreUnavailable, StoreUnusable) as reason:
        print(f"The store does not answer: {reason}", file=sys.stderr)
        return 1
    finally:
        store.close()
    return 1 if found.missing else 0


def _tell(found: Found) -> None:
    size = sum(each.size for each in found.orphans)
    print(f"files that no row names, older than a day: {len(found.orphans)} ({size:,} bytes)")
    _list([each.sha256.hex() for each in found.orphans])
    print(f"uploads that are over and left parts: {len(found.stray)}")
    print(f"files that a row names and the store has not: {len(found.missing)}")
    _list([each.hex() for each in found.missing])


def _list(names: list[str]) -> None:
    for name in names[:_SHOWN]:
        print(f"  {name}")
    if len(names) > _SHOWN:
        print(f"  … and {len(names) - _SHOWN} more")
