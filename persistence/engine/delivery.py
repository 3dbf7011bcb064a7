"""Taking messages out of the outbox: each under a lease, at least once, and in order per object.

A message is claimed in a transaction of its own, delivered while none is open, and marked in another.
Who claimed it has to mark it before the lease ends; then another may claim it, and the mark of the one
who was late changes nothing. All times are the database's.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import OutboxMessage

_AT_ONCE = 5_000


class Lane(Enum):
    """Messages that share a channel, and an order."""

    TO_PHONES = "to telephones"
    EVENTS = "to other systems"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel gets it; to deliver it twice must do no harm.

    `attempt` counts from 1; `held_by` is of this claim.
    """

    id: int
    event_id: UUID
    topic: str
    object_id: UUID | None
    payload: dict[str, Any]
    payload_sealed: bytes | None
    created_at: dt.datetime
    expires_at: dt.datetime | None
    attempt: int
    held_by: UUID


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in a lane, since when, how much of it failed before; and what is dead."""

    lane: Lane
    waiting: int
    oldest: dt.datetime | None
    failed: int
    dead: int


async def claim(
    database: Database, lane: Lane, *, limit: int, lease: dt.timedelta
) -> list[Message]:
    """Hold up to `limit` messages that are due, of an object only the first that waits. What expired
    is removed."""
    message, earlier = OutboxMessage, aliased(OutboxMessage)
    is_free = message.lease_until.is_(None) | (message.lease_until < sa.func.now())
    # With an offset it is looked up for each row: as a join it was planned over the whole backlog.
    is_behind = sa.exists(
        sa.select(earlier.id)
        .where(
            earlier.object_id == message.object_id,
            earlier.id < message.id,
            *_waits(earlier, lane),
        )
        .correlate(message)
        .offset(sa.literal_column("0"))
    )
    due = (
        sa.select(message.id)
        .where(*_waits(message, lane), message.next_at <= sa.func.now(), is_free, ~is_behind)
        .order_by(message.next_at, message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    statement = (
        sa.update(message)
        .where(message.id == due.c.id)
        .values(
            lease_until=sa.func.now() + lease,
            held_by=new_key(),
            attempt_count=message.attempt_count + 1,
        )
        .returning(
            message.id,
            message.event_id,
            message.topic,
            message.object_id,
            message.payload,
            message.payload_sealed,
            message.created_at,
            message.expires_at,
            message.attempt_count,
            message.held_by,
        )
    )
    expired = (
        sa.select(message.id)
        .where(message.delivered_at.is_(None), message.expires_at <= sa.func.now(), is_free)
        # One that is just being marked is passed over, and waits for nobody.
        .with_for_update(skip_locked=True)
    )
    async with database.writing() as session:
        await session.execute(sa.delete(message).where(message.id.in_(expired)))
        found = [Message(*row) for row in await session.execute(statement)]
    return sorted(found, key=lambda each: each.id)


async def delivered(database: Database, message: Message) -> bool:
    """Mark it as delivered, and erase what was sealed. False where another holds it by now."""
    values = {"delivered_at": sa.func.now(), "payload_sealed": None, "last_error": None}
    async with database.writing() as session:
        is_ours = await _mark(session, message, values)
        # Of those behind it the first waits as long as this one would have.
        if is_ours and message.attempt > 1:
            await _move_those_behind(session, message, sa.func.now())
    return is_ours


async def failed(
    database: Database, message: Message, error: str, *, again_in: dt.timedelta | None
) -> bool:
    """Have it delivered again after a while, or with None not any more: then it is dead, and those
    behind it go on. False where another holds it by now."""
    next_at = sa.func.now() + (again_in or dt.timedelta())
    values = {"last_error": error, "next_at": next_at}
    if again_in is None:
        values["dead_at"] = sa.func.now()
    async with database.writing() as session:
        is_ours = await _mark(session, message, values)
        if is_ours:
            await _move_those_behind(session, message, next_at)
    return is_ours


async def backlog(database: Database) -> list[Backlog]:
    """Of both lanes, also where nothing waits."""
    message = OutboxMessage
    waits = message.dead_at.is_(None) & sa.or_(
        message.expires_at.is_(None), message.expires_at > sa.func.now()
    )
    statement = (
        sa.select(
            message.payload_sealed.is_not(None),
            sa.func.count().filter(waits),
            sa.func.min(message.created_at).filter(waits),
            sa.func.count().filter(waits, message.attempt_count > 0),
            sa.func.count().filter(message.dead_at.is_not(None)),
        )
        .where(message.delivered_at.is_(None))
        .group_by(sa.text("1"))
    )
    async with database.writing() as session:
        found = {sealed: row for sealed, *row in await session.execute(statement)}
    return [Backlog(lane, *found.get(lane is Lane.TO_PHONES, (0, None, 0, 0))) for lane in Lane]


async def errors(database: Database, *, limit: int) -> list[tuple[str, int]]:
    """What the last attempts at what waits ended with, and how many of them; the most frequent first."""
    message, count = OutboxMessage, sa.func.count()
    statement = (
        sa.select(message.last_error, count)
        .where(
            message.delivered_at.is_(None),
            message.dead_at.is_(None),
            message.last_error.is_not(None),
        )
        .group_by(message.last_error)
        .order_by(count.desc(), message.last_error)
        .limit(limit)
    )
    async with database.writing() as session:
        return [(str(error), number) for error, number in await session.execute(statement)]


async def dead(database: Database, *, limit: int) -> Sequence[OutboxMessage]:
    """Dead letters, the oldest first."""
    statement = (
        sa.select(OutboxMessage)
        .where(OutboxMessage.dead_at.is_not(None))
        .order_by(OutboxMessage.id)
        .limit(limit)
    )
    async with database.writing() as session:
        return (await session.scalars(statement)).all()


async def revive(session: AsyncSession, ids: Sequence[UUID] | None) -> list[UUID]:
    """Have dead letters of these event ids, or all, delivered again from the first attempt; which were."""
    statement = (
        sa.update(OutboxMessage)
        .where(OutboxMessage.dead_at.is_not(None))
        .values(dead_at=None, attempt_count=0, next_at=sa.func.now())
        .returning(OutboxMessage.event_id)
    )
    if ids is not None:
        statement = statement.where(OutboxMessage.event_id.in_(ids))
    return list(await session.scalars(statement))


async def prune(database: Database, *, kept: dt.timedelta) -> int:
    """Remove what was delivered longer ago; how many."""
    message, count = OutboxMessage, 0
    while True:
        old = sa.select(message.id).where(message.delivered_at < sa.func.now() - kept)
        statement = sa.delete(message).where(message.id.in_(old.limit(_AT_ONCE)))
        async with database.writing() as session:
            removed = (await session.execute(statement.returning(message.id))).all()
        count += len(removed)
        if len(removed) < _AT_ONCE:
            return count


def _waits(message: Any, lane: Lane) -> tuple[sa.ColumnElement[bool], ...]:
    """As the indexes say it."""
    is_sealed = message.payload_sealed.is_not(None)
    return (
        message.delivered_at.is_(None),
        message.dead_at.is_(None),
        is_sealed if lane is Lane.TO_PHONES else ~is_sealed,
    )


async def _mark(session: AsyncSession, message: Message, values: dict[str, Any]) -> bool:
    """Once, and only by its holder."""
    statement = (
        sa.update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.held_by == message.held_by)
        .values(lease_until=None, held_by=None, **values)
        .returning(OutboxMessage.id)
    )
    return await session.scalar(statement) is not None


async def _move_those_behind(session: AsyncSession, message: Message, to: Any) -> None:
    """They are not looked at before the one they wait for: a heap of them would be, at each claim."""
    lane = Lane.EVENTS if message.payload_sealed is None else Lane.TO_PHONES
    await session.execute(
        sa.update(OutboxMessage)
        .where(
            OutboxMessage.object_id == message.object_id,
            OutboxMessage.id > message.id,
            *_waits(OutboxMessage, lane),
        )
        .values(next_at=to)
    )
