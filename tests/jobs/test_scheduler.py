"""Each job is run by one process at a time, once in its period; what fails is tried again and says why."""

import asyncio
import datetime as dt
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from api.health import Parts, looks
from jobs import scheduled
from jobs.scheduled import Job, JobNotFree, Round, Scheduler
from persistence.engine import scheduled_jobs as rows
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, OutboxMessage, ScheduledJob
from persistence.storage import Folder, Store
from tests.factories import records
from tests.jobs.conftest import now, until

ROOT = Path(__file__).parents[2]
Work = Callable[[Round], Awaitable[Any]]
UseJob = Callable[..., Job]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> UseJob:
    """Another job instead of all."""

    def use(work: Work, **facts: Any) -> Job:
        job = Job("tested", "a test's", work, **facts)
        monkeypatch.setattr(scheduled, "JOBS", (job,))
        monkeypatch.setattr(scheduled, "BY_NAME", {"tested": job})
        return job

    return use


class Process(Scheduler):
    """A scheduler as another process has one."""

    def __init__(
        self, database: Database, keys: Keys, *, off: dt.timedelta = dt.timedelta()
    ) -> None:
        self.faults = list[Exception]()
        super().__init__(
            database, keys, lambda: now() + off, self.faults.append, asyncio.Event().set
        )


async def row(database: Database) -> ScheduledJob:
    (found,) = await rows.every_one(database)
    return found


async def set_row(database: Database, **values: Any) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(ScheduledJob).values(values))


async def test_of_many_that_look_at_once_one_runs_it_once_in_its_period(
    database: Database, keys: Keys, use: UseJob
) -> None:
    ran = list[dt.datetime]()

    async def work(of: Round) -> None:
        ran.append(of.now)
        await asyncio.sleep(0.05)

    use(work)
    processes = [Process(database, keys) for _ in range(6)]

    for _ in range(2):
        await asyncio.gather(*(process.look() for process in processes))
    assert len(ran) == 1
    await set_row(database, next_at=sa.func.now())
    await asyncio.gather(*(process.look() for process in processes))

    assert len(ran) == 2
    assert [process.faults for process in processes] == [[]] * 6
    found = await row(database)
    assert found.last_started_at is not None
    assert found.last_succeeded_at is not None
    assert dt.timedelta(minutes=59) < found.next_at - now() <= scheduled.AN_HOUR
    assert (found.held_by, found.lease_until, found.failure_count) == (None, None, 0)


async def test_a_long_job_keeps_its_lease_and_one_that_was_killed_loses_it(
    database: Database, keys: Keys, use: UseJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled, "LEASE", dt.timedelta(seconds=0.3))
    monkeypatch.setattr(scheduled, "EXTEND_EVERY", 0.1)
    ends, started = asyncio.Event(), list[str]()

    async def work(_of: Round) -> None:
        started.append("x")
        await ends.wait()

    use(work)
    first, second = Process(database, keys), Process(database, keys)
    running = asyncio.create_task(first.look())
    await until(lambda: _has(started, 1))
    await asyncio.sleep(0.7)
    await second.look()
    assert started == ["x"]

    # Killed: nobody extends it, and nobody says that it ended.
    running.cancel()
    await asyncio.wait([running])
    ends.set()

    async def taken() -> bool:
        await second.look()
        return len(started) == 2

    await until(taken)
    assert (await row(database)).last_succeeded_at is not None


async def _has(started: list[str], count: int) -> bool:
    return len(started) == count


async def test_who_lost_the_lease_says_nothing_about_the_job(database: Database) -> None:
    await rows.add_missing(database, ["tested"])
    late = await rows.claim(database, "tested", lease=dt.timedelta(0))
    held = await rows.claim(database, "tested", lease=scheduled.LEASE)
    assert late is not None
    assert held is not None

    assert not await rows.extend(database, late, lease=scheduled.LEASE)
    assert not await rows.succeeded(database, late, again_in=scheduled.AN_HOUR)
    assert not await rows.failed(database, late, "late", again_in=scheduled.AN_HOUR)

    found = await row(database)
    assert (found.held_by, found.last_error, found.last_succeeded_at) == (held.held_by, None, None)


