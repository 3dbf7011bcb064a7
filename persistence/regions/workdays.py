"""The working-day calendar for operators: notices loaded, and the deadlines that they move."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain import deadlines
from domain.deadlines import Due
from domain.moments import day_of
from domain.workdays import Calendar
from persistence.complaints.table import Complaint
from persistence.engine import audit
from persistence.inspections.table import Inspection
from persistence.publication.table import Objection, ResultCorrection
from persistence.regions import reference
from persistence.regions.table import Workday

_PUBLISHING = "DR_PUBLISH"


@dataclass(frozen=True, slots=True)
class Move:
    """One deadline that was provisional, before and after."""

    entity: str
    id: UUID
    before: dt.date
    after: dt.date
    is_provisional: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "entity": self.entity,
            "id": str(self.id),
            "from": self.before.isoformat(),
            "to": self.after.isoformat(),
            "provisional": self.is_provisional,
        }


@dataclass(frozen=True, slots=True)
class LoadedDays:
    new: int
    changed: int
    unchanged: int
    moves: tuple[Move, ...]


async def load(
    session: AsyncSession, days: Collection[dict[str, Any]], *, by: UUID | None
) -> LoadedDays:
    """Enter the days, recalculate the provisional deadlines, and write one audit event that lists
    them. The calendar is locked in the meantime."""
    await session.execute(sa.text("lock table workdays in share row exclusive mode"))
    held = {row.day: row for row in await session.scalars(sa.select(Workday))}
    new = [day for day in days if day["day"] not in held]
    changed = [day for day in days if day["day"] in held and _differs(held[day["day"]], day)]
    if not new and not changed:
        return LoadedDays(0, 0, len(days), ())
    entered = insert(Workday).values([*new, *changed])
    columns = ("is_workday", "note", "source_notice")
    await session.execute(
        entered.on_conflict_do_update(
            index_elements=["day"], set_={name: entered.excluded[name] for name in columns}
        )
    )
    session.expire_all()
    calendar = await reference.calendar(session, since=dt.date.min)
    moves = tuple(await _reckoned(session, calendar))
    notices = sorted({day["source_notice"] for day in [*new, *changed]})
    audit.record(
        session,
        "workdays.imported",
        by=by,
        on=None,
        notices=notices,
        new=len(new),
        changed=len(changed),
        moves=[move.as_json() for move in moves],
    )
    return LoadedDays(len(new), len(changed), len(days) - len(new) - len(changed), moves)


def _differs(held: Workday, day: dict[str, Any]) -> bool:
    return any(getattr(held, name) != value for name, value in day.items())


async def _reckoned(session: AsyncSession, calendar: Calendar) -> list[Move]:
    return [
        *_complaints(await _provisional(session, Complaint, "accept_due_is_provisional"), calendar),
        *_inspections(
            await _provisional(session, Inspection, "publish_due_is_provisional"), calendar
        ),
        *_beside(
            "Objection",
            await _open(session, Objection, Objection.decided_at),
            "raised_at",
            calendar,
        ),
        *_beside(
            "ResultCorrection",
            await _open(session, ResultCorrection, ResultCorrection.corrected_at),
            "found_on",
            calendar,
        ),
    ]


async def _open(session: AsyncSession, table: Any, ended_at: Any) -> list[Any]:
    statement = sa.select(table).where(table.due_is_provisional, ended_at.is_(None))
    return list(await session.scalars(statement.order_by(table.id).with_for_update()))


async def _provisional(session: AsyncSession, table: Any, flag: str) -> list[Any]:
    statement = sa.select(table).where(getattr(table, flag)).order_by(table.id).with_for_update()
    return list(await session.scalars(statement))


def _complaints(rows: list[Complaint], calendar: Calendar) -> Iterator[Move]:
    for row in rows:
        received = day_of(row.received_at)
        due = deadlines.due(deadlines.at(row.deadline_rule, received), received, calendar)
        if move := _move("Complaint", row, row.accept_due_on, due):
            row.accept_due_on, row.accept_due_is_provisional = due.on, due.provisional
            row.version += 1
            yield move


def _inspections(rows: list[Inspection], calendar: Calendar) -> Iterator[Move]:
    for row in rows:
        if row.inspected_on is None or row.publish_due_on is None:
            continue
        rule = deadlines.at(_PUBLISHING, row.inspected_on)
        due = deadlines.due(rule, row.inspected_on, calendar)
        if move := _move("Inspection", row, row.publish_due_on, due):
            row.publish_due_on, row.publish_due_is_provisional = due.on, due.provisional
            row.version += 1
            yield move


def _beside(entity: str, rows: list[Any], since: str, calendar: Calendar) -> Iterator[Move]:
    """What is asked about public records: a day, or the day of a moment, from which it runs."""
    for row in rows:
        begun = getattr(row, since)
        from_day = day_of(begun) if isinstance(begun, dt.datetime) else begun
        due = deadlines.due(deadlines.at(row.due_rule, from_day), from_day, calendar)
        if move := _move(entity, row, row.due_on, due):
            row.due_on, row.due_is_provisional = due.on, due.provisional
            yield move


def _move(entity: str, row: Any, before: dt.date, due: Due) -> Move | None:
    """None for a deadline that stays where it was, and as uncertain."""
    if due.on == before and due.provisional:
        return None
    return Move(entity, row.id, before, due.on, due.provisional)
