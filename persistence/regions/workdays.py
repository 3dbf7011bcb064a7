"""The working-day calendar for operators: notices loaded, and the deadlines that they move."""

import asyncio
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.workdays import CalendarEmptied, changed_between
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.outages import Busy, outage_of
from persistence.regions import reference
from persistence.regions.recalculation import Move, recalculate
from persistence.regions.table import Workday

_LOCK_WITHIN = "500ms"
"""Less than after which PostgreSQL looks for a deadlock: of two who hold what the other needs, it is
the import that gives way."""

_TRIES = 20
_TRY_EVERY = 0.5
"""Seconds between two tries."""

_EVERYTHING = dt.date.min


@dataclass(frozen=True, slots=True)
class LoadedDays:
    new: int
    changed: int
    removed: int
    unchanged: int
    moves: tuple[Move, ...]
    known: tuple[dt.date, dt.date]
    """From when to when the calendar is complete now."""


@dataclass(frozen=True, slots=True)
class ComparedDays:
    """Days to enter, to correct, and to take out; which columns of those to correct differ."""

    new: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    removed: list[dict[str, Any]]
    differing: dict[dt.date, list[str]]


class _NotMeant(Exception):
    """Ends the transaction of a dry run."""

    def __init__(self, loaded: LoadedDays) -> None:
        self.loaded = loaded


async def import_days(
    database: Database, days: Collection[dict[str, Any]], *, by: UUID | None, is_dry: bool = False
) -> LoadedDays:
    """`load` in a transaction of its own, tried again where others hold what it needs; a dry run
    leaves nothing behind. Raises Busy after ten seconds, as while a backup is being written."""
    for _ in range(_TRIES):
        try:
            async with database.writing() as session:
                loaded = await load(session, days, by=by)
                if is_dry:
                    raise _NotMeant(loaded)
                return loaded
        except _NotMeant as end:
            return end.loaded
        except DBAPIError as error:
            if not isinstance(outage_of(error), Busy):
                raise
        await asyncio.sleep(_TRY_EVERY)
    raise Busy


async def load(
    session: AsyncSession, days: Collection[dict[str, Any]], *, by: UUID | None
) -> LoadedDays:
    """Enter the days, take out those whose `is_workday` is None, and count again every open deadline
    that has a changed day among its own; an audit event for the calendar and one for each deadline.

    Mutations that count by the calendar wait meanwhile: no deadline of the old one comes in afterwards.
    Raises CalendarEmptied.
    """
    await lock(session)
    before = await reference.calendar(session, since=_EVERYTHING)
    found = await compare(session, days)
    new, changed, removed = found.new, found.changed, found.removed
    unchanged = len(days) - len(new) - len(changed) - len(removed)
    if not (new or changed or removed):
        return LoadedDays(0, 0, 0, unchanged, (), (before.known_from, before.known_to))
    await _write(session, [*new, *changed], [day["day"] for day in removed])
    after = await reference.calendar(session, since=_EVERYTHING)
    differing = changed_between(before, after)
    moves = await recalculate(session, after, differing, by=by) if differing else ()
    audit.record(
        session,
        "workdays.imported",
        by=by,
        on=None,
        notices=sorted({day["source_notice"] for day in [*new, *changed, *removed]}),
        new=len(new),
        changed=len(changed),
        removed=len(removed),
        edition=after.edition(),
        recalculated=len(moves),
    )
    known = after.known_from, after.known_to
    return LoadedDays(len(new), len(changed), len(removed), unchanged, moves, known)


async def lock(session: AsyncSession) -> None:
    """Hold the calendar for the rest of the transaction. Raises what `outage_of` knows as Busy."""
    await session.execute(sa.text(f"set local lock_timeout = '{_LOCK_WITHIN}'"))
    await session.execute(sa.text("lock table workdays in access exclusive mode"))


async def compare(session: AsyncSession, days: Collection[dict[str, Any]]) -> ComparedDays:
    """What of these days the calendar has otherwise. Raises CalendarEmptied where nothing would be left."""
    held = {row.day: row for row in await session.scalars(sa.select(Workday))}
    entered = [day for day in days if day["is_workday"] is not None]
    new = [day for day in entered if day["day"] not in held]
    differing = {
        day["day"]: names
        for day in entered
        if day["day"] in held and (names := _differing(held[day["day"]], day))
    }
    changed = [day for day in entered if day["day"] in differing]
    removed = [day for day in days if day["is_workday"] is None and day["day"] in held]
    if held and len(removed) == len(held) and not new:
        raise CalendarEmptied
    return ComparedDays(new, changed, removed, differing)


def _differing(held: Workday, day: dict[str, Any]) -> list[str]:
    return [name for name, value in day.items() if getattr(held, name) != value]


async def _write(session: AsyncSession, days: list[dict[str, Any]], removed: list[dt.date]) -> None:
    if days:
        entered = insert(Workday).values(days)
        columns = ("is_workday", "note", "source_notice")
        await session.execute(
            entered.on_conflict_do_update(
                index_elements=["day"], set_={name: entered.excluded[name] for name in columns}
            )
        )
    if removed:
        await session.execute(sa.delete(Workday).where(Workday.day.in_(removed)))
    session.expire_all()
