"""Scheduled jobs: risk classes once a month, draws that were not revealed in time,
results that were public long enough, correction orders that were not kept.

Every job is idempotent: running it twice does no harm. Each has a row, and only the process that holds
its lease runs it.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from domain.moments import SHANGHAI, day_of, to_the_second
from domain.workdays import Calendar
from jobs.loop import OnFault, PlainFault, repeat, single
from persistence import readiness
from persistence.draws import lapse, reveal
from persistence.engine import delivery
from persistence.engine import scheduled_jobs as rows
from persistence.engine.clock import database_now
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.scheduled_jobs import Held
from persistence.publication import withdrawals
from persistence.rectification import proposals
from persistence.registries import risk
from persistence.standings import days

FIRST_AFTER = 60.0
LOOK_EVERY = 15.0
LEASE = dt.timedelta(minutes=2)
"""Of a process that was killed, jobs are run by others after this time."""
EXTEND_EVERY = 30.0
AN_HOUR = dt.timedelta(hours=1)
FIRST_AGAIN = dt.timedelta(minutes=1)
"""After a failure, doubled with each, until the job would be due anyway."""
DELIVERED_KEPT = dt.timedelta(days=30)
CLOCKS_WITHIN = dt.timedelta(seconds=60)
A_DAYS_WORTH = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Round:
    """What a job works on, and the moment that is now; `force` is for what is due once a month."""

    database: Database
    keys: Keys
    now: dt.datetime
    force: bool = False

    @property
    def today(self) -> dt.date:
        return day_of(self.now)


@dataclass(frozen=True, slots=True)
class Job:
    """`goes_by_clock` where it undoes or decides what cannot be taken back: it is not run unless it is
    sure what day it is."""

    name: str
    about: str
    work: Callable[[Round], Awaitable[Any]]
    goes_by_clock: bool = True
    every: dt.timedelta = AN_HOUR


async def _draws(of: Round) -> tuple[list[str], list[str]]:
    found, faults = list[list[str]](), list[Exception]()
    # First, since what was never issued is void rather than not revealed. What is at fault in the one keeps
    # nothing of the other from being done.
    for step in (lapse.void_lapsed, reveal.fail_overdue):
        try:
            found.append(await step(of.database, of.keys, now=of.now, today=of.today))
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("not all draws were seen to", faults)
    voided, failed = found
    return voided, failed


async def _results(of: Round) -> int:
    return await withdrawals.expire_due(of.database, now=of.now, today=of.today)


async def _orders(of: Round) -> int:
    return len(await proposals.pass_overdue(of.database, now=of.now, today=of.today))


async def _rechecks(of: Round) -> int:
    return len(await proposals.lapse_rechecks(of.database, today=of.today))


async def _standings(of: Round) -> int:
    return await days.pass_days(of.database, now=of.now, today=of.today)


async def _risk(of: Round) -> risk.Recomputation | None:
    month = dt.datetime.combine(of.today.replace(day=1), dt.time(), SHANGHAI)
    if not of.force and await risk.was_recomputed_since(of.database, month):
        return None
    return await risk.recompute(of.database, now=of.now, today=of.today)


async def _calendar(of: Round) -> Calendar:
    return await readiness.calendar(of.database)


async def _outbox(of: Round) -> int:
    return await delivery.prune(of.database, kept=DELIVERED_KEPT)


JOBS = (
    Job("draws", "void tasks that were not issued in time, fail draws not revealed", _draws),
    Job("results", "withdraw results whose publication expired", _results),
    Job("orders", "mark correction orders that are overdue", _orders),
    Job("rechecks", "end re-inspections whose day has passed", _rechecks),
    Job(
        "standings",
        "end and begin what was decided for a time, let entitlements expire",
        _standings,
    ),
    Job("risk", "recompute risk classes, once a month", _risk),
    Job("calendar", "warn before the holiday calendar ends", _calendar, goes_by_clock=False),
    Job("outbox", "remove messages delivered a month ago", _outbox, goes_by_clock=False),
)
"""In the order in which they run."""
BY_NAME = {job.name: job for job in JOBS}


@dataclass(frozen=True, slots=True)
class JobsRun:
    """The risk recomputed, if it was due; the tasks that were not issued in time; those whose draws
    failed; how many orders are overdue since, how many results are not public any more, and how many
    re-inspections lapsed, for how many institutions something else holds; the last day of the holiday notices, and whether the next one is wanted."""

    risk: risk.Recomputation | None
    voided_tasks: list[str]
    failed_draws: list[str]
    overdue_orders: int
    expired_results: int
    lapsed_rechecks: int
    changed_standings: int
    calendar_until: dt.date | None
    calendar_runs_out: bool


@dataclass
class ClocksDiffer(PlainFault):
    """The clock here and the database's say different times: what is due cannot be known."""

    here: dt.datetime
    there: dt.datetime

    def __str__(self) -> str:
        return (
            f"The clock here says {to_the_second(self.here)}, the database's"
            f" {to_the_second(self.there)} (Shanghai time). Nothing that goes by the day was done. Set both"
            " right."
        )


@dataclass
class MuchIsDue(PlainFault):
    """More than a day's work of undoing is due, as after a long pause, or by a clock that is wrong."""

    since: dt.date

    def __str__(self) -> str:
        return (
            f"Results or tasks should have been withdrawn or voided since {self.since}. Nothing"
            " that goes by the day was done. If the clock is right, run: python -m api duties --after-pause"
        )


