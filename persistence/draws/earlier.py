"""The draws that meet a task's: those that bar it, and those that it repeats (found by what was drawn,
whatever a task says of itself)."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import TaskState
from domain.institutions.terms import InstitutionKind
from domain.refusals import OperationInProgress
from domain.regions import NATION, subtree
from domain.registries.terms import ExclusionGround
from domain.tasks.draw_steps import WAITING, VisitsReliedOn
from domain.tasks.earlier_draws import DrawnFrom, EarlierDraw, repeated, rests_on
from persistence.draws.table import Draw, DrawEvent, PoolObject
from persistence.inspections.completion import is_done
from persistence.inspections.table import Inspection, InspectionTask
from persistence.items.table import InspectionItem
from persistence.tasks import writes as tasks
from persistence.tasks.table import TaskItem

_LOCK = 7_016_996_765_293_437_283

_LONGEST_WAIT = dt.timedelta(minutes=1)
"""No transaction waits longer for its lock."""
_OF_ITEM = (ExclusionGround.IN_OPEN_TASK, ExclusionGround.CAP_OF_ITEM)


async def one_at_a_time(session: AsyncSession) -> None:
    """Wait until nobody else freezes, or takes back visits that a pool may rest on, and keep them
    waiting to the end of the transaction."""
    await session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def drawn_from(task: InspectionTask, item_codes: frozenset[str]) -> DrawnFrom:
    return DrawnFrom(
        task.sector,
        item_codes,
        task.region_code or NATION,
        frozenset(InstitutionKind[each] for each in task.kinds or ()),
        task.subject_kind,
    )


async def meeting(
    session: AsyncSession, task: InspectionTask, items: Sequence[InspectionItem]
) -> list[EarlierDraw]:
    """The frozen tasks over one of these items, of the sector, in or around the area: what waits, what
    was voided, and what was issued since the first of those was frozen."""
    other = InspectionTask.__table__.alias()
    codes = frozenset(item.code for item in items)
    shares_item = sa.exists().where(
        TaskItem.task_id == other.c.id,
        TaskItem.item_id == InspectionItem.id,
        InspectionItem.code.in_(codes),
    )
    meets = (
        other.c.id != task.id,
        other.c.sector == task.sector,
        overlaps(other, task.region_code or NATION),
        shares_item,
    )
    sent_nobody = ~sa.exists().where(Inspection.task_id == other.c.id)
    unissued = sa.or_(other.c.state.in_([*WAITING, TaskState.VOIDED]), sent_nobody)
    first = (
        sa.select(sa.func.min(Draw.frozen_at))
        .join(other, other.c.id == Draw.task_id)
        .where(*meets, unissued)
        .scalar_subquery()
    )
    is_end = (DrawEvent.draw_id == Draw.id, DrawEvent.event == "VOIDED")
    voided_at = sa.select(sa.func.max(DrawEvent.at)).where(*is_end).scalar_subquery()
    # A share that was not revealed voids a draw too, before its day is over.
    is_by_clock = sa.exists().where(*is_end, DrawEvent.by_role == "SYSTEM")
    item_codes = (
        sa.select(sa.func.array_agg(InspectionItem.code))
        .join(TaskItem, TaskItem.item_id == InspectionItem.id)
        .where(TaskItem.task_id == other.c.id)
        .scalar_subquery()
    )
    statement = (
        sa.select(
            InspectionTask,
            Draw.frozen_at,
            Draw.issue_due_on,
            voided_at,
            is_by_clock,
            sent_nobody,
            item_codes,
        )
        .join(other, other.c.id == InspectionTask.id)
        .join(Draw, Draw.task_id == other.c.id)
        .where(*meets, sa.or_(unissued, Draw.frozen_at >= first))
    )
    return [
        EarlierDraw(
            found.id, found.code, drawn_from(found, frozenset(its_codes)), found.state, *facts
        )
        for found, *facts, its_codes in await session.execute(statement)
    ]


async def repeated_tasks(
    session: AsyncSession,
    task: InspectionTask,
    items: Sequence[InspectionItem],
    met: Sequence[EarlierDraw],
    today: dt.date,
) -> list[UUID]:
    """The tasks whose draws this one repeats, the newest first: those that the task names, one through
    the other, and those that are found.

    A task that only had to name them could leave out a draw with unwelcome results.
    """
    named = await _named(session, task)
    drawn = drawn_from(task, frozenset(item.code for item in items))
    found = (each.task_id for each in repeated(drawn, met, today))
    return [*named, *(key for key in found if key not in named)]


async def _named(session: AsyncSession, task: InspectionTask) -> list[UUID]:
    found: list[UUID] = []
    before = task.redraw_of_id
    while before is not None:
        found.append(before)
        statement = sa.select(InspectionTask.redraw_of_id).where(InspectionTask.id == before)
        before = await session.scalar(statement)
    return found


async def refuse_relied_on(
    session: AsyncSession, task: InspectionTask, *, now: dt.datetime, today: dt.date
) -> None:
    """Raise VisitsReliedOn where another pool left an object out, and this task's visit to it, which
    voiding would end, may be why; or where another proof leaves to this one's what came to nothing."""
    await one_at_a_time(session)
    # One that was frozen while this waited knew of no end: voided now, it would seem to have. What a
    # clock that is far ahead has dated is none of those, and must not keep anybody from voiding.
    frozen_since = sa.exists().where(Draw.frozen_at > now, Draw.frozen_at < now + _LONGEST_WAIT)
    if await session.scalar(sa.select(frozen_since)):
        raise OperationInProgress
    await _refuse_counted(session, task, today)
    frozen_at = sa.select(Draw.frozen_at).where(Draw.task_id == task.id).scalar_subquery()
    own_codes = (
        sa.select(InspectionItem.code)
        .join(TaskItem, TaskItem.item_id == InspectionItem.id)
        .where(TaskItem.task_id == task.id)
    )
    shares_item = sa.exists().where(
        TaskItem.task_id == Draw.task_id,
        TaskItem.item_id == InspectionItem.id,
        InspectionItem.code.in_(own_codes),
    )
    statement = (
        sa.select(Draw.task_code)
        .join(InspectionTask, InspectionTask.id == Draw.task_id)
        .join(PoolObject, PoolObject.draw_id == Draw.id)
        .join(Inspection, Inspection.institution_id == PoolObject.institution_id)
        .where(
            Inspection.task_id == task.id,
            sa.not_(is_done(Inspection)),
            sa.or_(
                sa.and_(PoolObject.exclusion.in_(_OF_ITEM), shares_item),
                sa.and_(
                    PoolObject.exclusion == ExclusionGround.CAP_OF_AUTHORITY,
                    InspectionTask.authority_id == task.authority_id,
                    sa.literal(task.ordered_by_id is None),
                ),
            ),
            InspectionTask.state != TaskState.VOIDED,
            # Void since its day, whether or not the job has written it down.
            sa.not_(sa.and_(InspectionTask.state.in_(WAITING), Draw.issue_due_on < today)),
            Draw.frozen_at > frozen_at,
            Draw.task_id != task.id,
        )
        .order_by(Draw.frozen_at.desc())
        .limit(1)
    )
    code = await session.scalar(statement)
    if code is not None:
        raise VisitsReliedOn(code)


