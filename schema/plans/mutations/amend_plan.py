"""A task manager amends a published plan: a new version, with its reason."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import Actor, Office
from domain.permissions import Permission
from domain.plans import planning as rules
from domain.refusals import NotPermitted
from persistence import plans
from persistence.tables.plans import InspectionPlan, PlanAmendment
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.plans import lines, types
from schema.plans.lines import PlanLineInput
from schema.plans.moving import EXPECTED_VERSION, move, refuse_changed


@strawberry.input(description="An amendment of a published plan.")
class AmendPlanInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    plan_id: strawberry.ID = strawberry.field(description="Opaque id of the plan.")
    expected_version: int = strawberry.field(description=EXPECTED_VERSION)
    reason: str = strawberry.field(
        description="Reason of the amendment, up to 1,000 characters; it is published."
    )
    lines: list[PlanLineInput] = strawberry.field(
        description="All lines of the new version, from 1 to 100."
    )


@strawberry.type(description="The plan is published in a new version.")
class PlanAmended:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = shown(
        "plan_id", "The plan after the change, as the caller sees it."
    )


async def amend_plan(info: Asked, input: AmendPlanInput) -> PlanAmended:
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=1000)
    notes = lines.notes(input.lines, faults)
    faults.refuse()
    async with writing(info, input) as deed:
        plan = await plans.claim(deed.session, deed.actor, plan_id)
        office = _office(deed.actor, plan)
        refuse_changed(plan, input.expected_version)
        move(deed, plan, "amend", ground=reason)
        written = await lines.written(deed.session, input.lines)
        decided = rules.draft(office, plan.year, written, by=deed.actor, today=deed.today)
        plan.version_no += 1
        deed.session.add_all(plans.lines(plan, decided, notes))
        deed.session.add(
            PlanAmendment(
                plan_id=plan.id,
                version_no=plan.version_no,
                reason=reason,
                amended_by=deed.actor.account_id,
                amended_at=deed.now,
            )
        )
        deed.audit("plan.amended", on=plan.id, version=plan.version_no)
        return deed.done(PlanAmended(plan_id=plan.id))


def _office(actor: Actor, plan: InspectionPlan) -> Office:
    for office in actor.offices_with(Permission.PLAN_MANAGE):
        if office.authority_id == plan.authority_id:
            return office
    raise NotPermitted(Permission.PLAN_MANAGE)
