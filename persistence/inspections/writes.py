"""Inspections for writing: claims that start from what the actor may see, and what rules ask."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.inspections.certificates import Certificate
from domain.refusals import OperationInProgress
from persistence.authorities.table import InspectorProfile
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.inspections.certificates import certificate
from persistence.inspections.policies import can_see_inspection
from persistence.inspections.table import (
    Inspection,
    InspectionAssignment,
    InspectionTask,
)

# Two tasks of one region and day drew the same letters: sent again, others are drawn.
violations.means("uq_inspection_tasks_code", OperationInProgress)
violations.UNREACHABLE.update(
    {
        "ck_inspection_tasks_*": "words are enums; the rule of assigning refuses a window out of"
        " order and a blank reason",
        "ck_inspections_*": "words are enums; the rest is kept by the row's own methods",
        "uq_inspections_task_id_institution_id_site_id": "a case is a task of one visit",
        "ck_inspection_assignments_*": "replacing writes moment and reason together",
        "uq_inspection_assignments_live": "the rule of assigning refuses an officer named twice",
        "uq_inspection_assignments_one_leader": "one leader is named",
        "ck_inspection_records_*": "words are enums; the rule of filing refuses the rest as faults",
        "uq_inspection_records_inspection_id_version_no": "the inspection is locked while filing",
        "ck_record_answers_*": "the rule of filing refuses an item answered by half",
        "uq_record_answers_record_id_position": "positions are counted",
        "uq_findings_record_id_position": "positions are counted",
        "ck_result_audits_*": "the rule of auditing refuses a rejection without a reason",
        "uq_result_audits_record_id": "the inspection is locked and audited once per record",
        "ck_public_records_*": "words are copied from the record",
        "uq_public_records_inspection_id_version_no": "the inspection is locked while publishing",
        "uq_public_records_one_current": "the versions before are superseded first",
    }
)


async def claim(session: AsyncSession, actor: Actor, inspection_id: UUID) -> Inspection:
    """Lock one inspection for the rest of the transaction."""
    return await claim_visible(session, actor, Inspection, can_see_inspection, inspection_id)


async def claim_task(session: AsyncSession, inspection: Inspection) -> InspectionTask:
    """Lock the task of a claimed inspection; always in this order, so that none wait in a ring."""
    statement = sa.select(InspectionTask).where(InspectionTask.id == inspection.task_id)
    return (await session.scalars(statement.with_for_update())).one()


async def team(session: AsyncSession, inspection: Inspection) -> dict[UUID, Certificate | None]:
    """The officers sent to the visit now, with their certificates."""
    rows = (await session.execute(_TEAM, {"inspection_id": inspection.id})).all()
    return {officer_id: certificate(profile) for officer_id, profile in rows}


_TEAM = (
    sa.select(InspectionAssignment.officer_id, InspectorProfile)
    .outerjoin(InspectorProfile, InspectorProfile.officer_id == InspectionAssignment.officer_id)
    .where(
        InspectionAssignment.inspection_id == sa.bindparam("inspection_id"),
        InspectionAssignment.replaced_at.is_(None),
    )
)


async def ever_sent(session: AsyncSession, inspection: Inspection) -> frozenset[UUID]:
    """All officers of the visit, replaced ones included."""
    statement = sa.select(InspectionAssignment.officer_id).where(
        InspectionAssignment.inspection_id == inspection.id
    )
    return frozenset(await session.scalars(statement))
