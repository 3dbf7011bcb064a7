"""Many rows at once, into a register that is empty."""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.columns import Table
from persistence.tables.accounts import Account
from persistence.tables.authorities import Authority
from persistence.tables.institutions import Institution
from persistence.tables.records import AuditEvent

Batch = tuple[type[Table], list[dict[str, Any]]]

_LOCK = 7_016_996_765_293_437_282
_ROWS_AT_ONCE = 500
_USED_WHEN_ANY = (Authority, Institution, Account, AuditEvent)
"""A register that has been used has a row in at least one of these."""


async def claim_empty(connection: AsyncConnection) -> bool:
    """Whether the register is unused; other callers wait until this transaction ends."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    used = [sa.exists(sa.select(sa.literal(1)).select_from(table)) for table in _USED_WHEN_ANY]
    return not await connection.scalar(sa.select(sa.or_(*used)))


async def insert_batches(
    connection: AsyncConnection, batches: Iterable[Batch], progress: Callable[[int], None]
) -> None:
    """Insert table by table; `progress` hears how many rows are in."""
    done = 0
    for table, rows in batches:
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[first : first + _ROWS_AT_ONCE]
            await connection.execute(sa.insert(table), some)
            done += len(some)
            progress(done)
