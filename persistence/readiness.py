"""Whether the database serves us: read, written to, at our time, and sealed with our key."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from domain.workdays import Calendar
from persistence.accounts.table import Account
from persistence.complaints.table import Complaint
from persistence.derived_fields import PHONE, RESIDENT_ID, STATEMENT
from persistence.engine.database import AsyncSession, Database
from persistence.engine.keys import Keys, SecretUnusable
from persistence.regions import reference
from persistence.teachers.table import Teacher


@dataclass(frozen=True, slots=True)
class Reading:
    """As whom reads run, and what time it is there."""

    role: str
    now: dt.datetime


LATE_AFTER = dt.timedelta(minutes=15)
FAILING_FROM = 3
_WORK = """
    select coalesce(min(next_at) < now() - $1::interval, true),
           coalesce(max(failure_count) >= $2::int, false),
           exists (select from outbox_messages where dead_at is not null)
    from scheduled_jobs where stopped_at is null"""


@dataclass(frozen=True, slots=True)
class Work:
    """Nobody has run for a quarter of an hour what was due; a job failed three times in a row;
    there are dead letters."""

    is_late: bool
    is_failing: bool
    has_dead_letters: bool


async def read(database: Database) -> Reading:
    role, _, now = (
        await database.value("select current_user || ' ' || extract(epoch from clock_timestamp())")
    ).rpartition(" ")
    return Reading(role, dt.datetime.fromtimestamp(float(now), dt.UTC))


async def can_write(database: Database) -> bool:
    """Begin a transaction that has a number, write half a megabyte where the database has its
    files, and leave nothing of it. False on a standby; raises what a full disk raises."""
    async with database.aside() as session:
        if await session.scalar(sa.text("show transaction_read_only")) == "on":
            return False
        await session.execute(sa.text("set local work_mem = '64kB'"))
        await session.execute(sa.text("select pg_current_xact_id()"))
        # More than may be held in memory goes to a temporary file.
        await session.execute(sa.text("select count(*) from generate_series(1, 20000)"))
    return True


async def is_sealed_with(database: Database, keys: Keys) -> bool:
    """Whether these keys open what is sealed here, a row of each kind; where nothing is, any do."""
    async with database.aside() as session:
        return (
            await _opens(session, keys, STATEMENT, Complaint.id, Complaint.statement_sealed)
            and await _opens(session, keys, RESIDENT_ID, Teacher.id, Teacher.resident_id_sealed)
            and await _opens(session, keys, PHONE, Account.id, Account.phone_sealed)
        )


async def calendar(database: Database) -> Calendar:
    """From when to when holiday notices are loaded; days are not listed."""
    async with database.aside() as session:
        return await reference.calendar(session, since=dt.date.max)


async def worker(database: Database) -> Work:
    """Whether what runs by itself is being run, by whichever process."""
    return Work(*await database.writes.fetch_row(_WORK, (LATE_AFTER, FAILING_FROM)))


async def _opens(session: AsyncSession, keys: Keys, purpose: str, id: Any, sealed: Any) -> bool:
    statement = sa.select(id, sealed).where(sealed.is_not(None)).limit(1)
    for row_id, found in await session.execute(statement):
        try:
            keys.open(purpose, found, bound_to=row_id.bytes)
        except SecretUnusable:
            return False
    return True
