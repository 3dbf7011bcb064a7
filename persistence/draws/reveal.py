"""The end of a draw's secrecy: revealed in time, voided with its reason, or failed and listed so."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import InspectionState
from domain.tasks.terms import DrawStage
from persistence.draws import trail
from persistence.draws.table import Draw
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, InspectionTask

NOT_REVEALED = "未在公示期限内公开（The nonce was not revealed by the deadline.）"


async def reveal(
    session: AsyncSession, draw: Draw, keys: Keys, *, by_role: str, at: dt.datetime
) -> None:
    """Open everything but who stands behind the pseudonyms. The draw is locked and made."""
    draw.stage, draw.revealed_at = DrawStage.REVEALED, at
    await trail.add(session, draw, "REVEALED", by_role=by_role, at=at)
    await trail.prove(session, draw, keys)


async def reveal_with_results(
    session: AsyncSession, task: InspectionTask, keys: Keys, *, at: dt.datetime
) -> bool:
    """Reveal the draw of a task whose last result was published; False where nothing was drawn."""
    draw = await session.scalar(sa.select(Draw).where(Draw.task_id == task.id).with_for_update())
    if draw is None or draw.stage is not DrawStage.SEALED:
        return False
    await reveal(session, draw, keys, by_role="SYSTEM", at=at)
    return True


async def void(
    session: AsyncSession, draw: Draw, keys: Keys, *, reason: str, by_role: str, at: dt.datetime
) -> None:
    """Void the draw: it stays visible with its reason, and is opened if it was made."""
    draw.stage, draw.void_reason = DrawStage.VOIDED, reason
    if draw.drawn_at is not None:
        draw.revealed_at = draw.revealed_at or at
    await trail.add(session, draw, "VOIDED", by_role=by_role, at=at, detail={"reason": reason})
    await trail.prove(session, draw, keys)


async def states(session: AsyncSession, task: InspectionTask) -> list[InspectionState]:
    """How far the visits of the task are."""
    statement = sa.select(Inspection.state).where(Inspection.task_id == task.id)
    return list(await session.scalars(statement))


async def fail_overdue(
    database: Database, keys: Keys, *, now: dt.datetime, today: dt.date
) -> list[str]:
    """List every draw as failed whose nonce was not revealed by its deadline, also one that was frozen
    and never made; their task codes.

    One that cannot be listed keeps no other from it: ExceptionGroup after the last.
    """
    async with database.writing() as session:
        overdue = (await session.scalars(sa.select(Draw.id).where(*_is_overdue(today)))).all()
    failed, faults = list[str](), list[Exception]()
    for key in overdue:
        try:
            failed += await _fail(database, keys, key, now=now, today=today)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("draws that could not be listed as failed", faults)
    return failed


def _is_overdue(today: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    stages = (DrawStage.COMMITTED, DrawStage.SEALED)
    return Draw.stage.in_(stages), Draw.reveal_due_on < today


async def _fail(
    database: Database, keys: Keys, draw_id: UUID, *, now: dt.datetime, today: dt.date
) -> list[str]:
    async with database.writing() as session:
        draw = await session.scalar(
            sa.select(Draw)
            .where(Draw.id == draw_id, *_is_overdue(today))
            .with_for_update(skip_locked=True)
        )
        if draw is None:
            return []
        draw.stage, draw.void_reason = DrawStage.FAILED, NOT_REVEALED
        detail = {"reason": NOT_REVEALED}
        await trail.add(session, draw, "FAILED", by_role="SYSTEM", at=now, detail=detail)
        await trail.prove(session, draw, keys)
        audit.record(session, "draw.failed", by=None, on=draw.id)
        return [draw.task_code]
