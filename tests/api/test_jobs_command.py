"""`python -m api jobs`: what runs by itself is listed, run, stopped and resumed; dead letters are revived."""

import argparse
import datetime as dt

import pytest
import sqlalchemy as sa

from api.commands import jobs as command
from api.commands import scheduled_jobs as duties
from domain.moments import to_the_second
from jobs.scheduled import BY_NAME, add_missing
from persistence.engine import delivery
from persistence.engine.database import Database
from persistence.engine.delivery import Lane
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, ScheduledJob
from tests.jobs.conftest import queue, rows


class Shell:
    def __init__(self, database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
        self._database, self._keys, self._capsys = database, keys, capsys
        self._parser = argparse.ArgumentParser()
        subparsers = self._parser.add_subparsers()
        command.add_to(subparsers)
        duties.add_to(subparsers)

    async def __call__(self, *words: str) -> tuple[int, list[str]]:
        """The exit code and what was printed, on both streams."""
        self._capsys.readouterr()
        arguments = self._parser.parse_args(words)
        code = await arguments.run(arguments, self._database, self._keys)
        printed = self._capsys.readouterr()
        return code, (printed.out + printed.err).splitlines()


@pytest.fixture
async def shell(database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]) -> Shell:
    await add_missing(database)
    return Shell(database, keys, capsys)


async def test_all_jobs_are_listed_with_their_last_and_next_run(
    world: None, shell: Shell, database: Database
) -> None:
    code, before = await shell("jobs")
    assert await shell("jobs", "run", "risk") == (
        0,
        [f"risk was run. Next run {await _next_run(database, 'risk')}."],
    )
    after = (await shell("jobs"))[1]

    assert code == 0
    assert [line.split()[0] for line in before if not line.startswith((" ", "Mess"))] == sorted(
        BY_NAME
    )
    assert before[1] == "           last started never, last done never"
    at = after.index("risk       recompute risk classes, once a month")
    assert "never" not in after[at + 1]
    assert after[at + 2] == f"           next run {await _next_run(database, 'risk')}"
    assert before[-2:] == [
        "Messages to telephones: 0 waiting; 0 of them failed before; 0 dead letters.",
        "Messages to other systems: 0 waiting; 0 of them failed before; 0 dead letters.",
    ]


async def test_a_job_is_stopped_with_a_reason_and_resumed(
    world: None, shell: Shell, database: Database
) -> None:
    assert await shell("jobs", "stop", "risk", "--reason", "数据有误") == (0, ["risk is stopped."])
    listed = (await shell("jobs"))[1]

    at = listed.index("risk       recompute risk classes, once a month")
    assert listed[at + 2].startswith("           STOPPED 20")
    assert listed[at + 2].endswith(": 数据有误")
    assert (await shell("jobs", "stop", "risk", "--reason", "x"))[0] == 1
    assert await shell("jobs", "run", "risk") == (
        1,
        ["risk is stopped, or a process is running it: see `jobs`."],
    )
    code, printed = await shell("duties")
    assert (code, printed[0]) == (0, "Stopped, and not run: risk.")
    async with database.writing() as session:
        assert "risk.recomputed" not in list(await session.scalars(sa.select(AuditEvent.tag)))
    assert await shell("jobs", "resume", "risk") == (0, ["risk is due now."])
    assert await shell("jobs", "resume", "risk") == (1, ["risk is not stopped."])
    async with database.writing() as session:
        statement = sa.select(AuditEvent.tag, AuditEvent.detail).order_by(AuditEvent.at)
        events = [tuple(each) for each in await session.execute(statement)]
    assert events == [("job.stopped", {"job": "risk"}), ("job.resumed", {"job": "risk"})]


async def test_duties_are_noted_in_the_rows_of_the_jobs(
    world: None, shell: Shell, database: Database
) -> None:
    await shell("duties")

    async with database.writing() as session:
        rows = (await session.scalars(sa.select(ScheduledJob))).all()
    assert {row.name for row in rows} == set(BY_NAME)
    assert all(row.last_succeeded_at for row in rows)


async def test_a_job_that_fails_says_why(
    world: None, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = dt.datetime.now(dt.UTC) + dt.timedelta(days=900)
    monkeypatch.setattr(command, "_now", lambda: wrong)

    code, printed = await shell("jobs", "run", "results")

    assert code == 1
    assert any(line.startswith("results failed: The clock here says") for line in printed)
    assert "FAILED 1 times" in "\n".join((await shell("jobs"))[1])


async def test_dead_letters_are_listed_and_delivered_again_by_name(
    shell: Shell, database: Database
) -> None:
    for _ in range(3):
        await queue(database)
    lease = dt.timedelta(minutes=1)
    for message in await delivery.claim(database, Lane.EVENTS, limit=2, lease=lease):
        await delivery.failed(database, message, "HTTP 410", again_in=None)
    (waits,) = await delivery.claim(database, Lane.EVENTS, limit=1, lease=lease)
    await delivery.failed(database, waits, "HTTP 503", again_in=lease)
    first, second, third = await rows(database)

    summary, failed, *letters = (await shell("jobs", "outbox"))[1][1:]

    assert summary == (
        f"Messages to other systems: 1 waiting, the oldest of {to_the_second(third.created_at)}; 1 of them"
        " failed before; 2 dead letters."
    )
    assert failed == "1 of those that wait failed last with HTTP 503."
    assert [letter.split()[0] for letter in letters] == [str(first.event_id), str(second.event_id)]
    assert letters[0].endswith(": HTTP 410")
    assert (await shell("jobs", "retry"))[0] == 1
    assert await shell("jobs", "retry", str(third.event_id)) == (
        1,
        ["To be delivered again: 0.", f"No dead letters: {third.event_id}."],
    )
    assert await shell("jobs", "retry", str(first.event_id)) == (0, ["To be delivered again: 1."])
    assert await shell("jobs", "retry", "--all-dead") == (0, ["To be delivered again: 1."])
    assert all(row.dead_at is None for row in await rows(database))


async def _next_run(database: Database, name: str) -> str:
    async with database.writing() as session:
        statement = sa.select(ScheduledJob.next_at).where(ScheduledJob.name == name)
        moment = await session.scalar(statement)
    assert moment is not None
    return to_the_second(moment)
