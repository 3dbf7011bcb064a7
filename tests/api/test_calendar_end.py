"""Operators are warned sixty days before the holiday calendar ends, by the day in China."""

import datetime as dt
from pathlib import Path

import pytest

from api.health import Readiness, looks, reason
from domain.moments import SHANGHAI
from jobs import scheduled
from persistence import readiness
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.storage import Folder, Store

ONE_SECOND = dt.timedelta(seconds=1)


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), SHANGHAI).astimezone(dt.UTC)


@pytest.fixture
async def last(database: Database) -> dt.date:
    """The last day of the notices."""
    return (await readiness.calendar(database)).known_to


async def test_the_health_part_warns_from_sixty_days_before_and_makes_nobody_unready(
    database: Database, keys: Keys, tmp_path: Path, last: dt.date
) -> None:
    store = Store(Folder(tmp_path), tmp_path)

    async def part(now: dt.datetime) -> str:
        parts = await Readiness(looks(database, store, keys, lambda: now)).parts()
        # The clock of this test is not the database's.
        assert reason({**parts, "clock": "ok"}) == ""
        return parts["calendar"]

    warned_from = midnight(last - dt.timedelta(days=60))
    over_from = midnight(last + dt.timedelta(days=1))

    found = [
        await part(moment)
        for moment in (warned_from - ONE_SECOND, warned_from, over_from - ONE_SECOND, over_from)
    ]

    store.close()
    assert found == ["ok", "CALENDAR_ENDS_SOON", "CALENDAR_ENDS_SOON", "CALENDAR_OVER"]


async def test_the_jobs_warn_from_the_same_day(
    world: None, database: Database, keys: Keys, last: dt.date
) -> None:
    warned_from = midnight(last - dt.timedelta(days=60))

    before = await scheduled.run_once(database, keys, warned_from - ONE_SECOND)
    after = await scheduled.run_once(database, keys, warned_from)

    assert (before.calendar_until, before.calendar_runs_out) == (last, False)
    assert (after.calendar_until, after.calendar_runs_out) == (last, True)
