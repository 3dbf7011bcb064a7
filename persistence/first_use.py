"""Whether a register has been used yet, asked by what may only fill an empty one."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from persistence.accounts.table import Account
from persistence.authorities.table import Authority
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Institution

_LOCK = 7_016_996_765_293_437_282
_USED_WHEN_ANY = (Authority, Institution, Account, AuditEvent)
"""A register that has been used has a row in at least one of these."""


async def has_event(connection: AsyncConnection, tag: str) -> bool:
    """Whether something of this audit tag happened here."""
    found = sa.exists(sa.select(AuditEvent.id).where(AuditEvent.tag == tag))
    return bool(await connection.scalar(sa.select(found)))


async def claim_empty(connection: AsyncConnection) -> bool:
    """Whether the register is unused; other callers wait until this transaction ends."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    used = [sa.exists(sa.select(sa.literal(1)).select_from(table)) for table in _USED_WHEN_ANY]
    return not await connection.scalar(sa.select(sa.or_(*used)))
