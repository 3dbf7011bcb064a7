"""Others who have to do with a visit at the same time: they hold it, so that a mutation has read and waits to
write."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import sqlalchemy as sa

from domain.evidence.terms import OwnerKind
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests import beside
from tests.factories import NOW, evidence
from tests.schema.inspections import steps


@asynccontextmanager
async def holding(database: Database, inspection_id: str) -> AsyncIterator[asyncpg.Connection]:
    """The visit, locked as other mutations lock it; what is written goes in at the end."""
    async with beside.connection(database.url) as other, other.transaction():
        await hold(other, inspection_id)
        yield other


async def hold(connection: asyncpg.Connection, inspection_id: str) -> None:
    key = steps.key(inspection_id)
    await connection.execute("select from inspections where id = $1 for update", key)


async def waiting(
    database: Database, count: int = 1, *, but: int = 0, unless: asyncio.Task[Any] | None = None
) -> list[int]:
    """The connections that wait for a lock, once there are so many beside that one; none where that task
    is over before."""
    async with asyncio.timeout(10):
        while unless is None or not unless.done():
            async with database.writing() as session:
                found = await session.scalars(
                    sa.text(
                        "select pid from pg_stat_activity where wait_event_type = 'Lock'"
                        " and datname = current_database()"
                    )
                )
                pids = [pid for pid in found if pid != but]
            if len(pids) == count:
                return pids
            await asyncio.sleep(0.01)
        return []


async def declare(connection: asyncpg.Connection, inspection_id: str) -> Any:
    """A photo of the visit."""
    row = evidence.evidence(
        OwnerKind.INSPECTION, steps.key(inspection_id), declaration_id=new_key()
    )
    await connection.execute(
        "insert into evidence (id, owner_kind, owner_id, declaration_id, kind, sha256, size,"
        " media_type, declared_at, state, version_no)"
        " values ($1, 'INSPECTION', $2, $3, 'PHOTO', $4, 1000, 'image/jpeg', $5, 'EXPECTED', 1)",
        row.id,
        row.owner_id,
        row.declaration_id,
        row.sha256,
        NOW,
    )
    return row.id
