"""Whether the process lives, and whether it can serve."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import logs

# Anybody may ask: all who ask within this span share one look at the database.
REMEMBERED_SECONDS = 1.0
TIMEOUT_SECONDS = 2.0


@dataclass(slots=True)
class Readiness:
    """Looks at the database for `/readyz`.

    `reach` makes one round trip and raises when it cannot; `is_migrated` says whether the schema is
    at its head. Reasons: DATABASE_UNREACHABLE, DATABASE_SLOW, MIGRATIONS_BEHIND.
    """

    reach: Callable[[], Awaitable[object]]
    is_migrated: Callable[[], Awaitable[bool]]
    clock: Callable[[], float] = time.monotonic
    timeout: float = TIMEOUT_SECONDS
    _looking: "asyncio.Task[str] | None" = None
    _reason: str = ""
    _until: float = float("-inf")

    async def reason(self) -> str:
        """Why we are not ready, or nothing."""
        if self.clock() < self._until:
            return self._reason
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        # Shielded: one client that leaves must not take the answer from the others.
        return await asyncio.shield(self._looking)

    async def _look(self) -> str:
        try:
            async with asyncio.timeout(self.timeout):
                await self.reach()
                self._reason = "" if await self.is_migrated() else "MIGRATIONS_BEHIND"
        except TimeoutError:
            self._reason = "DATABASE_SLOW"
        except Exception as error:
            # Whatever the driver raises means the same here; the log says which it was.
            logs.fault(error)
            self._reason = "DATABASE_UNREACHABLE"
        self._until = self.clock() + REMEMBERED_SECONDS
        return self._reason


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
