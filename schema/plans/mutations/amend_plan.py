"""A task manager amends a published plan: a new version, with its reason."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import Actor, AuthorityIsClosed, Office
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.plans import rules
from domain.refusals import ChangedMeanwhile, NotPermitted
from domain.transitions import IllegalTransition
from persistence.plans import writes as plans
from persistence.plans.table import InspectionPlan, PlanAmendment
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.plans import lines, types
from schema.plans.lines import PlanLineInput
from schema.plans.transitions import EXPECTED_VERSION, move, refuse_changed


@strawberry.input(description="An amendment of a published plan.")
class AmendPlanInput:
    operation_id: UUID = field(OPERATION_ID)
    plan_id: strawberry.ID = field("Opaque id of the plan.")
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field("Reason of the amendment, up to 1,000 characters; it is published.")
    lines: list[PlanLineInput] = field("All lines of the new version, from 1 to 100.")


@strawberry.type(description="The plan is published in a new version.")
class PlanAmended:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = refetched(
        "plan_id", "The plan after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.PLAN_MANAGE,
    description="Amend a published plan: a new version, with its reason.",
    refuses=(
        rules.ItemNotOnList,
        rules.ItemNotInForce,
        rules.RatioAboveItem,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
        ChangedMeanwhile,
        IllegalTransition,
    ),
)
async def amend_plan(info: Info, input: AmendPlanInput) -> PlanAmended:
    plan_id = key_of("InspectionPlan", input.plan_id, "planId")
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    notes = lines.notes(input.lines, faults)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        plan = await plans.claim(transaction.session, transaction.actor, plan_id)
        office = _office(transaction.actor, plan)
        refuse_changed(plan, input.expected_version)
        move(transaction, plan, "amend", ground=reason)
        written = await lines.written(transaction.session, input.lines)
        decided = rules.draft(
            office, plan.year, written, by=transaction.actor, today=transaction.today
        )
        plan.version_no += 1
        transaction.session.add_all(plans.lines(plan, decided, notes))
        transaction.session.add(
            PlanAmendment(
                plan_id=plan.id,
                version_no=plan.version_no,
                reason=reason,
                amended_by=transaction.actor.account_id,
                amended_at=transaction.now,
            )
        )
        transaction.audit("plan.amended", on=plan.id, version=plan.version_no)
        return transaction.succeed(PlanAmended(plan_id=plan.id))


def _office(actor: Actor, plan: InspectionPlan) -> Office:
    for office in actor.offices_with(Permission.PLAN_MANAGE):
        if office.authority_id == plan.authority_id:
            return office
    raise NotPermitted(Permission.PLAN_MANAGE)
