"""What everything that is seeded stands on: regions, authorities, officers, tasks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from demo.rows import authorities, inspections
from demo.rows.rows import Rows, at
from demo.story import names
from domain.authorities import AuthorityKind, Sector
from domain.inspections.terms import TaskCategory, TaskState, TaskTrigger
from domain.workdays import Calendar

FIRST_DAY, LAST_DAY = dt.date(2022, 1, 4), dt.date(2026, 12, 31)
TODAY = dt.date(2026, 11, 20)
"""Where the story of the demo ends; what lies beyond is planned only."""
OPENED = at(dt.date(2021, 9, 1), 9)
SECTORS = (
    Sector.EDUCATION,
    Sector.SPORTS,
    Sector.CULTURE_TOURISM,
    Sector.SCIENCE_TECHNOLOGY,
)
_OFFICERS = 3


@dataclass(frozen=True, slots=True)
class SeedRegion:
    code: str
    name: str
    parent: str
    latitude: float
    longitude: float


@dataclass(slots=True)
class SeedAuthority:
    """The organ of one region, its officers, and its tasks in the order of their windows."""

    id: UUID
    region: SeedRegion
    officers: tuple[UUID, ...]
    tasks: list["SeedTask"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SeedTask:
    id: UUID
    code: str
    window_from: dt.date
    window_to: dt.date
    days: tuple[dt.date, ...]
    """Working days of the window that have been."""


async def regions(connection: "asyncpg.Connection[Any]") -> list[SeedRegion]:
    """Every region without regions below it, with the name of the one above. Positions are spread
    over the country by the code: no table of ours has them."""
    rows = await connection.fetch(
        "select r.code, r.name, coalesce(p.name, '') as parent from regions r"
        " left join regions p on p.code = r.parent_code and p.level <> 'NATION'"
        " where not exists (select from regions c where c.parent_code = r.code)"
        " and r.level <> 'NATION' order by r.code"
    )
    return [
        SeedRegion(row["code"], row["name"], _above(row["parent"]), *_position(row["code"]))
        for row in rows
    ]


def _above(name: str) -> str:
    """Headings of the statistics bureau are in no institution's name."""
    return "" if name in ("市辖区", "县") or "直辖" in name else name


def _position(code: str) -> tuple[float, float]:
    number = int(code)
    return round(22 + number % 1_900 / 100, 4), round(100 + number // 7 % 2_100 / 100, 4)


def bureaus(
    rows: Rows, regions: Sequence[SeedRegion], calendar: Calendar, task_count: int
) -> list[SeedAuthority]:
    """One organ for each region, with officers and with tasks one after another."""
    windows = _windows(calendar, task_count)
    found = []
    for number, region in enumerate(regions):
        row = authorities.authority(
            rows,
            OPENED,
            kind=AuthorityKind.ADMIN_ORGAN,
            name=f"{region.parent}{region.name}校外培训监管局",
            region_code=region.code,
            sectors=list(SECTORS),
            parent_id=None,
        )
        officers = tuple(_officer(rows, row["id"], number, place) for place in range(_OFFICERS))
        found.append(SeedAuthority(row["id"], region, officers))
    for bureau in found:
        bureau.tasks = [_task(rows, bureau, n, w) for n, w in enumerate(windows, 1)]
    return found


def _officer(rows: Rows, authority_id: UUID, number: int, place: int) -> UUID:
    officer = authorities.officer(
        rows,
        authority_id,
        OPENED,
        name=names.full_name(rows),
        staff_no=f"{place + 1:02d}",
        post="科员",
    )
    authorities.inspector_profile(
        rows,
        officer,
        public_no=f"S{number:06d}{place}",
        certificate_no=f"SEED{number:06d}{place}",
        certificate_valid_from=dt.date(2021, 1, 1),
        specialities=list(SECTORS),
        may_lead=place < 2,  # two of three
        entered_on=dt.date(2021, 9, 1),
    )
    id: UUID = officer["id"]
    return id


Window = tuple[dt.date, dt.date, tuple[dt.date, ...]]


def _windows(calendar: Calendar, count: int) -> list[Window]:
    """So many stretches of the whole time, of the same length."""
    length = (LAST_DAY - FIRST_DAY).days // count
    found = []
    for number in range(count):
        first = FIRST_DAY + dt.timedelta(days=number * length)
        last = first + dt.timedelta(days=length - 1)
        stretch = (first + dt.timedelta(days=day) for day in range(length))
        days = tuple(day for day in stretch if calendar.is_workday(day) and day < TODAY)
        found.append((first, last, days))
    return found


def _task(rows: Rows, bureau: SeedAuthority, number: int, window: Window) -> SeedTask:
    first, last, days = window
    task = inspections.task(
        rows,
        code=f"SD-{bureau.region.code}-{number:03d}",
        name=f"{first.year}年第{number}批校外培训机构日常检查",
        authority_id=bureau.id,
        authority_region_code=bureau.region.code,
        category=TaskCategory.CAMPAIGN if number % 5 == 0 else TaskCategory.ROUTINE,
        trigger=TaskTrigger.PLAN,
        window_from=first,
        window_to=last,
        state=TaskState.COMPLETED if last < TODAY else TaskState.IN_PROGRESS,
        created_by=bureau.officers[0],
    )
    return SeedTask(task["id"], task["code"], first, last, days)
