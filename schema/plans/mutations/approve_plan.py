"""The head approves a plan that somebody else wrote."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.plans import rules
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from persistence.plans import writes as plans
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.plans import types
from schema.plans.transitions import EXPECTED_VERSION, move, refuse_changed


@strawberry.input(description="A plan for the head to approve.")
class ApprovePlanInput:
    operation_id: UUID = field(OPERATION_ID)
    plan_id: strawberry.ID = field("Opaque id of the plan.")
    expected_version: int = field(EXPECTED_VERSION)


@strawberry.type(description="The plan is approved and can be published.")
class PlanApproved:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = refetched(
        "plan_id", "The plan after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.PLAN_APPROVE,
    description="Approve a plan that somebody else wrote.",
    refuses=(
        rules.OwnPlan,
        ChangedMeanwhile,
        IllegalTransition,
    ),
)
async def approve_plan(info: Info, input: ApprovePlanInput) -> PlanApproved:
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    async with begin_transaction(info, input) as transaction:
        plan = await plans.claim(transaction.session, transaction.actor, plan_id)
        rules.approve(plan.authority_id, plan.created_by, by=transaction.actor)
        refuse_changed(plan, input.expected_version)
        move(transaction, plan, "approve")
        plan.approved_by, plan.approved_at = transaction.actor.account_id, transaction.now
        transaction.audit("plan.approved", on=plan.id, version=plan.version_no)
        return transaction.succeed(PlanApproved(plan_id=plan.id))
