"""Taking messages out of the outbox: each by one worker at a time, at least once."""

import datetime as dt
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.records import OutboxMessage


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel sees it; delivering it twice must do no harm."""

    topic: str
    object_id: UUID | None
    sealed: bytes | None
    created_at: dt.datetime


class Undelivered(Exception):
    """A channel failed; the message stays, and waits until all others had their turn."""

    def __init__(self, attempt_count: int) -> None:
        super().__init__(f"attempt {attempt_count}")
        self.attempt_count = attempt_count


Effect = Callable[[Message], Awaitable[None]]


async def deliver_next(database: Database, topics: Collection[str], effect: Effect) -> bool:
    """Deliver the next message of these topics; say whether there was one. Raises Undelivered.

    The row stays locked until the effect is done, so that other workers pass it over, and one that
    dies lets go of it.
    """
    failure: Exception | None = None
    async with database.writing() as session:
        waiting = (
            sa.select(OutboxMessage)
            .where(OutboxMessage.delivered_at.is_(None), OutboxMessage.topic.in_(topics))
            .order_by(OutboxMessage.attempt_count, OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = await session.scalar(waiting)
        if row is None:
            return False
        row.attempt_count += 1
        attempt_count = row.attempt_count
        message = Message(row.topic, row.object_id, row.payload_sealed, row.created_at)
        try:
            await effect(message)
        except Exception as error:
            # Kept until the attempt is counted: raised here, it would take the count back.
            failure = error
        else:
            row.delivered_at = sa.func.now()
    if failure is not None:
        raise Undelivered(attempt_count) from failure
    return True
