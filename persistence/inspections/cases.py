"""What a case visit leaves in the register: a task, its one visit, and who is sent."""

import datetime as dt
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.checklists import Checklist
from domain.inspections.assignments import Assignment, CaseVisit
from domain.inspections.terms import InspectionState, NoticeMode, TaskCategory, TaskState
from persistence.engine.identifiers import new_key
from persistence.inspections.codes import new_code
from persistence.inspections.table import Inspection, InspectionAssignment, InspectionTask
from persistence.institutions.table import Institution


def task(
    visit: CaseVisit,
    assignment: Assignment,
    *,
    name: str,
    by: UUID | None,
    at: dt.datetime,
    today: dt.date,
) -> InspectionTask:
    """The task of a case, still a draft; its code shows the authority's region and the day."""
    return InspectionTask(
        id=new_key(),
        code=new_code(visit.office.subtree.first, today),
        name=name,
        authority_id=visit.office.authority_id,
        authority_region_code=visit.office.subtree.first,
        sector=visit.sector,
        category=TaskCategory.CASE,
        trigger=visit.trigger,
        reason=assignment.reason,
        origin_complaint_id=visit.origin_complaint_id,
        publish_drawn_list=False,
        window_from=visit.window_from,
        window_to=visit.window_to,
        state=TaskState.DRAFT,
        created_by=by,
        created_at=at,
        version=1,
    )


def inspection(
    visit: CaseVisit,
    of: InspectionTask,
    institution: Institution,
    checklist: Checklist,
    *,
    site_id: UUID | None,
    notice_mode: NoticeMode,
    at: dt.datetime,
) -> Inspection:
    """The visit, with region and sector of the institution as they are at this moment."""
    return Inspection(
        id=new_key(),
        task_id=of.id,
        institution_id=institution.id,
        site_id=site_id,
        authority_id=of.authority_id,
        authority_region_code=visit.office.subtree.first,
        region_code=visit.region_code,
        sector=visit.sector,
        window_from=visit.window_from,
        window_to=visit.window_to,
        notice_mode=notice_mode,
        checklist_code=checklist.code,
        checklist_version=checklist.version,
        state=InspectionState.TO_ENTER,
        created_at=at,
        version=1,
    )


async def add(
    session: AsyncSession,
    task: InspectionTask,
    inspection: Inspection,
    assignment: Assignment,
    *,
    at: dt.datetime,
) -> None:
    """Write the task, its visit and who is sent, parents first."""
    for parent in (task, inspection):
        session.add(parent)
        await session.flush()
    session.add_all(
        InspectionAssignment(
            id=new_key(),
            inspection_id=inspection.id,
            officer_id=officer_id,
            is_leader=officer_id == assignment.leader_id,
            assigned_at=at,
        )
        for officer_id in assignment.officer_ids
    )