async def _refuse_counted(session: AsyncSession, task: InspectionTask, today: dt.date) -> None:
    draw = await session.scalar(sa.select(Draw).where(Draw.task_id == task.id))
    if draw is None or not draw.redraw_no:
        return
    items = await tasks.items(session, task)
    drawn = drawn_from(task, frozenset(item.code for item in items))
    own = EarlierDraw(task.id, task.code, drawn, task.state, draw.frozen_at, draw.issue_due_on)
    later = rests_on(own, await meeting(session, task, items), today)
    if later is not None:
        raise VisitsReliedOn(later.task_code)


def overlaps(other: sa.FromClause, region_code: str) -> sa.ColumnElement[bool]:
    """Whether the area of the other task lies within this region or around it."""
    area = subtree(region_code)
    below = other.c.region_code.between(area.first, area.last)
    last = sa.case(
        (other.c.region_code == NATION, "999999"),
        (sa.func.right(other.c.region_code, 4) == "0000",
         sa.func.left(other.c.region_code, 2) + "9999"),
        (sa.func.right(other.c.region_code, 2) == "00",
         sa.func.left(other.c.region_code, 4) + "99"),
        else_=other.c.region_code,
    )  # fmt: skip
    return sa.or_(below, sa.and_(other.c.region_code <= area.first, last >= area.last))
