"""`python -m api duties`: what is due, done now: risk classes, and draws not revealed in time."""

import argparse
import datetime as dt
from typing import Any

from api import duties
from persistence.database import Database
from persistence.keys import Keys


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("duties", help="do now what is due by the calendar")
    parser.add_argument(
        "--risk",
        action="store_true",
        help="recompute the risk classes though this month's are done",
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Do what is due and say what was done."""
    now = dt.datetime.now(dt.UTC)
    recomputed, failed = await duties.do(database, keys, now, anew=arguments.risk)
    if recomputed is None:
        print("Risk classes: this month's are done.")
    else:
        print(f"Risk classes: {recomputed.looked_at} looked at, {recomputed.changed} changed.")
    print(f"Draws not revealed in time: {', '.join(failed) or 'none'}.")
    return 0
