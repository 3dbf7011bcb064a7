import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import now
from api.health import Look, Parts, Readiness, looks, reason, routes
from persistence.derived_fields import PHONE
from persistence.engine.database import READER_ROLE, Database, Patience
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.storage import Folder, Store
from tests.factories import accounts
from tests.proxy import proxy


class Subject:
    """Stands in for whatever is looked at."""

    fault: Exception | None = None
    delay = 0.0
    times = 0
    answer = "ok"

    async def ask(self) -> Parts:
        self.times += 1
        await asyncio.sleep(self.delay)
        if self.fault:
            raise self.fault
        return {"database": self.answer}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def subject() -> Subject:
    return Subject()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def readiness(subject: Subject, clock: Clock) -> Readiness:
    return Readiness([Look("DATABASE", ("database",), subject.ask)], clock=clock, timeout=0.05)


def get(path: str, readiness: Readiness) -> tuple[int, Any]:
    answer = TestClient(Starlette(routes=routes(readiness))).get(path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"
    return answer.status_code, answer.json()


def test_a_living_process_says_so_without_looking(subject: Subject, readiness: Readiness) -> None:
    subject.fault = OSError()

    assert get("/healthz", readiness) == (200, {"status": "alive"})
    assert subject.times == 0


@pytest.mark.parametrize(
    ("fault", "delay", "answer", "code"),
    [
        (OSError("connection to 10.0.0.5 refused"), 0.0, "ok", "DATABASE_UNREACHABLE"),
        (None, 1.0, "ok", "DATABASE_SLOW"),
        (None, 0.0, "MIGRATIONS_BEHIND", "MIGRATIONS_BEHIND"),
    ],
    ids=["unreachable", "slow", "behind"],
)
def test_what_is_missing_is_said_by_code_only(
    subject: Subject,
    readiness: Readiness,
    fault: Exception | None,
    delay: float,
    answer: str,
    code: str,
) -> None:
    subject.fault, subject.delay, subject.answer = fault, delay, answer

    assert get("/readyz", readiness) == (
        503,
        {"status": "not ready", "reason": code, "parts": {"database": code}},
    )


async def test_many_who_ask_at_once_share_one_look(subject: Subject, readiness: Readiness) -> None:
    answers = await asyncio.gather(*(readiness.parts() for _ in range(50)))

    assert answers == [{"database": "ok"}] * 50
    assert subject.times == 1


async def test_an_answer_is_remembered_for_a_second(
    subject: Subject, readiness: Readiness, clock: Clock
) -> None:
    await readiness.parts()
    subject.fault = OSError()
    clock.now = 0.9

    assert await readiness.parts() == {"database": "ok"}

    clock.now = 1.0
    assert await readiness.parts() == {"database": "DATABASE_UNREACHABLE"}
    assert subject.times == 2


async def test_one_who_leaves_does_not_take_the_answer_from_the_others(
    subject: Subject, readiness: Readiness
) -> None:
    subject.delay = 0.02
    leaving = asyncio.create_task(readiness.parts())
    staying = asyncio.create_task(readiness.parts())
    await asyncio.sleep(0.005)

    leaving.cancel()

    assert await staying == {"database": "ok"}
    assert subject.times == 1


# What is looked at, on the real database


ALL_OK = dict.fromkeys(
    ("database", "role", "clock", "writing", "key", "store", "changes", "outbox"), "ok"
)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def look(
    url: str,
    keys: Keys,
    folder: Path,
    *,
    late_by: int = 0,
    reader_role: str | None = READER_ROLE,
) -> Parts:
    database = Database(url, reader_role=reader_role, patience=Patience(connection=0.3))
    store = Store(Folder(folder), folder)
    try:
        found = await Readiness(
            looks(database, store, keys, lambda: now() - dt.timedelta(seconds=late_by))
        ).parts()
        # By the machine's clock the calendar may or may not be about to end; nobody works here.
        return {name: code for name, code in found.items() if name not in ("calendar", "jobs")}
    finally:
        store.close()
        await database.close()


async def test_all_that_serving_needs_is_there(
    database_url: str, keys: Keys, tmp_path: Path
) -> None:
    assert await look(database_url, keys, tmp_path) == ALL_OK
    assert not files_in(tmp_path)


@pytest.mark.parametrize(
    ("setting", "part", "code"),
    [
        # As a full disk: more than this is not to be had.
        ("temp_file_limit=64kB", "writing", "WRITING_UNREACHABLE"),
        ("default_transaction_read_only=on", "writing", "READ_ONLY"),
    ],
    ids=["full", "read-only"],
)
async def test_a_database_that_cannot_be_written_is_not_ready(
    database_url: str, keys: Keys, tmp_path: Path, setting: str, part: str, code: str
) -> None:
    url = f"{database_url}{'&' if '?' in database_url else '?'}{setting}"

    assert await look(url, keys, tmp_path) == {**ALL_OK, part: code}


async def test_reads_as_the_owner_are_not_ready(
    database_url: str, keys: Keys, tmp_path: Path
) -> None:
    found = await look(database_url, keys, tmp_path, reader_role=None)

    assert found == {**ALL_OK, "role": "ROLE_WRONG"}


async def test_a_clock_that_is_a_minute_late_is_not_ready(
    database_url: str, keys: Keys, tmp_path: Path
) -> None:
    assert await look(database_url, keys, tmp_path, late_by=55) == ALL_OK
    assert await look(database_url, keys, tmp_path, late_by=65) == {
        **ALL_OK,
        "clock": "CLOCK_DIFFERS",
    }


async def test_another_installations_key_is_not_ready(
    database: Database, database_url: str, keys: Keys, tmp_path: Path
) -> None:
    id = new_key()
    sealed = keys.seal(PHONE, b"15400000099", bound_to=id.bytes)
    async with database.writing() as session:
        session.add(accounts.account("parent", id=id, phone_sealed=sealed))
    other = Keys(b"of another installation, and no less long")

    assert await look(database_url, keys, tmp_path) == ALL_OK
    assert await look(database_url, other, tmp_path) == {**ALL_OK, "key": "KEY_WRONG"}


async def test_without_its_store_it_is_ready_and_says_so(
    database_url: str, keys: Keys, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")

    found = await look(database_url, keys, tmp_path / "taken")

    assert found == {**ALL_OK, "store": "STORE_UNREACHABLE"}
    assert reason(found) == ""


async def test_a_database_that_is_down_is_said_within_the_time(
    database_url: str, keys: Keys, tmp_path: Path
) -> None:
    async with proxy(database_url) as way:
        await way.close()
        found = await look(way.url, keys, tmp_path)

    assert found == {
        **dict.fromkeys(("database", "role", "clock", "key"), "DATABASE_UNREACHABLE"),
        "writing": "WRITING_UNREACHABLE",
        "store": "ok",
        "changes": "CHANGES_UNHEARD",
        "outbox": "WORKER_UNREACHABLE",
    }
