"""What is due is done once, by the clock or by command."""

import argparse
import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from api.commands import scheduled_jobs as command
from domain.moments import day_of
from jobs import scheduled as scheduled_jobs
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Entitlement
from persistence.regions import reference
from persistence.regions.table import Workday


async def test_risk_is_recomputed_once_a_month(world: None, database: Database, keys: Keys) -> None:
    # The register's own clock stamps what was done.
    now = dt.datetime.now(dt.UTC)
    first = (await scheduled_jobs.run_once(database, keys, now)).risk
    again = (await scheduled_jobs.run_once(database, keys, now)).risk
    risk = (await scheduled_jobs.run_once(database, keys, now, force=True)).risk
    next_month = (await scheduled_jobs.run_once(database, keys, now + dt.timedelta(days=32))).risk

    assert first is not None
    assert first.looked_at == 3
    assert again is None
    assert risk is not None
    assert risk.changed == 0
    assert next_month is not None


@pytest.fixture
async def ended(database: Database, workdays_as_shipped: None) -> str:
    """A calendar that ended with the last year, as the command says it."""
    first = day_of(dt.datetime.now(dt.UTC)).replace(month=1, day=1)
    async with database.writing() as session:
        await session.execute(sa.delete(Workday).where(Workday.day >= first))
        until = (await reference.calendar(session, since=first)).known_to
    return f"Holiday calendar until {until}. Import the next notice: python -m api import workdays FILE."


async def test_the_command_says_what_it_did(
    world: None, ended: str, database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    # The command reads the machine's clock, and a licence that ends changes a risk class.
    async with database.writing() as session:
        await session.execute(sa.update(Entitlement).values(valid_to=None))
    parser = argparse.ArgumentParser()
    command.add_to(parser.add_subparsers())

    for words in (["duties"], ["duties"], ["duties", "--risk"]):
        assert await command.run(parser.parse_args(words), database, keys) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Risk classes: 3 assessed, 2 changed.",
        "Tasks not issued in time: none.",
        "Draws not revealed in time: none.",
        "Correction orders that became overdue: 0.",
        "Re-inspections that lapsed: 0.",
        "Institutions of which something else holds: 0.",
        "Results whose publication expired: 0.",
        ended,
        "Risk classes: already computed this month.",
        "Tasks not issued in time: none.",
        "Draws not revealed in time: none.",
        "Correction orders that became overdue: 0.",
        "Re-inspections that lapsed: 0.",
        "Institutions of which something else holds: 0.",
        "Results whose publication expired: 0.",
        ended,
        "Risk classes: 3 assessed, 0 changed.",
        "Tasks not issued in time: none.",
        "Draws not revealed in time: none.",
        "Correction orders that became overdue: 0.",
        "Re-inspections that lapsed: 0.",
        "Institutions of which something else holds: 0.",
        "Results whose publication expired: 0.",
        ended,
    ]
    async with database.writing() as session:
        tags = list(await session.scalars(sa.select(AuditEvent.tag)))
    assert tags == ["risk.recomputed"] * 2


@pytest.mark.parametrize("off", [dt.timedelta(seconds=-90), dt.timedelta(days=2_400)])
async def test_no_job_runs_by_a_clock_that_the_database_does_not_share(
    off: dt.timedelta,
    world: None,
    database: Database,
    keys: Keys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scheduled_jobs, "FIRST_AFTER", 0)
    faults: asyncio.Queue[Exception] = asyncio.Queue()
    running = asyncio.create_task(
        scheduled_jobs.run_forever(
            database,
            keys,
            lambda: dt.datetime.now(dt.UTC) + off,
            faults.put_nowait,
            asyncio.Event().set,
        )
    )

    fault = await asyncio.wait_for(faults.get(), 20)

    running.cancel()
    assert isinstance(fault, scheduled_jobs.ClocksDiffer)
    async with database.writing() as session:
        assert list(await session.scalars(sa.select(AuditEvent.tag))) == []


async def test_each_look_warns_of_a_calendar_that_ends(
    world: None, ended: str, database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled_jobs, "FIRST_AFTER", 0)
    warned = asyncio.Event()
    faults = list[Exception]()
    running = asyncio.create_task(
        scheduled_jobs.run_forever(
            database, keys, lambda: dt.datetime.now(dt.UTC), faults.append, warned.set
        )
    )

    await asyncio.wait_for(warned.wait(), 20)

    running.cancel()
    assert faults == []
