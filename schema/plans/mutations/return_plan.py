"""The head returns a plan for revision."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.plans import rules
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from persistence.plans import writes as plans
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.plans import types
from schema.plans.transitions import EXPECTED_VERSION, move, refuse_changed


@strawberry.input(description="A plan in review to return to its author.")
class ReturnPlanInput:
    operation_id: UUID = field(OPERATION_ID)
    plan_id: strawberry.ID = field("Opaque id of the plan.")
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field("What is to be revised, up to 1,000 characters.")


@strawberry.type(description="The plan is a draft again.")
class PlanReturned:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = refetched(
        "plan_id", "The plan after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.PLAN_APPROVE,
    description="Return a plan in review to its author, with a reason.",
    refuses=(
        ChangedMeanwhile,
        IllegalTransition,
    ),
)
async def return_plan(info: Info, input: ReturnPlanInput) -> PlanReturned:
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        plan = await plans.claim(transaction.session, transaction.actor, plan_id)
        rules.refuse_unless_own(plan.authority_id, Permission.PLAN_APPROVE, by=transaction.actor)
        refuse_changed(plan, input.expected_version)
        move(transaction, plan, "return", ground=reason)
        transaction.audit("plan.returned", on=plan.id)
        return transaction.succeed(PlanReturned(plan_id=plan.id))