async def refuse_unless_sure(
    database: Database, now: dt.datetime, *, after_pause: bool = False
) -> None:
    """Raise ClocksDiffer or MuchIsDue before anything is undone by a clock that may be wrong."""
    there = await database_now(database)
    if abs(there - now) > CLOCKS_WITHIN:
        raise ClocksDiffer(now, there)
    today = day_of(now)
    waiting = (
        await withdrawals.oldest_due(database, today=today),
        await lapse.oldest_due(database, today=today),
        await days.oldest_due(database, today=today),
    )
    since = min(filter(None, waiting), default=today)
    if since < today - A_DAYS_WORTH and not after_pause:
        raise MuchIsDue(since)


async def add_missing(database: Database) -> None:
    """Rows of jobs that this database does not know yet: they are due at once."""
    await rows.add_missing(database, list(BY_NAME))


class JobNotFree(Exception):
    """The job is stopped, or another process runs it."""


class Scheduler:
    """Runs jobs under their leases."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        now: Callable[[], dt.datetime],
        on_fault: OnFault,
        on_calendar_end: Callable[[], None],
    ) -> None:
        self._database, self._keys, self._now = database, keys, now
        self._on_fault, self._on_calendar_end = on_fault, on_calendar_end

    async def look(self) -> None:
        """Run what is due, one after the other; what fails keeps nothing else from being done."""
        await add_missing(self._database)
        due, seen = await rows.due(self._database), set[tuple[type, str]]()
        for job in JOBS:
            if job.name not in due:
                continue
            try:
                await self.run(job)
            except JobNotFree:
                continue
            except Exception as error:
                # A clock that is wrong keeps most of them from being run: once is enough to know.
                for each in single(error):
                    # The next job reads the clocks a second later.
                    what = "" if isinstance(each, ClocksDiffer) else str(each)
                    if (type(each), what) not in seen:
                        seen.add((type(each), what))
                        self._on_fault(each)

    async def run(self, job: Job, *, is_early: bool = False, after_pause: bool = False) -> Any:
        """Run it once, under its lease. Raises JobNotFree, and whatever the job raises, which its row
        keeps."""
        held = await rows.claim(self._database, job.name, lease=LEASE, is_early=is_early)
        if held is None:
            raise JobNotFree
        try:
            async with self._kept(held):
                found = await self._work(job, after_pause)
        except Exception as error:
            again_in = min(FIRST_AGAIN * 2 ** min(held.failure_count, 20), job.every)
            await rows.failed(self._database, held, _words_of(error), again_in=again_in)
            raise
        await rows.succeeded(self._database, held, again_in=job.every)
        return found

    async def _work(self, job: Job, after_pause: bool) -> Any:
        now = self._now()
        if job.goes_by_clock:
            await refuse_unless_sure(self._database, now, after_pause=after_pause)
        found = await job.work(Round(self._database, self._keys, now))
        if isinstance(found, Calendar) and found.runs_out(day_of(now)):
            self._on_calendar_end()
        return found

    @asynccontextmanager
    async def _kept(self, held: Held) -> AsyncIterator[None]:
        """The lease is extended while the block lasts."""

        async def extend() -> None:
            await rows.extend(self._database, held, lease=LEASE)

        extending = asyncio.create_task(
            repeat(extend, every=EXTEND_EVERY, on_fault=self._on_fault, first_after=EXTEND_EVERY)
        )
        try:
            yield
        finally:
            extending.cancel()
            await asyncio.wait([extending])


async def run_forever(
    database: Database,
    keys: Keys,
    now: Callable[[], dt.datetime],
    on_fault: OnFault,
    on_calendar_end: Callable[[], None],
) -> None:
    """Do what is due until cancelled, beside any other process that does the same; what fails is tried
    again, and a calendar that ends soon is told of each hour."""
    scheduler = Scheduler(database, keys, now, on_fault, on_calendar_end)
    await repeat(scheduler.look, every=LOOK_EVERY, on_fault=on_fault, first_after=FIRST_AFTER)


async def run_once(
    database: Database,
    keys: Keys,
    now: dt.datetime,
    *,
    force: bool = False,
    but: Collection[str] = (),
) -> JobsRun:
    """Do what is due by all jobs `but` these, as if nobody held them, and say what was done. What is at
    fault keeps nothing else from being done; all faults are raised together at the end."""
    of = Round(database, keys, now, force)
    found, faults = dict[str, Any](), list[Exception]()
    for job in JOBS:
        if job.name not in but:
            try:
                found[job.name] = await job.work(of)
            except Exception as error:
                faults += single(error)
    if faults:
        raise ExceptionGroup("not everything that is due was done", faults)
    voided, failed = found.get("draws", ([], []))
    calendar: Calendar | None = found.get("calendar")
    return JobsRun(
        found.get("risk"),
        voided,
        failed,
        found.get("orders", 0),
        found.get("results", 0),
        found.get("rechecks", 0),
        found.get("standings", 0),
        calendar_until=calendar.known_to if calendar else None,
        calendar_runs_out=calendar is not None and calendar.runs_out(of.today),
    )


def _words_of(error: Exception) -> str:
    """What its row keeps: of faults that are not ours the class alone, since a driver's words repeat
    what a person typed."""
    return "; ".join(
        str(each) if isinstance(each, PlainFault) else type(each).__name__ for each in single(error)
    )
