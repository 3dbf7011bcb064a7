"""An answer that all who ask within a span share, and what is answered where there is none."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from api import logs

TIMEOUT_SECONDS = 2.0

T = TypeVar("T")


class Cached(Generic[T]):
    """Calls `look` at most once in `seconds`, however many ask.

    Where it fails or takes longer than `timeout`, `fallback` is the answer, and the log says why.
    Not a TTLCache: those who ask while it looks wait for the same answer, and the span begins when
    there is one.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[T]],
        fallback: T,
        seconds: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
        timeout: float | None = TIMEOUT_SECONDS,
    ) -> None:
        self._look, self._fallback, self._timeout = look, fallback, timeout
        self._seconds, self._clock = seconds, clock
        self._looking: asyncio.Task[T] | None = None
        self._until = float("-inf")

    async def __call__(self) -> T:
        if self._looking is None or (self._looking.done() and self._clock() >= self._until):
            self._looking = asyncio.create_task(self._looked())
        # Shielded: one client that leaves must not take the answer from the others.
        return await asyncio.shield(self._looking)

    async def _looked(self) -> T:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._look()
        except Exception as error:
            logs.fault(error)
            return self._fallback
        finally:
            self._until = self._clock() + self._seconds
