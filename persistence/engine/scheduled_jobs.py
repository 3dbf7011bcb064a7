"""The row of each scheduled job: who runs it, when it ran, what went wrong. All times are the database's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import ScheduledJob

_IS_FREE = ScheduledJob.lease_until.is_(None) | (ScheduledJob.lease_until < sa.func.now())
_IS_DUE = ScheduledJob.next_at <= sa.func.now()
_RUNS = ScheduledJob.stopped_at.is_(None)


@dataclass(frozen=True, slots=True)
class Held:
    """A job that was claimed, by an id of this claim; it failed so often since it last succeeded."""

    name: str
    held_by: UUID
    failure_count: int


async def add_missing(database: Database, names: Sequence[str]) -> None:
    statement = insert(ScheduledJob).values([{"name": name} for name in names])
    async with database.writing() as session:
        await session.execute(statement.on_conflict_do_nothing())


async def every_one(database: Database) -> Sequence[ScheduledJob]:
    async with database.writing() as session:
        return (await session.scalars(sa.select(ScheduledJob).order_by(ScheduledJob.name))).all()


async def due(database: Database) -> set[str]:
    """Those that somebody may claim now."""
    async with database.writing() as session:
        names = await session.scalars(sa.select(ScheduledJob.name).where(_RUNS, _IS_DUE, _IS_FREE))
        return set(names)


async def claim(
    database: Database, name: str, *, lease: dt.timedelta, is_early: bool = False
) -> Held | None:
    """Hold the job, if it is due (or `is_early`), not stopped, and nobody else's."""
    held_by = new_key()
    statement = (
        sa.update(ScheduledJob)
        .where(ScheduledJob.name == name, _RUNS, _IS_FREE, sa.true() if is_early else _IS_DUE)
        .values(
            held_by=held_by,
            lease_until=sa.func.now() + lease,
            last_started_at=sa.func.now(),
        )
        .returning(ScheduledJob.failure_count)
    )
    async with database.writing() as session:
        failure_count = await session.scalar(statement)
    return None if failure_count is None else Held(name, held_by, failure_count)


async def extend(database: Database, held: Held, *, lease: dt.timedelta) -> bool:
    """Hold it for longer. False where it is another's by now."""
    return await _change(database, held, lease_until=sa.func.now() + lease)


async def succeeded(database: Database, held: Held, *, again_in: dt.timedelta) -> bool:
    """Let go of it until it is due again. False, and nothing changed, where it is another's by now."""
    return await _change(database, held, **_FREE, **_success(again_in))


async def failed(database: Database, held: Held, error: str, *, again_in: dt.timedelta) -> bool:
    """As `succeeded`, with what went wrong."""
    return await _change(
        database,
        held,
        **_FREE,
        next_at=sa.func.now() + again_in,
        failure_count=held.failure_count + 1,
        last_error=error,
    )


async def ran(database: Database, name: str, *, again_in: dt.timedelta) -> None:
    """Note that it was run by hand."""
    statement = sa.update(ScheduledJob).where(ScheduledJob.name == name, _RUNS)
    async with database.writing() as session:
        await session.execute(statement.values(last_started_at=sa.func.now(), **_success(again_in)))


async def stop(session: AsyncSession, name: str, reason: str) -> bool:
    """Have nobody run it until it is resumed; one that runs it now ends its round. False where it is
    stopped already."""
    values = {"stopped_at": sa.func.now(), "stopped_because": reason}
    statement = sa.update(ScheduledJob).where(ScheduledJob.name == name, _RUNS).values(values)
    return await session.scalar(statement.returning(ScheduledJob.name)) is not None


async def resume(session: AsyncSession, name: str) -> bool:
    """Have it run at once. False where it is not stopped."""
    statement = (
        sa.update(ScheduledJob)
        .where(ScheduledJob.name == name, ~_RUNS)
        .values(stopped_at=None, stopped_because=None, next_at=sa.func.now())
        .returning(ScheduledJob.name)
    )
    return await session.scalar(statement) is not None


_FREE: dict[str, Any] = {"held_by": None, "lease_until": None}


def _success(again_in: dt.timedelta) -> dict[str, Any]:
    return {
        "next_at": sa.func.now() + again_in,
        "last_succeeded_at": sa.func.now(),
        "failure_count": 0,
        "last_error": None,
    }


async def _change(database: Database, held: Held, **values: Any) -> bool:
    statement = (
        sa.update(ScheduledJob)
        .where(ScheduledJob.name == held.name, ScheduledJob.held_by == held.held_by)
        .values(values)
        .returning(ScheduledJob.name)
    )
    async with database.writing() as session:
        return await session.scalar(statement) is not None
