"""`python -m api duties`: what is due, done now: risk classes, draws not revealed, orders not kept."""

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
    done = await duties.do(database, keys, now, anew=arguments.risk)
    if done.risk is None:
        print("Risk classes: this month's are done.")
    else:
        print(f"Risk classes: {done.risk.looked_at} looked at, {done.risk.changed} changed.")
    print(f"Draws not revealed in time: {', '.join(done.failed_draws) or 'none'}.")
    print(f"Correction orders overdue since: {done.overdue_orders}.")
    print(f"Re-inspections that nobody held: {done.lapsed_rechecks}.")
    print(f"Results no longer public: {done.expired_results}.")
    return 0
