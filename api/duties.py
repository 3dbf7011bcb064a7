"""What is due without anybody asking: risk classes once a month, draws that were not revealed in time,
results that were public long enough, correction orders that were not kept.

All of it may be done twice without harm: what is as it should be is left alone.
"""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from api import logs
from persistence import risk
from persistence.database import Database
from persistence.drawing import revealing
from persistence.keys import Keys
from persistence.publication import withdrawing
from persistence.rectification import proposing
from persistence.tables.records import AuditEvent
from schema.context import SHANGHAI

FIRST_AFTER = 60.0
LOOK_EVERY = 3_600.0


@dataclass(frozen=True, slots=True)
class Done:
    """The risk recomputed, if it was due; the tasks whose draws failed; how many orders are overdue
    since, and how many results are not public any more."""

    risk: risk.Recomputed | None
    failed_draws: list[str]
    overdue_orders: int
    expired_results: int


async def keep(
    database: Database,
    keys: Keys,
    now: Callable[[], dt.datetime],
    *,
    first_after: float = FIRST_AFTER,
    every: float = LOOK_EVERY,
) -> None:
    """Do what is due until cancelled; what fails is tried again at the next look."""
    await asyncio.sleep(first_after)
    while True:
        try:
            await do(database, keys, now())
        except Exception as error:
            logs.fault(error)
        await asyncio.sleep(every)


async def do(database: Database, keys: Keys, now: dt.datetime, *, anew: bool = False) -> Done:
    """Do what is due, and say what was done."""
    today = now.astimezone(SHANGHAI).date()
<<<<<<< HEAD
    failed = await revealing.fail_overdue(database, keys, now=now, today=today)
    expired = await withdrawing.expire_due(database, now=now, today=today)
    overdue = len(await proposing.pass_overdue(database, now=now, today=today))
    if not anew and await _was_recomputed_in(database, today):
        return Done(None, failed, overdue, expired)
    return Done(await risk.recompute(database, now=now, today=today), failed, overdue, expired)
=======
    failed, fault = list[str](), None
    try:
        failed = await revealing.fail_overdue(database, keys, now=now, today=today)
    except Exception as error:
        # A draw that is at fault keeps nothing else from being done.
        fault = error
    await withdrawing.expire_due(database, now=now, today=today)
    overdue = len(await proposing.pass_overdue(database, now=now, today=today))
    found = None
    if anew or not await _was_recomputed_in(database, today):
        found = await risk.recompute(database, now=now, today=today)
    if fault is not None:
        raise fault
    return Done(found, failed, overdue)
>>>>>>> breaking5


async def _was_recomputed_in(database: Database, month: dt.date) -> bool:
    since = dt.datetime.combine(month.replace(day=1), dt.time(), SHANGHAI)
    done = sa.exists().where(AuditEvent.tag == "risk.recomputed", AuditEvent.at >= since)
    async with database.writing() as session:
        return bool(await session.scalar(sa.select(done)))
