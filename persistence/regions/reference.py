"""What every register starts from: regions, the working-day calendar and the common item list."""

import csv
import datetime as dt
from collections.abc import Iterable
from importlib import resources
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from domain.items import ITEMS
from domain.regions import NATION, RegionLevel
from domain.workdays import YEAR_MARKS, Calendar, known_years, span_of
from persistence.engine import violations
from persistence.engine.drafts import Draft, GuardLost
from persistence.items.table import InspectionItem
from persistence.regions.table import KEPT_CALENDAR, Region, Workday

violations.UNREACHABLE["ck_kept_calendar_one_row"] = "a trigger writes the one value of its key"

ITEMS_FROM = dt.date(2026, 1, 1)
"""Since when the common list is in force."""

_FIRST_ITEM = UUID("019b76da-a800-7000-8000-000000000000")
"""A key of the first moment of that day; the items count on from it, alike in every register."""


async def load(connection: AsyncConnection) -> None:
    """Load what is missing; what operators added or changed stays."""
    if not await connection.scalar(sa.select(sa.exists(sa.select(Region.code)))):
        await connection.execute(insert(Region).on_conflict_do_nothing(), _regions())
    if not await connection.scalar(sa.select(sa.exists(sa.select(Workday.day)))):
        await connection.execute(insert(Workday).on_conflict_do_nothing(), _workdays())
    # Also into a register that is older than the list.
    common = sa.select(sa.exists(sa.select(InspectionItem.id).where(_IS_COMMON)))
    if not await connection.scalar(common):
        await connection.execute(insert(InspectionItem).on_conflict_do_nothing(), _items())


_IS_COMMON = InspectionItem.authority_id.is_(None)


def item_key(code: str) -> UUID:
    """The key of an item of the common list. Raises StopIteration for a code that is none."""
    number = next(i for i, item in enumerate(ITEMS, 1) if item.code == code)
    return UUID(int=_FIRST_ITEM.int + number)


async def calendar(session: AsyncSession, *, since: dt.date) -> Calendar:
    """The calendar from this day on, for one decision; the bounds are those of all that is loaded."""
    marks, days, flags = (await session.execute(_CALENDAR, {"since": since})).one()
    listed = dict(zip(days or (), flags or (), strict=True))
    return Calendar(listed, *span_of(known_years(marks or ())))


EDITION = sa.select(KEPT_CALENDAR.c.edition).scalar_subquery()
"""For what reads it with all else: which calendar was in force."""


async def held_calendar(draft: Draft, edition: UUID | None) -> Calendar:
    """The whole calendar of this edition, which is held while the draft is written. Raises GuardLost
    where there is a later one."""
    draft.hold("hold_calendar", edition)
    if edition not in _EDITIONS:
        async with draft.database.writing() as session:
            _ = await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            if await session.scalar(sa.select(KEPT_CALENDAR.c.edition)) != edition:
                raise GuardLost
            found = await calendar(session, since=dt.date.min)
        if edition is None:
            return found
        if len(_EDITIONS) >= _MOST_EDITIONS:
            _EDITIONS.clear()
        _EDITIONS[edition] = found
    return _EDITIONS[edition]


_EDITIONS: dict[UUID | None, Calendar] = {}
"""An edition has one name in all registers, and never other days."""
_MOST_EDITIONS = 4


async def listed_years(session: AsyncSession) -> set[int]:
    """The years of which the calendar lists a day."""
    years = sa.select(sa.extract("year", Workday.day).cast(sa.Integer)).distinct()
    return set(await session.scalars(years))


_IS_CURRENT = Workday.day >= sa.bindparam("since")
# All that may be a mark of its year: `known_years` looks closer, and a second call for each row of
# the table would double the time of the query.
_MAY_BE_MARK = sa.func.date_part("day", Workday.day).in_({day for _, day in YEAR_MARKS})
_CALENDAR = sa.select(
    sa.func.array_agg(Workday.day).filter(~Workday.is_workday, _MAY_BE_MARK),
    sa.func.array_agg(Workday.day).filter(_IS_CURRENT),
    sa.func.array_agg(Workday.is_workday).filter(_IS_CURRENT),
)


def _regions() -> list[dict[str, Any]]:
    ended = {row["code"]: row for row in _table("regions_ended.csv")}
    nation = {"code": NATION, "name": "全国", "level": RegionLevel.NATION.value, "parent_code": ""}
    rows: list[dict[str, Any]] = [
        {
            **row,
            "parent_code": row["parent_code"] or (None if row is nation else NATION),
            "ended_on": None,
            "successor_code": None,
        }
        for row in (nation, *_table("regions.csv"))
    ]
    for row in rows:
        if end := ended.get(str(row["code"])):
            row["ended_on"] = dt.date.fromisoformat(end["ended_on"])
            row["successor_code"] = end["successor_code"]
    # What refers to a successor comes after it.
    return sorted(rows, key=lambda row: row["successor_code"] is not None)


def _table(name: str) -> Iterable[dict[str, str]]:
    text = resources.files("persistence").joinpath("data", name).read_text("utf-8")
    return csv.DictReader(text.splitlines())


def _workdays() -> list[dict[str, object]]:
    """Holidays and made-up working days of the State Council's notices, as a ledger of workdays."""
    return [
        {
            "day": dt.date.fromisoformat(row["日期"]),
            "is_workday": row["是否工作日"] == "是",
            "note": row["说明"],
            "source_notice": row["通知文号"],
        }
        for row in _table("workdays.csv")
    ]


def _items() -> list[dict[str, object]]:
    return [
        {
            "id": item_key(item.code),
            "code": item.code,
            "version_no": 1,
            "sector": item.sector,
            "item_class": item.item_class,
            "title": item.zh,
            "english_title": item.en,
            "legal_basis": list(item.legal_basis),
            "applies_to": list(item.applies_to),
            "ratio_bp": item.ratio_bp,
            "max_per_year": item.max_per_year,
            "methods": list(item.methods),
            "checklist_code": item.checklist_code,
            "checklist_version": item.checklist_version,
            "checklist_item_codes": list(item.checklist_items),
            "violation_codes": list(item.violation_codes),
            "threshold_codes": list(item.threshold_codes),
            "effective_from": ITEMS_FROM,
        }
        for item in ITEMS
    ]
