"""Whether the database serves us: read, written to, at our time, and sealed with our key."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from persistence.accounts.table import Account
from persistence.complaints.table import Complaint
from persistence.derived_fields import PHONE, RESIDENT_ID, STATEMENT
from persistence.engine.database import Database
from persistence.engine.keys import Keys, SecretUnusable
from persistence.teachers.table import Teacher

_SEALED = (
    (Complaint.id, Complaint.statement_sealed, STATEMENT),
    (Teacher.id, Teacher.resident_id_sealed, RESIDENT_ID),
    (Account.id, Account.phone_sealed, PHONE),
)
"""What any key of this register must be able to open; one row of one of these is enough."""


@dataclass(frozen=True, slots=True)
class Reading:
    """As whom reads run, and what time it is there."""

    role: str
    now: dt.datetime


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
    """Whether these keys open what is sealed here; where nothing is, any will do."""
    async with database.aside() as session:
        for row_id, sealed, purpose in _SEALED:
            statement = sa.select(row_id, sealed).where(sealed.is_not(None)).limit(1)
            for found_id, found in await session.execute(statement):
                assert found is not None
                try:
                    keys.open(purpose, found, bound_to=found_id.bytes)
                except SecretUnusable:
                    return False
                return True
    return True
