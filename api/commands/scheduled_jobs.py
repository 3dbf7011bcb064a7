"""`python -m api duties`: run the scheduled jobs now, such as risk classes."""

import argparse
import datetime as dt
import sys
from typing import Any

from domain.moments import day_of
from jobs import scheduled as scheduled_jobs
from persistence.engine import audit
from persistence.engine import scheduled_jobs as rows
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.publication import withdrawals


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser("duties", help="run the scheduled jobs now")
    parser.add_argument(
        "--risk",
        action="store_true",
        help="recompute the risk classes even if this month's are done",
    )
    parser.add_argument(
        "--after-pause",
        action="store_true",
        help="also undo what has been due for more than a day; make sure that the clock is right",
    )
    parser.add_argument(
        "--put-back",
        action="store_true",
        help="run no job, but put back the results that a wrong clock withdrew as over",
    )
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Run the jobs that are due and print what they did. 1 where it is not sure what is due."""
    now = dt.datetime.now(dt.UTC)
    try:
        # What is put back undoes nothing, but it needs to be known what day it is.
        late = arguments.after_pause or arguments.put_back
        await scheduled_jobs.refuse_unless_sure(database, now, after_pause=late)
    except (scheduled_jobs.ClocksDiffer, scheduled_jobs.MuchIsDue) as reason:
        print(reason, file=sys.stderr)
        return 1
    if arguments.put_back:
        found = await withdrawals.put_back(database, now=now, today=day_of(now))
        print(f"Results put back: {len(found)}.")
        return 0
    if arguments.after_pause:
        async with database.writing() as session:
            audit.record(session, "duties.after_pause", by=None, on=None)
    stopped = {row.name for row in await rows.every_one(database) if row.stopped_at is not None}
    done = await scheduled_jobs.run_once(database, keys, now, force=arguments.risk, but=stopped)
    for job in scheduled_jobs.JOBS:
        await rows.ran(database, job.name, again_in=job.every)
    if stopped:
        print(f"Stopped, and not run: {', '.join(sorted(stopped))}.")
    if done.risk is None:
        print("Risk classes: already computed this month.")
    else:
        print(f"Risk classes: {done.risk.looked_at} assessed, {done.risk.changed} changed.")
    print(f"Tasks not issued in time: {', '.join(done.voided_tasks) or 'none'}.")
    print(f"Draws not revealed in time: {', '.join(done.failed_draws) or 'none'}.")
    print(f"Correction orders that became overdue: {done.overdue_orders}.")
    print(f"Re-inspections that lapsed: {done.lapsed_rechecks}.")
    print(f"Institutions of which something else holds: {done.changed_standings}.")
    print(f"Results whose publication expired: {done.expired_results}.")
    next_one = " Import the next notice: python -m api import workdays FILE."
    print(
        f"Holiday calendar until {done.calendar_until}.{next_one if done.calendar_runs_out else ''}"
    )
    return 0
