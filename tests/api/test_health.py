import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.health import Readiness, routes


class Database:
    """Stands in for the server that the callables of the real one would reach."""

    is_migrated = True
    fault: Exception | None = None
    delay = 0.0
    looks = 0

    async def reach(self) -> None:
        self.looks += 1
        await asyncio.sleep(self.delay)
        if self.fault:
            raise self.fault

    async def at_head(self) -> bool:
        return self.is_migrated


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def readiness(database: Database, clock: Clock) -> Readiness:
    return Readiness(database.reach, database.at_head, clock=clock, timeout=0.05)


def get(path: str, readiness: Readiness) -> tuple[int, Any]:
    answer = TestClient(Starlette(routes=routes(readiness))).get(path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, answer.json()


def test_a_living_process_says_so_without_looking(database: Database, readiness: Readiness) -> None:
    database.fault = OSError()

    assert get("/healthz", readiness) == (200, {"status": "alive"})
    assert database.looks == 0


def test_a_migrated_database_within_reach_is_ready(readiness: Readiness) -> None:
    assert get("/readyz", readiness) == (200, {"status": "ready"})


@pytest.mark.parametrize(
    ("fault", "delay", "is_migrated", "reason"),
    [
        (OSError("connection to 10.0.0.5 refused"), 0.0, True, "DATABASE_UNREACHABLE"),
        (None, 1.0, True, "DATABASE_SLOW"),
        (None, 0.0, False, "MIGRATIONS_BEHIND"),
    ],
    ids=["unreachable", "slow", "behind"],
)
def test_what_is_missing_is_said_by_code_only(
    database: Database,
    readiness: Readiness,
    fault: Exception | None,
    delay: float,
    is_migrated: bool,
    reason: str,
) -> None:
    database.fault, database.delay, database.is_migrated = fault, delay, is_migrated

    assert get("/readyz", readiness) == (503, {"status": "not ready", "reason": reason})


async def test_many_who_ask_at_once_share_one_look(
    database: Database, readiness: Readiness
) -> None:
    answers = await asyncio.gather(*(readiness.reason() for _ in range(50)))

    assert answers == [""] * 50
    assert database.looks == 1


async def test_an_answer_is_remembered_for_a_second(
    database: Database, readiness: Readiness, clock: Clock
) -> None:
    await readiness.reason()
    database.fault = OSError()
    clock.now = 0.9

    assert await readiness.reason() == ""

    clock.now = 1.0
    assert await readiness.reason() == "DATABASE_UNREACHABLE"
    assert database.looks == 2


async def test_one_who_leaves_does_not_take_the_answer_from_the_others(
    database: Database, readiness: Readiness
) -> None:
    database.delay = 0.02
    leaving = asyncio.create_task(readiness.reason())
    staying = asyncio.create_task(readiness.reason())
    await asyncio.sleep(0.005)

    leaving.cancel()

    assert await staying == ""
    assert database.looks == 1
