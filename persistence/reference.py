"""What every register starts from: regions and the working-day calendar, shipped with the program."""

import csv
import datetime as dt
from importlib import resources

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from domain.regions import NATION, RegionLevel
from domain.workdays import Calendar
from persistence.tables.regions import Region, Workday


async def load(connection: AsyncConnection) -> None:
    """Load what is missing; what operators added or changed stays."""
    if not await connection.scalar(sa.select(sa.exists(sa.select(Region.code)))):
        await connection.execute(insert(Region).on_conflict_do_nothing(), _regions())
    if not await connection.scalar(sa.select(sa.exists(sa.select(Workday.day)))):
        await connection.execute(insert(Workday).on_conflict_do_nothing(), _workdays())


async def calendar(session: AsyncSession, *, since: dt.date) -> Calendar:
    """The calendar from this day on, for one decision; the bounds are those of all that is loaded."""
    first, last, days, flags = (await session.execute(_CALENDAR, {"since": since})).one()
    listed = dict(zip(days or (), flags or (), strict=True))
    return Calendar(listed, first.replace(month=1, day=1), last.replace(month=12, day=31))


_IS_ASKED = Workday.day >= sa.bindparam("since")
_CALENDAR = sa.select(
    sa.func.min(Workday.day),
    sa.func.max(Workday.day),
    sa.func.array_agg(Workday.day).filter(_IS_ASKED),
    sa.func.array_agg(Workday.is_workday).filter(_IS_ASKED),
)


def _regions() -> list[dict[str, str | None]]:
    nation = {
        "code": NATION,
        "name": "全国",
        "level": RegionLevel.NATION.value,
        "parent_code": None,
    }
    text = resources.files("persistence").joinpath("data/regions.csv").read_text("utf-8")
    rows = [
        {**row, "parent_code": row["parent_code"] or NATION}
        for row in csv.DictReader(text.splitlines())
    ]
    return [nation, *rows]


def _workdays() -> list[dict[str, object]]:
    """Holidays and made-up working days of the State Council's notices, 2004 to 2026."""
    from chinese_calendar import constants  # imported here: it is needed once in a database's life

    source = "chinesecalendar"
    return [
        {"day": day, "is_workday": is_workday, "note": note, "source_notice": source}
        for days, is_workday in ((constants.holidays, False), (constants.workdays, True))
        for day, note in days.items()
    ]
