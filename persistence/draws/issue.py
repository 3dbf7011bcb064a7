"""Drawn objects become visits with their officers: what `myAssignments` shows."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.inspections.terms import InspectionState, NoticeMode
from persistence.draws.table import (
    Draw,
    Pairing,
    PoolObject,
    PoolOfficer,
)
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionAssignment, InspectionTask
from persistence.institutions.table import Institution
from persistence.tasks import writes as tasks


@dataclass(frozen=True, slots=True)
class IssuedVisit:
    """A visit and the officers sent to it."""

    inspection_id: UUID
    officer_ids: tuple[UUID, ...]


async def issue(
    session: AsyncSession, draw: Draw, task: InspectionTask, *, at: dt.datetime
) -> list[IssuedVisit]:
    """One visit for each object that has its teams, in the order of the draw.

    The leader of the visit is that of the department that leads. An object without a full team
    stays listed as unstaffed and is not visited.
    """
    lead_id = (await tasks.departments(session, task))[0].authority_id
    rows = await session.execute(
        sa.select(PoolObject, Institution.region_code)
        .join(Institution, Institution.id == PoolObject.institution_id)
        .where(
            PoolObject.draw_id == draw.id,
            PoolObject.visit_no.is_not(None),
            sa.not_(PoolObject.is_unstaffed),
        )
        .order_by(PoolObject.visit_no)
    )
    sent = await _pairings(session, draw)
    issued, visits, officers, linked = [], [], [], []
    for drawn, region_code in rows.all():
        visit = _visit(draw, task, drawn, region_code, at)
        visits.append(visit)
        linked.append((drawn, visit.id))
        team = sent[drawn.id]
        officers += [
            InspectionAssignment(
                id=new_key(),
                inspection_id=visit.id,
                officer_id=officer.officer_id,
                is_leader=is_leader and officer.authority_id == lead_id,
                assigned_at=at,
            )
            for officer, is_leader in team
        ]
        issued.append(IssuedVisit(visit.id, tuple(officer.officer_id for officer, _ in team)))
    # Parents first: the rows refer to one another by plain keys.
    session.add_all(visits)
    await session.flush()
    for drawn, visit_id in linked:
        drawn.inspection_id = visit_id
    session.add_all(officers)
    await session.flush()
    return issued


async def _pairings(
    session: AsyncSession, draw: Draw
) -> dict[UUID, list[tuple[PoolOfficer, bool]]]:
    rows = await session.execute(
        sa.select(Pairing.object_id, PoolOfficer, Pairing.is_leader)
        .join(PoolOfficer, PoolOfficer.id == Pairing.officer_id)
        .where(PoolOfficer.draw_id == draw.id)
        .order_by(Pairing.object_id, Pairing.position)
    )
    found: dict[UUID, list[tuple[PoolOfficer, bool]]] = {}
    for object_id, officer, is_leader in rows:
        found.setdefault(object_id, []).append((officer, is_leader))
    return found


def _visit(
    draw: Draw, task: InspectionTask, drawn: PoolObject, region_code: str, at: dt.datetime
) -> Inspection:
    return Inspection(
        id=new_key(),
        task_id=task.id,
        institution_id=drawn.institution_id,
        site_id=None,
        authority_id=task.authority_id,
        authority_region_code=draw.authority_region_code,
        region_code=region_code,
        sector=task.sector,
        window_from=task.window_from,
        window_to=task.window_to,
        notice_mode=task.notice_mode or NoticeMode.ON_ARRIVAL,
        checklist_code=task.checklist_code,
        checklist_version=task.checklist_version,
        state=InspectionState.TO_ENTER,
        created_at=at,
        version=1,
    )
