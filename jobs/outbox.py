"""Delivering what mutations left in the outbox."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from random import SystemRandom

from jobs.channels import TIMEOUT, Channel, Undelivered, content_of
from jobs.loop import OnFault
from persistence.engine import delivery
from persistence.engine.database import Database
from persistence.engine.delivery import Lane, Message
from persistence.engine.keys import Keys

LOOK_EVERY = 1.0
AT_ONCE = 16
"""Messages of a lane under way in one process: so many that hang keep no other waiting."""
LEASE = dt.timedelta(seconds=TIMEOUT + 20)
"""Of a process that was killed, messages are delivered by others after this time."""
GRACE = 3.0
"""Seconds that messages under way are given when we are stopped."""
FIRST_AGAIN = dt.timedelta(seconds=5)
LAST_AGAIN = dt.timedelta(hours=1)
ATTEMPTS = 80
"""Over about three days; then somebody has to look at it."""


async def deliver(
    database: Database,
    keys: Keys,
    channels: Mapping[Lane, Channel],
    on_fault: OnFault,
    *,
    every: float = LOOK_EVERY,
    lease: dt.timedelta = LEASE,
) -> None:
    """Deliver until cancelled. What has no channel is not touched: it waits for one."""
    lanes = (
        _Lane(database, keys, lane, channel, on_fault, lease).deliver(every)
        for lane, channel in channels.items()
    )
    await asyncio.gather(*lanes)


def again_in(attempt: int, least: dt.timedelta | None = None) -> dt.timedelta:
    """How long to wait after this attempt: five seconds, doubled up to an hour, less up to a fifth by
    chance; at least what the receiver wants, as long as that is no more than an hour."""
    doubled = min(FIRST_AGAIN * 2 ** min(attempt - 1, 20), LAST_AGAIN)
    waits: dt.timedelta = doubled * SystemRandom().uniform(0.8, 1.0)
    return max(waits, min(least or waits, LAST_AGAIN))


class _Lane:
    def __init__(
        self,
        database: Database,
        keys: Keys,
        lane: Lane,
        channel: Channel,
        on_fault: OnFault,
        lease: dt.timedelta,
    ) -> None:
        self._database, self._keys, self._lease = database, keys, lease
        self._lane, self._channel, self._on_fault = lane, channel, on_fault
        self._under_way = set[asyncio.Task[None]]()
        self._is_down = False

    async def deliver(self, every: float) -> None:
        try:
            while True:
                for message in await self._claim():
                    task = asyncio.create_task(self._attempt(message))
                    self._under_way.add(task)
                    task.add_done_callback(self._under_way.discard)
                # Whatever ends makes room, and those behind it may be due.
                await _first_of(self._under_way, every)
        finally:
            await _first_of(self._under_way, GRACE, asyncio.ALL_COMPLETED)
            left = list(self._under_way)
            for task in left:
                task.cancel()
            # Their leases run out.
            await asyncio.gather(*left, return_exceptions=True)

    async def _claim(self) -> list[Message]:
        room = AT_ONCE - len(self._under_way)
        if not room:
            return []
        try:
            found = await delivery.claim(self._database, self._lane, limit=room, lease=self._lease)
        except Exception as error:
            if not self._is_down:
                self._on_fault(error)
            self._is_down = True
            return []
        self._is_down = False
        return found

    async def _attempt(self, message: Message) -> None:
        try:
            await self._deliver(message)
        except Exception as error:
            # What came of it could not be written down: another attempt is made when the lease ends.
            self._on_fault(error)

    async def _deliver(self, message: Message) -> None:
        try:
            await self._channel(content_of(message, self._keys))
        except Exception as error:
            failure = error if isinstance(error, Undelivered) else Undelivered(type(error).__name__)
            is_last = failure.is_final or message.attempt >= ATTEMPTS
            waits = None if is_last else again_in(message.attempt, failure.after)
            await delivery.failed(self._database, message, failure.error, again_in=waits)
            # A message that never gets through would fill the log otherwise.
            if is_last or message.attempt & (message.attempt - 1) == 0:
                self._on_fault(error)
        else:
            await delivery.delivered(self._database, message)


async def _first_of(
    tasks: set[asyncio.Task[None]], within: float, until: str = asyncio.FIRST_COMPLETED
) -> None:
    if tasks:
        await asyncio.wait(tasks, timeout=within, return_when=until)
    elif until == asyncio.FIRST_COMPLETED:
        await asyncio.sleep(within)
