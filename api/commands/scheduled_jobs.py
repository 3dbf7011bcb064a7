"""`python -m api duties`: run the scheduled jobs now, such as risk classes."""

import argparse
import datetime as dt
from typing import Any

from jobs import scheduled as scheduled_jobs
from persistence.engine.database import Database
from persistence.engine.keys import Keys


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("duties", help="run the scheduled jobs now")
    parser.add_argument(
        "--risk",
        action="store_true",
        help="recompute the risk classes even if this month's are done",
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Run the jobs that are due and print what they did."""
    now = dt.datetime.now(dt.UTC)
    done = await scheduled_jobs.run_once(database, keys, now, force=arguments.risk)
    if done.risk is None:
        print("Risk classes: already computed this month.")
    else:
        print(f"Risk classes: {done.risk.looked_at} assessed, {done.risk.changed} changed.")
    print(f"Tasks not issued in time: {', '.join(done.voided_tasks) or 'none'}.")
    print(f"Draws not revealed in time: {', '.join(done.failed_draws) or 'none'}.")
    print(f"Correction orders that became overdue: {done.overdue_orders}.")
    print(f"Re-inspections that lapsed: {done.lapsed_rechecks}.")
    print(f"Results whose publication expired: {done.expired_results}.")
    return 0
