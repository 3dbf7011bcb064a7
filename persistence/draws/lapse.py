"""Draws that wait end by their own clock: read as void from the day after, and written down so."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from domain.inspections.terms import TaskState
from domain.inspections.transitions import DRAWN_TASK
from domain.tasks.draw_steps import WAITING
from domain.transitions import transition
from persistence.draws import reveal
from persistence.draws.table import Draw
from persistence.engine import audit, transitions
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.inspections.table import InspectionTask
from persistence.reading.logic import there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Expression, Predicate, Row
from persistence.reading.viewer import CLOCKS_DAY

_VOIDED: Expression = sa.literal_column(f"'{TaskState.VOIDED.value}'")
"""The word of a task's state and of a draw's stage."""

NOT_ISSUED = (
    "未在规定日期前下发，抽取失效（The task was not issued in time, so the draw has failed.）"
)
_REASON: Expression = sa.literal_column(f"'{NOT_ISSUED}'")


def task_state(row: Row) -> Expression:
    """The state of a task today, as a word."""
    return sa.case((_task_has_lapsed(row), _VOIDED), else_=sa.cast(row.c.state, sa.Text))


def task_void_reason(row: Row) -> Expression:
    return sa.case((_task_has_lapsed(row), _REASON), else_=row.c.void_reason)


def draw_stage(row: Row) -> Expression:
    """The stage of a draw today, as a word."""
    return sa.case((_draw_has_lapsed(row), _VOIDED), else_=sa.cast(row.c.stage, sa.Text))


def draw_void_reason(row: Row) -> Expression:
    return sa.case((_draw_has_lapsed(row), _REASON), else_=row.c.void_reason)


def _task_has_lapsed(row: Row) -> Predicate:
    draw = alias_of(Draw.__table__)
    return sa.and_(
        _waits(row), there_is(row, draw.c.task_id == row.c.id, draw.c.issue_due_on < CLOCKS_DAY)
    )


def _draw_has_lapsed(row: Row) -> Predicate:
    task = alias_of(InspectionTask.__table__)
    return sa.and_(
        row.c.issue_due_on < CLOCKS_DAY, there_is(row, task.c.id == row.c.task_id, _waits(task))
    )


def _waits(task: Row) -> Predicate:
    return sa.cast(task.c.state, sa.Text).in_(
        [sa.literal_column(f"'{state.value}'") for state in sorted(WAITING)]
    )


async def oldest_due(database: Database, *, today: dt.date) -> dt.date | None:
    """The first day on which one of those that `void_lapsed` would void should have been."""
    async with database.writing() as session:
        first = await session.scalar(
            sa.select(sa.func.min(Draw.issue_due_on))
            .join(InspectionTask, InspectionTask.id == Draw.task_id)
            .where(*_is_due(today))
        )
    return None if first is None else first + dt.timedelta(days=1)


def _is_due(today: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    return InspectionTask.state.in_(WAITING), Draw.issue_due_on < today


async def void_lapsed(
    database: Database, keys: Keys, *, now: dt.datetime, today: dt.date
) -> list[str]:
    """Void every task that waits and was not issued by its day, each in a transaction of its own; their
    codes. One that cannot be voided keeps no other from it: ExceptionGroup after the last."""
    async with database.writing() as session:
        statement = (
            sa.select(Draw.task_id)
            .join(InspectionTask, InspectionTask.id == Draw.task_id)
            .where(*_is_due(today))
        )
        due = (await session.scalars(statement)).all()
    voided, faults = list[str](), list[Exception]()
    for task_id in due:
        try:
            voided += await _void(database, keys, task_id, now=now)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("tasks that could not be voided", faults)
    return voided


async def _void(database: Database, keys: Keys, task_id: UUID, *, now: dt.datetime) -> list[str]:
    async with database.writing() as session:
        task = await session.scalar(
            sa.select(InspectionTask)
            .where(InspectionTask.id == task_id, InspectionTask.state.in_(WAITING))
            .with_for_update(skip_locked=True)
        )
        if task is None:
            return []
        draw = (
            await session.scalars(sa.select(Draw).where(Draw.task_id == task.id).with_for_update())
        ).one()
        to_state = transition(DRAWN_TASK, task.state, "void")
        transitions.record(
            session,
            "InspectionTask",
            task.id,
            from_state=task.state,
            to_state=to_state,
            event="void",
            by=None,
            ground=NOT_ISSUED,
        )
        task.record_state(to_state)
        task.void_reason = NOT_ISSUED
        await reveal.void(session, draw, keys, reason=NOT_ISSUED, by_role="SYSTEM", at=now)
        audit.record(session, "task.lapsed", by=None, on=task.id)
        return [task.code]
