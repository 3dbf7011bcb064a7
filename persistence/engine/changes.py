"""What others changed, as PostgreSQL notifies it to a connection that listens."""

import asyncio
import datetime as dt
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias
from weakref import WeakMethod

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[Any]"

CURRENT_WITHIN = 1.0
"""Seconds. What was committed earlier has been heard, or `is_current` is false."""
RENEW_AFTER = 0.3
"""Seconds after which the next question has a beat sent, for which nobody waits yet."""
ANSWER_WITHIN = 0.5
"""Seconds in which a beat comes back."""
CONNECT_WITHIN = 2.0
BEAT = "beat"
RETRY_AFTER = 1.0
"""Seconds between two tries to listen, while those who ask do without."""


CHANNEL = "spotcheck_changes"
"""Where triggers notify what others remember: a topic, a blank, and what of it changed."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One that came back: when it was sent and received by our clock, and the database's moment between."""

    sent: float
    received: float
    moment: dt.datetime


class ChangeFeed:
    """Hears what is notified, by whichever process, in the order of commits.

    A beat of our own is sent the way of all notifications: when it comes back, whatever was committed
    before it was sent has come as well. A pooler that hands connections on lets none come back, and
    then nothing is ever current.
    """

    def __init__(
        self,
        url: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._clock = url, clock
        self._subscribers: list[tuple[str, WeakMethod[Callable[[str | None], None]]]] = []
        self._connection: Connection | None = None
        self._beating: asyncio.Task[None] | None = None
        self._expected: tuple[str, asyncio.Future[None]] | None = None
        self._heard_until = self._tried_at = float("-inf")
        self._is_failing = False
        self._beats = 0
        self.beat: Beat | None = None
        """The last."""
        # Other processes beat as well.
        self._own = secrets.token_hex(8)

    def subscribe(self, topic: str, on_change: Callable[[str | None], None]) -> None:
        """Have a method called with what changed, and with None where something may have been missed.
        It does not keep its object alive."""
        living = [each for each in self._subscribers if each[1]() is not None]
        self._subscribers = [*living, (topic, WeakMethod(on_change))]

    def is_current_now(self) -> bool:
        """Whether everything that was committed until a second ago has been heard, as far as is known."""
        age = self._clock() - self._heard_until
        if age < RENEW_AFTER:
            return True
        self._send_beat()
        return age < CURRENT_WITHIN

    async def is_current(self) -> bool:
        """The same, found out where it is not known, unless the last try failed: those who ask do without
        then, and wait for none."""
        if self.is_current_now():
            return True
        if self._beating is None or self._is_failing:
            return False
        # Shielded: one client that leaves must not take the beat from the others.
        await asyncio.shield(self._beating)
        return self._clock() - self._heard_until < CURRENT_WITHIN

    def pass_on(self, payload: str) -> None:
        """Tell the subscribers at once what a transaction of this process has changed."""
        topic, _, detail = payload.partition(" ")
        self._pass_on(topic, detail)

    async def close(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    def _send_beat(self) -> None:
        """Unless one is under way."""
        if self._beating is not None and not self._beating.done():
            return
        is_broken = self._connection is None or self._connection.is_closed()
        if not is_broken or self._clock() - self._tried_at >= RETRY_AFTER:
            self._beating = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        began = self._tried_at = self._clock()
        try:
            connection = await self._listening()
            self._beats += 1
            text = f"{BEAT} {self._own} {self._beats}"
            returned = asyncio.get_running_loop().create_future()
            self._expected = text, returned
            async with asyncio.timeout(ANSWER_WITHIN):
                moment = await connection.fetchval(
                    "select now() from pg_notify($1, $2)", CHANNEL, text
                )
                await returned
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            # Nothing is current until a beat comes back; those who ask read for themselves.
            self._is_failing = True
            if self._connection is not None:
                self._connection.terminate()
        else:
            self._is_failing = False
            self._heard_until = began
            self.beat = Beat(began, self._clock(), moment)

    async def _listening(self) -> Connection:
        if self._connection is not None and not self._connection.is_closed():
            return self._connection
        async with asyncio.timeout(CONNECT_WITHIN):
            connection = await asyncpg.connect(
                self._url(),
                timeout=CONNECT_WITHIN,
                # A beat is no news worth waiting for the disk.
                server_settings={
                    "application_name": "spotcheck changes",
                    "synchronous_commit": "off",
                },
            )
            self._connection = connection
            await connection.add_listener(CHANNEL, self._heard)
        # What was notified while nobody listened is lost.
        self._pass_on(None, None)
        return connection

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: Any) -> None:
        text = str(payload)
        if not text.startswith(BEAT):
            self.pass_on(text)
        elif self._expected is not None and self._expected[0] == payload:
            returned, self._expected = self._expected[1], None
            # The one who waited may have given up meanwhile.
            if not returned.done():
                returned.set_result(None)

    def _pass_on(self, topic: str | None, detail: str | None) -> None:
        for wanted, method in self._subscribers:
            if topic in (None, wanted) and (on_change := method()) is not None:
                on_change(detail)
