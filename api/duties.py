"""What is due without anybody asking: risk classes once a month, draws that were not revealed in time.

Both may be done twice without harm: what is as it should be is left alone.
"""

import asyncio
import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from api import logs
from persistence import risk
from persistence.database import Database
from persistence.drawing import revealing
from persistence.keys import Keys
from persistence.tables.records import AuditEvent
from schema.context import SHANGHAI

FIRST_AFTER = 60.0
LOOK_EVERY = 3_600.0


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


async def do(
    database: Database, keys: Keys, now: dt.datetime, *, anew: bool = False
) -> tuple[risk.Recomputed | None, list[str]]:
    """Do what is due: the recomputed risk, if it was due, and the tasks whose draws failed."""
    today = now.astimezone(SHANGHAI).date()
    try:
        failed = await revealing.fail_overdue(database, keys, now=now, today=today)
    except Exception:
        # A draw that is at fault does not keep the month's classes from being found.
        await _recomputed(database, now, today, anew)
        raise
    return await _recomputed(database, now, today, anew), failed


async def _recomputed(
    database: Database, now: dt.datetime, today: dt.date, anew: bool
) -> risk.Recomputed | None:
    if not anew and await _was_recomputed_in(database, today):
        return None
    return await risk.recompute(database, now=now, today=today)


async def _was_recomputed_in(database: Database, month: dt.date) -> bool:
    since = dt.datetime.combine(month.replace(day=1), dt.time(), SHANGHAI)
    done = sa.exists().where(AuditEvent.tag == "risk.recomputed", AuditEvent.at >= since)
    async with database.writing() as session:
        return bool(await session.scalar(sa.select(done)))
