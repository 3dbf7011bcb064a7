"""Open deadlines counted again by a changed calendar, and the trace of each that moved."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from domain import deadlines
from domain.deadlines import Due
from domain.workdays import Calendar
from persistence.engine import audit
from persistence.regions.stored_deadlines import DEADLINES, StoredDeadline

_ROWS_AT_ONCE = 5_000
"""One statement over all would run into the statement timeout."""


@dataclass(frozen=True, slots=True)
class Move:
    """One open deadline, before and after; where both are one day, it became certain or uncertain."""

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


async def recalculate(
    session: AsyncSession, calendar: Calendar, days: tuple[dt.date, dt.date], *, by: UUID | None
) -> tuple[Move, ...]:
    """Count again what is open and has one of these days among its own, from the day and by the
    rule of its day. Each that moves is audited with the calendar's edition.

    `calendar` lists all days, and nobody may be counting by another one meanwhile.
    """
    edition = calendar.edition()
    moves = [move for stored in DEADLINES for move in await _moves(session, stored, calendar, days)]
    for move in moves:
        audit.record(
            session,
            "deadline.recalculated",
            by=by,
            on=move.id,
            edition=edition,
            move=move.as_json(),
        )
    return tuple(moves)


async def _moves(
    session: AsyncSession, stored: StoredDeadline, calendar: Calendar, days: tuple[dt.date, dt.date]
) -> list[Move]:
    first, last = days
    table = stored.table.__table__
    statement = (
        sa.select(
            table.c.id,
            stored.due_on.label("before"),
            stored.is_provisional.label("was_provisional"),
            stored.since.label("since"),
            stored.rule_code.label("code"),
            stored.rule_on.label("rule_on"),
        )
        .where(stored.is_open, stored.due_on >= first, stored.since <= last)
        .order_by(table.c.id)
        .with_for_update(of=stored.table)
    )

    @cache
    def counted(code: str, rule_on: dt.date, since: dt.date) -> Due:
        return deadlines.due(deadlines.at(code, rule_on), since, calendar)

    moves = list[Move]()
    for row in await session.execute(statement):
        due = counted(row.code, row.rule_on, row.since)
        if (due.on, due.provisional) != (row.before, row.was_provisional):
            moves.append(Move(stored.entity, row.id, row.before, due.on, due.provisional))
    for start in range(0, len(moves), _ROWS_AT_ONCE):
        await _write(session, stored, moves[start : start + _ROWS_AT_ONCE])
    return moves


async def _write(session: AsyncSession, stored: StoredDeadline, moves: Sequence[Move]) -> None:
    table = stored.table
    given = (
        sa.func.unnest(
            sa.literal([move.id for move in moves], ARRAY(sa.Uuid())),
            sa.literal([move.after for move in moves], ARRAY(sa.Date())),
            sa.literal([move.is_provisional for move in moves], ARRAY(sa.Boolean())),
        )
        .table_valued(
            sa.column("id", sa.Uuid()),
            sa.column("due_on", sa.Date()),
            sa.column("is_provisional", sa.Boolean()),
        )
        .render_derived()
    )
    values: dict[Any, Any] = {
        stored.due_on.key: given.c.due_on,
        stored.is_provisional.key: given.c.is_provisional,
    }
    columns = table.__table__.c
    if "version" in columns:
        values["version"] = columns.version + 1
    await session.execute(
        sa.update(table)
        .where(columns.id == given.c.id)
        .values(values)
        .execution_options(synchronize_session=False)
    )
