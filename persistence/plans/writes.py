"""Annual plans for writing: claims that start from what the actor may see."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.inspections.terms import TaskCategory
from domain.plans.campaigns import Campaign
from domain.plans.rules import DraftLine
from domain.plans.terms import PlanState
from domain.refusals import NotFound
from domain.tasks.creation import PlanLine as LineOfTask
from persistence.authorities.table import Authority
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.plans.policies import can_see_plan
from persistence.plans.table import CampaignFiling, InspectionPlan, PlanLine

violations.UNREACHABLE["ck_inspection_plans_*"] = "refused as input"
violations.UNREACHABLE["ck_plan_lines_*"] = "the rule of planning refuses such a line"
violations.UNREACHABLE["uq_plan_lines_plan_id_plan_version_no_position"] = "positions are counted"


async def claim(session: AsyncSession, actor: Actor, plan_id: UUID) -> InspectionPlan:
    """Lock one plan for the rest of the transaction."""
    return await claim_visible(session, actor, InspectionPlan, can_see_plan, plan_id)


def lines(
    plan: InspectionPlan, decided: Sequence[DraftLine], notes: Sequence[str | None]
) -> list[PlanLine]:
    """The lines of the plan's present version."""
    return [
        PlanLine(
            id=new_key(),
            plan_id=plan.id,
            plan_version_no=plan.version_no,
            position=position,
            item_id=line.item.id,
            region_code=line.region_code,
            first_on=line.first_on,
            last_on=line.last_on,
            ratio_bp=line.ratio_bp,
            object_count=line.object_count,
            scope=line.scope,
            frequency=line.frequency,
            note=note,
        )
        for position, (line, note) in enumerate(zip(decided, notes, strict=True), 1)
    ]


async def filing(session: AsyncSession, plan: InspectionPlan) -> CampaignFiling | None:
    """Approval and filing of a claimed plan."""
    return await session.get(CampaignFiling, plan.id)


async def campaign(session: AsyncSession, plan: InspectionPlan) -> Campaign:
    """A claimed plan as a campaign. That of its authority is decided on by one at a time."""
    await session.get_one(Authority, plan.authority_id, with_for_update={"key_share": True})
    of_year = sa.select(sa.func.count()).where(
        InspectionPlan.authority_id == plan.authority_id,
        InspectionPlan.year == plan.year,
        InspectionPlan.category == TaskCategory.CAMPAIGN,
        InspectionPlan.ordered_by_id.is_(None),
        InspectionPlan.state.in_((PlanState.PUBLISHED, PlanState.CLOSED)),
    )
    return plan.as_campaign(
        is_approved=await filing(session, plan) is not None,
        of_year=await session.scalar(of_year) or 0,
    )


async def line_of_task(session: AsyncSession, line_id: UUID) -> tuple[InspectionPlan, LineOfTask]:
    """The plan of a line of its present version, and the line. Raises NotFound for any other."""
    statement = (
        sa.select(PlanLine, InspectionPlan)
        .join(InspectionPlan, InspectionPlan.id == PlanLine.plan_id)
        .where(PlanLine.id == line_id, PlanLine.plan_version_no == InspectionPlan.version_no)
        .with_for_update(read=True, of=InspectionPlan)
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    line, plan = row
    return plan, LineOfTask(
        line.id,
        plan.authority_id,
        plan.state,
        line.item_id,
        line.region_code,
        line.first_on,
        line.last_on,
    )
