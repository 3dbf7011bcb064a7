"""Whether the process lives, and whether it can serve."""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import logs
from api.cached import TIMEOUT_SECONDS, Cached
from domain.moments import day_of
from persistence import readiness
from persistence.engine import migrator
from persistence.engine.database import READER_ROLE, Database, WrongRole
from persistence.engine.keys import Keys
from persistence.storage import Store

# Anybody may ask: all who ask within this span share one look.
REMEMBERED_SECONDS = 1.0
STORE_REMEMBERED_SECONDS = 10.0
"""A bucket's owner pays for each look."""
CLOCKS_WITHIN = dt.timedelta(seconds=60)
CALENDAR_REMEMBERED_SECONDS = 60.0
WORKER_REMEMBERED_SECONDS = 10.0
OK = "ok"
_WATCHED = ("store", "calendar", "changes", "jobs", "outbox")
"""Parts that operators watch and that make nobody unready."""

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """One question, and the parts of the answer that it settles.

    Where it fails they are `…_UNREACHABLE` after `subject`, `…_SLOW` where it takes too long; the
    log says what it was.
    """

    subject: str
    parts: tuple[str, ...]
    ask: Callable[[], Awaitable[Parts]]


class Readiness:
    """Looks at everything that serving needs, all at once, and remembers for a second."""

    def __init__(
        self,
        looks: Sequence[Look],
        clock: Callable[[], float] = time.monotonic,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._looks, self._timeout = looks, timeout
        self.parts: Cached[Parts] = Cached(self._look, {}, REMEMBERED_SECONDS, clock, timeout=None)
        """Each part by its name: `ok`, or a code."""

    async def _look(self) -> Parts:
        found = await asyncio.gather(*map(self._one, self._looks))
        return {name: code for parts in found for name, code in parts.items()}

    async def _one(self, look: Look) -> Parts:
        try:
            async with asyncio.timeout(self._timeout):
                return await look.ask()
        except TimeoutError:
            code = f"{look.subject}_SLOW"
        except Exception as error:
            logs.fault(error)
            code = f"{look.subject}_UNREACHABLE"
        return dict.fromkeys(look.parts, code)


def reason(parts: Parts) -> str:
    """Why no request should come here, or nothing. Most of what we do needs neither the store nor a
    calendar of next year: without them all processes would leave at once."""
    failing = (code for name, code in parts.items() if code != OK and name not in _WATCHED)
    return next(failing, "")


def routes(ready: Readiness) -> list[Route]:
    """`/healthz` and `/readyz`; neither says what runs here, or which version of it."""

    async def live(_request: Request) -> Response:
        return _answer(200, {"status": "alive"})

    async def readyz(_request: Request) -> Response:
        parts = await ready.parts()
        if why := reason(parts):
            return _answer(503, {"status": "not ready", "reason": why, "parts": parts})
        return _answer(200, {"status": "ready", "parts": parts})

    return [Route("/healthz", live), Route("/readyz", readyz)]


def looks(
    database: Database, store: Store, keys: Keys, clock: Callable[[], dt.datetime]
) -> list[Look]:
    """What this installation needs: its database in five respects, its key, its store, a calendar
    that does not end soon, and a worker somewhere."""
    known = {"migrated": False, "key": False}

    async def read() -> Parts:
        try:
            found = await readiness.read(database)
        except WrongRole:
            return {"database": OK, "role": "ROLE_WRONG", "clock": OK}
        # Migrations are not reverted under a running program, and looking costs a read of files.
        known["migrated"] = known["migrated"] or await migrator.is_at_head(database.engine)
        is_in_time = abs(clock() - found.now) <= CLOCKS_WITHIN
        return {
            "database": OK if known["migrated"] else "MIGRATIONS_BEHIND",
            "role": OK if found.role == READER_ROLE else "ROLE_WRONG",
            "clock": OK if is_in_time else "CLOCK_DIFFERS",
        }

    async def write() -> Parts:
        return {"writing": OK if await readiness.can_write(database) else "READ_ONLY"}

    async def key() -> Parts:
        # What was opened once stays open: neither the key nor the register changes under us.
        known["key"] = known["key"] or await readiness.is_sealed_with(database, keys)
        return {"key": OK if known["key"] else "KEY_WRONG"}

    async def hear() -> Parts:
        return {"changes": OK if await database.changes.is_current() else "CHANGES_UNHEARD"}

    async def look_at_store() -> Parts:
        await store.reach()
        return {"store": OK}

    async def look_at_calendar() -> Parts:
        found, today = await readiness.calendar(database), day_of(clock())
        if found.known_to < today:
            return {"calendar": "CALENDAR_OVER"}
        return {"calendar": "CALENDAR_ENDS_SOON" if found.runs_out(today) else OK}

    async def look_at_worker() -> Parts:
        found = await readiness.worker(database)
        failing = "JOB_FAILING" if found.is_failing else OK
        return {
            "jobs": "JOBS_LATE" if found.is_late else failing,
            "outbox": "DEAD_LETTERS" if found.has_dead_letters else OK,
        }

    remembered: Cached[Parts] = Cached(
        look_at_store, {"store": "STORE_UNREACHABLE"}, STORE_REMEMBERED_SECONDS, timeout=None
    )
    calendar: Cached[Parts] = Cached(
        look_at_calendar,
        {"calendar": "CALENDAR_UNREACHABLE"},
        CALENDAR_REMEMBERED_SECONDS,
        timeout=None,
    )
    worker: Cached[Parts] = Cached(
        look_at_worker,
        dict.fromkeys(("jobs", "outbox"), "WORKER_UNREACHABLE"),
        WORKER_REMEMBERED_SECONDS,
        timeout=None,
    )
    return [
        Look("DATABASE", ("database", "role", "clock"), read),
        Look("WRITING", ("writing",), write),
        Look("DATABASE", ("key",), key),
        Look("STORE", ("store",), remembered),
        Look("CALENDAR", ("calendar",), calendar),
        Look("CHANGES", ("changes",), hear),
        Look("WORKER", ("jobs", "outbox"), worker),
    ]


def _answer(status: int, content: Mapping[str, object]) -> Response:
    return Response(
        orjson.dumps(content),
        status,
        {"cache-control": "no-store"},
        "application/json",
    )
