"""A task manager publishes an approved plan."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.plans import planning as rules
from persistence import plans
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.plans import types
from schema.plans.moving import EXPECTED_VERSION, move, refuse_changed


@strawberry.input(description="An approved plan to publish.")
class PublishPlanInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    plan_id: strawberry.ID = strawberry.field(description="Opaque id of the plan.")
    expected_version: int = strawberry.field(description=EXPECTED_VERSION)


@strawberry.type(description="The plan is public from now on.")
class PlanPublished:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = shown(
        "plan_id", "The plan after the change, as the caller sees it."
    )


async def publish_plan(info: Asked, input: PublishPlanInput) -> PlanPublished:
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    async with writing(info, input) as deed:
        plan = await plans.claim(deed.session, deed.actor, plan_id)
        rules.refuse_unless_own(plan.authority_id, Permission.PLAN_MANAGE, by=deed.actor)
        refuse_changed(plan, input.expected_version)
        move(deed, plan, "publish")
        plan.published_at = deed.now
        deed.audit("plan.published", on=plan.id, version=plan.version_no)
        return deed.done(PlanPublished(plan_id=plan.id))
