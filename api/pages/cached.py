"""An answer that all who ask within a span share, and that pages do without where there is none."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from api import logs

TIMEOUT_SECONDS = 2.0

T = TypeVar("T")


class Cached(Generic[T]):
    """Calls `look` at most once in `seconds`, however many ask.

    A page is not worth less without its numbers: where `look` fails or takes long, `otherwise` is
    the answer, and the log says why.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[T]],
        fallback: T,
        seconds: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look, self._otherwise = look, fallback
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
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._look()
        except Exception as error:
            logs.fault(error)
            return self._otherwise
        finally:
            self._until = self._clock() + self._seconds
