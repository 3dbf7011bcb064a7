"""Whether the process lives, and whether it can serve."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.cached import TIMEOUT_SECONDS, Cached

# Anybody may ask: all who ask within this span share one look at the database.
REMEMBERED_SECONDS = 1.0


class Readiness:
    """Looks at the database for `/readyz`.

    `reach` makes one round trip and raises when it cannot; `is_migrated` says whether the schema is
    at its head. Reasons: DATABASE_UNREACHABLE, DATABASE_SLOW, MIGRATIONS_BEHIND.
    """

    def __init__(
        self,
        reach: Callable[[], Awaitable[object]],
        is_migrated: Callable[[], Awaitable[bool]],
        clock: Callable[[], float] = time.monotonic,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._reach, self._is_migrated, self._timeout = reach, is_migrated, timeout
        # Whatever else the driver raises means the same here; the log says which it was.
        unreachable = "DATABASE_UNREACHABLE"
        self.reason = Cached(self._look, unreachable, REMEMBERED_SECONDS, clock, timeout=None)
        """Why we are not ready, or nothing."""

    async def _look(self) -> str:
        try:
            async with asyncio.timeout(self._timeout):
                await self._reach()
                return "" if await self._is_migrated() else "MIGRATIONS_BEHIND"
        except TimeoutError:
            return "DATABASE_SLOW"


def routes(readiness: Readiness) -> list[Route]:
    """`/healthz` and `/readyz`; neither says what runs here, or which version of it."""

    async def live(_request: Request) -> Response:
        return _answer(200, {"status": "alive"})

    async def ready(_request: Request) -> Response:
        if reason := await readiness.reason():
            return _answer(503, {"status": "not ready", "reason": reason})
        return _answer(200, {"status": "ready"})

    return [Route("/healthz", live), Route("/readyz", ready)]


def _answer(status: int, body: dict[str, str]) -> Response:
    return Response(
        orjson.dumps(body),
        status,
        headers={"cache-control": "no-store"},
        media_type="application/json",
    )
