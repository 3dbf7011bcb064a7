"""A task manager publishes an approved plan."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.adoptions import AdoptableRule
from domain.permissions import Permission
from domain.plans import campaigns, rules
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from persistence.adoptions import writes as adoptions
from persistence.plans import writes as plans
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.plans import types
from schema.plans.transitions import EXPECTED_VERSION, move, refuse_changed


@strawberry.input(description="An approved plan to publish.")
class PublishPlanInput:
    operation_id: UUID = field(OPERATION_ID)
    plan_id: strawberry.ID = field("Opaque id of the plan.")
    expected_version: int = field(EXPECTED_VERSION)


@strawberry.type(description="The plan is public from now on.")
class PlanPublished:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = refetched(
        "plan_id", "The plan after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.PLAN_MANAGE,
    description="Publish an approved plan; everyone can read it.",
    refuses=(
        campaigns.CampaignNotApproved,
        campaigns.CampaignsOfYearReached,
        ChangedMeanwhile,
        IllegalTransition,
    ),
)
async def publish_plan(info: Info, input: PublishPlanInput) -> PlanPublished:
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    async with begin_transaction(info, input) as transaction:
        plan = await plans.claim(transaction.session, transaction.actor, plan_id)
        rules.refuse_unless_own(plan.authority_id, Permission.PLAN_MANAGE, by=transaction.actor)
        refuse_changed(plan, input.expected_version)
        campaigns.publish(
            await plans.campaign(transaction.session, plan),
            is_adopted=await adoptions.holds_on(
                transaction.session,
                AdoptableRule.CAMPAIGN_APPROVAL,
                plan.authority_region_code,
                transaction.today,
            ),
            today=transaction.today,
        )
        move(transaction, plan, "publish")
        plan.published_at = transaction.now
        transaction.audit("plan.published", on=plan.id, version=plan.version_no)
        return transaction.succeed(PlanPublished(plan_id=plan.id))
