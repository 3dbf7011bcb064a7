"""The head approves a plan that somebody else wrote."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.plans import planning as rules
from persistence import plans
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.plans import types
from schema.plans.moving import EXPECTED_VERSION, move, refuse_changed


@strawberry.input(description="A plan for the head to approve.")
class ApprovePlanInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    plan_id: strawberry.ID = strawberry.field(description="Opaque id of the plan.")
    expected_version: int = strawberry.field(description=EXPECTED_VERSION)


@strawberry.type(description="The plan is approved and can be published.")
class PlanApproved:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = shown(
        "plan_id", "The plan after the change, as the caller sees it."
    )


async def approve_plan(info: Asked, input: ApprovePlanInput) -> PlanApproved:
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    async with writing(info, input) as deed:
        plan = await plans.claim(deed.session, deed.actor, plan_id)
        rules.approve(plan.authority_id, plan.created_by, by=deed.actor)
        refuse_changed(plan, input.expected_version)
        move(deed, plan, "approve")
        plan.approved_by, plan.approved_at = deed.actor.account_id, deed.now
        deed.audit("plan.approved", on=plan.id, version=plan.version_no)
        return deed.done(PlanApproved(plan_id=plan.id))