async def test_what_fails_is_tried_again_later_each_time_and_keeps_its_fault(
    database: Database, keys: Keys, use: UseJob
) -> None:
    fails = [True]

    async def work(_of: Round) -> None:
        if fails[0]:
            raise ExceptionGroup("many", [KeyError("13812345678"), OSError("张三")])

    use(work)
    process, waits = Process(database, keys), list[float]()
    for _ in range(8):
        await set_row(database, next_at=sa.func.now())
        await process.look()
        found = await row(database)
        waits.append((found.next_at - now()).total_seconds())
    assert (found.failure_count, found.last_error) == (8, "KeyError; OSError")
    assert [round(each / 60) for each in waits] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [type(each) for each in process.faults] == [KeyError, OSError] * 8

    fails[0] = False
    await set_row(database, next_at=sa.func.now())
    await process.look()

    found = await row(database)
    assert (found.failure_count, found.last_error) == (0, None)


async def test_a_clock_that_is_wrong_keeps_from_undoing_and_the_job_says_so(
    world: None, database: Database, keys: Keys
) -> None:
    process = Process(database, keys, off=dt.timedelta(days=900))

    await process.look()

    faults = {each.name: each.last_error for each in await rows.every_one(database)}
    assert set(faults) == set(scheduled.BY_NAME)
    by_clock = {job.name for job in scheduled.JOBS if job.goes_by_clock}
    assert by_clock == {"draws", "results", "orders", "rechecks", "standings", "risk"}
    for name, error in faults.items():
        assert ("The clock here says" in str(error)) == (name in by_clock)
    # Once, and not for each job.
    assert [type(each) for each in process.faults] == [scheduled.ClocksDiffer]


async def test_a_stopped_job_is_run_by_nobody_until_it_is_resumed(
    database: Database, keys: Keys, use: UseJob
) -> None:
    ran = list[dt.datetime]()

    async def work(of: Round) -> None:
        ran.append(of.now)

    job = use(work)
    process = Process(database, keys)
    await scheduled.add_missing(database)
    async with database.writing() as session:
        assert await rows.stop(session, "tested", "查原因")
        assert not await rows.stop(session, "tested", "another reason")

    await process.look()
    with pytest.raises(JobNotFree):
        await process.run(job, is_early=True)
    assert ran == []
    assert (await row(database)).stopped_because == "查原因"
    async with database.writing() as session:
        assert await rows.resume(session, "tested")
        assert not await rows.resume(session, "tested")
    await process.look()

    assert len(ran) == 1


async def test_two_processes_do_the_register_s_jobs_once(
    world: None, database: Database, keys: Keys
) -> None:
    """Real ones, which look as often as they can."""
    script = (
        "import asyncio, sys, datetime as dt\n"
        "from jobs.scheduled import Scheduler\n"
        "from persistence.engine.database import Database\n"
        "from persistence.engine.keys import Keys\n"
        "async def main():\n"
        "    database = Database(sys.argv[1], write_size=2)\n"
        "    now = lambda: dt.datetime.now(dt.UTC)\n"
        "    job = Scheduler(database, Keys(b'x' * 32), now, print, lambda: None)\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.readline()\n"
        "    for _ in range(20):\n"
        "        await job.look()\n"
        "    await database.close()\n"
        "asyncio.run(main())\n"
    )
    pipe = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, database.url, cwd=ROOT, stdin=pipe, stdout=pipe
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"

    printed = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))

    assert [out for out, _ in printed] == [b""] * 2
    assert [process.returncode for process in processes] == [0, 0]
    async with database.writing() as session:
        assert list(await session.scalars(sa.select(AuditEvent.tag))) == ["risk.recomputed"]
    for found in await rows.every_one(database):
        assert (found.failure_count, found.held_by) == (0, None)
        assert found.last_succeeded_at is not None


async def test_readiness_tells_operators_what_nobody_sees_to(
    database: Database, keys: Keys, tmp_path: Path
) -> None:
    async def parts() -> Parts:
        store = Store(Folder(tmp_path), tmp_path)
        (look,) = (each for each in looks(database, store, keys, now) if each.subject == "WORKER")
        found = await look.ask()
        store.close()
        return found

    nobody = await parts()
    await rows.add_missing(database, ["tested", "stopped"])
    fresh = await parts()
    await set_row(database, failure_count=3)
    failing = await parts()
    await set_row(database, next_at=sa.func.now() - dt.timedelta(minutes=16))
    late = await parts()
    async with database.writing() as session:
        await rows.stop(session, "tested", "x")
        await rows.stop(session, "stopped", "x")
        session.add(records.outbox_message("topic", dead_at=now()))
        session.add(records.scheduled_job("other"))
    stopped = await parts()

    assert [each["jobs"] for each in (nobody, fresh, failing, late, stopped)] == [
        "JOBS_LATE",
        "ok",
        "JOB_FAILING",
        "JOBS_LATE",
        "ok",
    ]
    assert [each["outbox"] for each in (late, stopped)] == ["ok", "DEAD_LETTERS"]
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 1
