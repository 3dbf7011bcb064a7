"""Scheduled jobs: risk classes once a month, draws that were not revealed in time,
results that were public long enough, correction orders that were not kept.

Every job is idempotent: running it twice does no harm.
"""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from domain.moments import SHANGHAI, day_of, to_the_second
from jobs.loop import OnFault, repeat
from persistence import readiness
from persistence.draws import lapse, reveal
from persistence.engine.clock import database_now
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.publication import withdrawals
from persistence.rectification import proposals
from persistence.registries import risk

Result = TypeVar("Result")

FIRST_AFTER = 60.0
LOOK_EVERY = 3_600.0
CLOCKS_WITHIN = dt.timedelta(seconds=60)
A_DAYS_WORTH = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class JobsRun:
    """The risk recomputed, if it was due; the tasks that were not issued in time; those whose draws
    failed; how many orders are overdue since, how many results are not public any more, and how many
    re-inspections lapsed; the last day of the holiday notices, and whether the next one is wanted."""

    risk: risk.Recomputation | None
    voided_tasks: list[str]
    failed_draws: list[str]
    overdue_orders: int
    expired_results: int
    lapsed_rechecks: int
    calendar_until: dt.date | None
    calendar_runs_out: bool


@dataclass
class ClocksDiffer(Exception):
    """The clock here and the database's say different times: what is due cannot be known."""

    here: dt.datetime
    there: dt.datetime

    def __str__(self) -> str:
        return (
            f"The clock here says {to_the_second(self.here)}, the database's"
            f" {to_the_second(self.there)} (Shanghai time). No job was run. Set both right."
        )


@dataclass
class MuchIsDue(Exception):
    """More than a day's work of undoing is due, as after a long pause, or by a clock that is wrong."""

    since: dt.date

    def __str__(self) -> str:
        return (
            f"Results or tasks should have been withdrawn or voided since {self.since}. No job was"
            " run. If the clock is right, run: python -m api duties --after-pause"
        )


async def refuse_unless_sure(
    database: Database, now: dt.datetime, *, after_pause: bool = False
) -> None:
    """Raise ClocksDiffer or MuchIsDue before anything is undone by a clock that may be wrong."""
    there = await database_now(database)
    if abs(there - now) > CLOCKS_WITHIN:
        raise ClocksDiffer(now, there)
    today = day_of(now)
    days = (
        await withdrawals.oldest_due(database, today=today),
        await lapse.oldest_due(database, today=today),
    )
    since = min(filter(None, days), default=today)
    if since < today - A_DAYS_WORTH and not after_pause:
        raise MuchIsDue(since)


async def run_forever(
    database: Database,
    keys: Keys,
    now: Callable[[], dt.datetime],
    on_fault: OnFault,
    on_calendar_end: Callable[[], None],
) -> None:
    """Do what is due until cancelled; what fails is tried again at the next look, and a
    calendar that ends soon is told at each."""

    async def look() -> None:
        await refuse_unless_sure(database, now())
        done = await run_once(database, keys, now())
        if done.calendar_runs_out:
            on_calendar_end()

    await repeat(
        look,
        every=LOOK_EVERY,
        on_fault=on_fault,
        first_after=FIRST_AFTER,
        each_fault=True,
    )


async def run_once(
    database: Database, keys: Keys, now: dt.datetime, *, force: bool = False
) -> JobsRun:
    """Do what is due, and say what was done. What is at fault keeps nothing else from being done; all
    faults are raised together at the end."""
    today = day_of(now)
    faults: list[Exception] = []

    async def attempt(job: Awaitable[Result], fallback: Result) -> Result:
        try:
            return await job
        except Exception as error:
            faults.append(error)
            return fallback

    # First, since what was never issued is void rather than not revealed.
    voided = await attempt(lapse.void_lapsed(database, keys, now=now, today=today), [])
    failed = await attempt(reveal.fail_overdue(database, keys, now=now, today=today), [])
    expired = await attempt(withdrawals.expire_due(database, now=now, today=today), 0)
    overdue = await attempt(proposals.pass_overdue(database, now=now, today=today), [])
    lapsed = await attempt(proposals.lapse_rechecks(database, today=today), [])
    found = await attempt(_recompute(database, now, today, force), None)
    calendar = await attempt(readiness.calendar(database), None)
    if faults:
        raise ExceptionGroup("not everything that is due was done", faults)
    return JobsRun(
        found,
        voided,
        failed,
        len(overdue),
        expired,
        len(lapsed),
        calendar_until=calendar.known_to if calendar else None,
        calendar_runs_out=calendar is not None and calendar.runs_out(today),
    )


async def _recompute(
    database: Database, now: dt.datetime, today: dt.date, force: bool
) -> risk.Recomputation | None:
    month = dt.datetime.combine(today.replace(day=1), dt.time(), SHANGHAI)
    if not force and await risk.was_recomputed_since(database, month):
        return None
    return await risk.recompute(database, now=now, today=today)
