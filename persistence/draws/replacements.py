"""An officer of a drawn visit replaced by who follows in the same draw."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.draws import draw as engine
from domain.draws import entropy, replacements
from domain.draws.entropy import Revelation
from domain.draws.pool_freeze import Frozen
from domain.draws.replacements import NobodyIsNext, NotInTheDraw, Replacement
from domain.inspections.terms import ReplacementReason
from persistence.draws import trail
from persistence.draws import writes as draws
from persistence.draws.table import (
    Draw,
    OfficerReplacement,
    PoolObject,
    PoolOfficer,
)
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, InspectionAssignment, InspectionTask
from persistence.tasks import writes as tasks


@dataclass(frozen=True, slots=True)
class Approval:
    """Why an officer or object is replaced, and who approved it."""

    reason: ReplacementReason
    by: UUID
    at: dt.datetime


async def is_drawn(session: AsyncSession, inspection: Inspection) -> bool:
    statement = sa.exists().where(PoolObject.inspection_id == inspection.id)
    return bool(await session.scalar(sa.select(statement)))


async def earlier(
    session: AsyncSession, inspection: Inspection, officer_id: UUID
) -> tuple[int, InspectionAssignment]:
    """How many officers of the visit were replaced, and the place of this one, who is sent, locked."""
    count = sa.select(sa.func.count()).where(OfficerReplacement.inspection_id == inspection.id)
    place = (
        sa.select(InspectionAssignment)
        .where(
            InspectionAssignment.inspection_id == inspection.id,
            InspectionAssignment.officer_id == officer_id,
            InspectionAssignment.replaced_at.is_(None),
        )
        .with_for_update()
    )
    return await session.scalar(count) or 0, (await session.scalars(place)).one()


async def replace(
    session: AsyncSession,
    draw: Draw,
    inspection: Inspection,
    task: InspectionTask,
    officer_id: UUID,
    approval: Approval,
    keys: Keys,
) -> UUID:
    """Who goes instead. The draw is locked. NotInTheDraw, NobodyIsNext."""
    found = await session.scalar(
        sa.select(PoolObject).where(PoolObject.inspection_id == inspection.id)
    )
    pool = {row.officer_id: row for row in await _officers(session, draw)}
    if found is None or officer_id not in pool:
        raise NotInTheDraw
    going = pool[officer_id]
    replacement = await _next(session, draw, found, going, approval.reason, keys)
    by_number = {row.officer_no: row for row in pool.values()}
    coming = by_number[replacement.into]
    detail = {**replacement.detail(), "approved_by": "HEAD"}
    session.add(
        OfficerReplacement(
            id=new_key(),
            draw_id=draw.id,
            inspection_id=inspection.id,
            outgoing_id=going.officer_id,
            incoming_id=coming.officer_id,
            reason=approval.reason,
            approved_by=approval.by,
            replaced_at=approval.at,
            detail=detail,
        )
    )
    going.object_count -= 1
    coming.object_count += 1
    draw.replacement_count += 1
    leads = await _leads(session, task, replacement, coming)
    await _send(session, inspection, officer_id, coming.officer_id, approval, by_number, leads)
    await trail.add(session, draw, "REPLACED", by_role="HEAD", at=approval.at, detail=detail)
    await trail.prove(session, draw, keys)
    return coming.officer_id


async def _officers(session: AsyncSession, draw: Draw) -> list[PoolOfficer]:
    statement = sa.select(PoolOfficer).where(PoolOfficer.draw_id == draw.id)
    return list(await session.scalars(statement))


async def _next(
    session: AsyncSession,
    draw: Draw,
    found: PoolObject,
    going: PoolOfficer,
    reason: ReplacementReason,
    keys: Keys,
) -> Replacement:
    if draw.revelation is None:
        raise NobodyIsNext
    frozen = draws.frozen(draw)
    revealed = entropy.revelation_of(draw.revelation)
    nonce = draws.nonce(draw, keys)
    earlier = [
        Replacement.read(entry.detail)
        for entry in await trail.entries(session, draw)
        if entry.event == "REPLACED"
    ]
    # Takes seconds for a province: in a thread, so that other requests are answered.
    return await asyncio.to_thread(
        _following, frozen, nonce, revealed, earlier, found.pseudonym, going, reason
    )


def _following(
    frozen: Frozen,
    nonce: bytes,
    revealed: Revelation,
    earlier: list[Replacement],
    name: str,
    going: PoolOfficer,
    reason: ReplacementReason,
) -> Replacement:
    return replacements.replace_officer(
        frozen,
        engine.draw(frozen, nonce, revealed),
        earlier,
        object=name,
        department=str(going.authority_id),
        officer=going.officer_no,
        reason=reason.value,
    )


async def _leads(
    session: AsyncSession, task: InspectionTask, replacement: Replacement, coming: PoolOfficer
) -> str | None:
    """The number of who leads the visit now; None where another department leads it."""
    lead_id = (await tasks.departments(session, task))[0].authority_id
    return replacement.teams[0].leader if coming.authority_id == lead_id else None


async def _send(
    session: AsyncSession,
    inspection: Inspection,
    outgoing_id: UUID,
    incoming_id: UUID,
    approval: Approval,
    by_number: dict[str, PoolOfficer],
    leader_no: str | None,
) -> None:
    live = (
        await session.scalars(
            sa.select(InspectionAssignment)
            .where(
                InspectionAssignment.inspection_id == inspection.id,
                InspectionAssignment.replaced_at.is_(None),
            )
            .with_for_update()
        )
    ).all()
    leader_id = by_number[leader_no].officer_id if leader_no is not None else None
    for assignment in live:
        if assignment.officer_id == outgoing_id:
            assignment.replaced_at = approval.at
            assignment.replacement_reason = approval.reason
            assignment.replacement_approved_by = approval.by
        elif leader_id is not None:
            assignment.is_leader = False
    # One leader at a time, also between two statements.
    await session.flush()
    session.add(
        InspectionAssignment(
            id=new_key(),
            inspection_id=inspection.id,
            officer_id=incoming_id,
            is_leader=incoming_id == leader_id,
            assigned_at=approval.at,
        )
    )
    for assignment in live:
        if leader_id is not None and assignment.replaced_at is None:
            assignment.is_leader = assignment.officer_id == leader_id
    inspection.version += 1
    await session.flush()
