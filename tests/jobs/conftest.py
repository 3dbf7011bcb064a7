"""A receiver, and messages for it."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from jobs import outbox as worker
from jobs.channels import Channel
from jobs.hooks import Hook
from persistence.engine import outbox
from persistence.engine.database import Database
from persistence.engine.delivery import Lane
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import OutboxMessage
from tests.jobs.receiver import Receiver, listening

SECRET = b"a secret of thirty-two bytes, ok"
PHONE = "15400000099"


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with listening() as receiver:
        yield receiver


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def hook(receiver: Receiver, *, timeout: float = 5.0) -> Hook:
    return Hook(receiver.url, [SECRET], now, timeout=timeout)


async def queue(database: Database, about: UUID | None = None, number: int = 0) -> None:
    """An event that no telephone gets."""
    async with database.writing() as session:
        outbox.add(session, "visit.tested", about=about or new_key(), number=number)


async def queue_code(
    database: Database, keys: Keys, *, ends_in: dt.timedelta = dt.timedelta(minutes=10)
) -> None:
    id = new_key()
    async with database.writing() as session:
        sealed = outbox.seal(keys, id, phone=PHONE, code="123456")
        outbox.add(session, "sms.one_time_code", about=id, sealed=sealed, until=now() + ends_in)


@asynccontextmanager
async def delivering(
    database: Database,
    keys: Keys,
    channels: Mapping[Lane, Channel],
    *,
    lease: dt.timedelta = worker.LEASE,
) -> AsyncIterator[list[Exception]]:
    """A worker while the block lasts; the faults that it logged."""
    faults = list[Exception]()
    task = asyncio.create_task(
        worker.deliver(database, keys, channels, faults.append, every=0.02, lease=lease)
    )
    try:
        yield faults
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(found: Callable[[], Awaitable[Any]], within: float = 20.0) -> None:
    async with asyncio.timeout(within):
        while not await found():  # noqa: ASYNC110  # a table tells no event
            await asyncio.sleep(0.02)


async def rows(database: Database) -> list[OutboxMessage]:
    async with database.writing() as session:
        return list(await session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


async def nothing_waits(database: Database) -> bool:
    return all(row.delivered_at or row.dead_at for row in await rows(database))


async def make_due(database: Database) -> None:
    """As if the back-off of all were over."""
    # Not those that a worker is just marking.
    free = sa.select(OutboxMessage.id).with_for_update(skip_locked=True)
    async with database.writing() as session:
        await session.execute(
            sa.update(OutboxMessage).where(OutboxMessage.id.in_(free)).values(next_at=sa.func.now())
        )
