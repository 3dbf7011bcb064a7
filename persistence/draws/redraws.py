"""Which voided draws a draw follows: found by what was drawn, whatever its task says of itself."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import TaskState
from domain.regions import subtree
from persistence.draws.table import Draw
from persistence.inspections.table import InspectionTask
from persistence.items.table import InspectionItem
from persistence.tasks.table import TaskItem


async def repeated_tasks(
    session: AsyncSession, task: InspectionTask, items: Sequence[InspectionItem]
) -> list[UUID]:
    """The tasks of voided draws that this one repeats, the newest first.

    The authority's own over one of these items, an overlapping area and the window's year, since the
    last such draw that stood; and those that the task names, one through the other. They are found
    here because a task that only had to name them could leave out a draw with unwelcome results.
    """
    named = await _named(session, task)
    found = [key for key in await _over_the_same(session, task, items) if key not in named]
    return [*named, *found]


async def _named(session: AsyncSession, task: InspectionTask) -> list[UUID]:
    found: list[UUID] = []
    before = task.redraw_of_id
    while before is not None:
        found.append(before)
        statement = sa.select(InspectionTask.redraw_of_id).where(InspectionTask.id == before)
        before = await session.scalar(statement)
    return found


async def _over_the_same(
    session: AsyncSession, task: InspectionTask, items: Sequence[InspectionItem]
) -> list[UUID]:
    other = InspectionTask.__table__.alias()
    year = task.window_from.year
    shares_item = sa.exists().where(
        TaskItem.task_id == other.c.id,
        TaskItem.item_id == InspectionItem.id,
        InspectionItem.code.in_([item.code for item in items]),
    )
    statement = (
        sa.select(other.c.id, other.c.state, Draw.drawn_at.is_not(None).label("was_drawn"))
        .join(Draw, Draw.task_id == other.c.id)
        .where(
            other.c.id != task.id,
            other.c.authority_id == task.authority_id,
            other.c.sector == task.sector,
            other.c.window_from.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
            overlaps(other, task.region_code or ""),
            shares_item,
        )
        .order_by(Draw.frozen_at.desc(), Draw.id.desc())
    )
    found: list[UUID] = []
    for key, state, was_drawn in await session.execute(statement):
        if state is TaskState.VOIDED:
            found.append(key)
        elif was_drawn:
            break
    return found


def overlaps(other: sa.FromClause, region_code: str) -> sa.ColumnElement[bool]:
    """Whether the area of the other task lies within this region or around it."""
    area = subtree(region_code)
    below = other.c.region_code.between(area.first, area.last)
    last = sa.case(
        (other.c.region_code == "000000", "999999"),
        (sa.func.right(other.c.region_code, 4) == "0000",
         sa.func.left(other.c.region_code, 2) + "9999"),
        (sa.func.right(other.c.region_code, 2) == "00",
         sa.func.left(other.c.region_code, 4) + "99"),
        else_=other.c.region_code,
    )  # fmt: skip
    return sa.or_(below, sa.and_(other.c.region_code <= area.first, last >= area.last))
