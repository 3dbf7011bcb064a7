"""What every register starts from: the shipped file of working days."""

import datetime as dt
from importlib import resources
from pathlib import Path

import chinese_calendar
import sqlalchemy as sa

from domain.workdays import Calendar
from ledgers import sheets
from ledgers.workdays import read
from persistence.engine.database import Database
from persistence.regions import reference
from persistence.regions.table import Workday

FILE = Path(str(resources.files("persistence").joinpath("data/workdays.csv")))
COMPARED = (dt.date(2004, 1, 1), dt.date(2026, 12, 31))
"""The years of which both speak; ours goes on alone when a notice comes before their next release."""


async def test_a_register_starts_with_the_shipped_calendar(database: Database) -> None:
    async with database.writing() as session:
        calendar = await reference.calendar(session, since=dt.date.min)
        sources = set(await session.scalars(sa.select(Workday.source_notice)))

    assert (calendar.known_from, calendar.known_to) >= COMPARED
    assert "国办发明电〔2025〕7号" in sources


async def test_the_shipped_calendar_agrees_with_the_one_that_others_publish(
    database: Database,
) -> None:
    async with database.writing() as session:
        calendar = await reference.calendar(session, since=dt.date.min)

    assert _differing(calendar) == []


def _differing(calendar: Calendar) -> list[dt.date]:
    first, last = COMPARED
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if calendar.is_workday(day) != chinese_calendar.is_workday(day)]


def test_the_shipped_file_is_a_ledger_that_can_be_imported(tmp_path: Path) -> None:
    """So an installation of before takes in what a later release ships."""
    rejected = tmp_path / "rejected.csv"
    sheet = sheets.read(FILE)

    counts, days = read(sheet, rejected, range(2004, 2026), range(2004, 2026))

    sheet.close()
    assert (counts.rejected, rejected.exists()) == (0, False)
    assert len(days) == len(FILE.read_text("utf-8").splitlines()) - 1
    assert days == sorted(days, key=lambda day: day["day"])
    listed = {day["day"]: day["is_workday"] for day in days}
    # What only says again what the week says would hide a notice that was typed wrongly.
    assert [day for day, on in listed.items() if on and day.weekday() < 5] == []
