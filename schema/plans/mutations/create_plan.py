"""A task manager writes the annual plan of their own authority."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities import Sector
from domain.inspections.terms import TaskCategory
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.plans import rules
from domain.plans.campaigns import OrderNotFromAbove
from domain.plans.terms import PlanState
from persistence.engine.identifiers import new_key
from persistence.plans import writes as plans
from persistence.plans.table import InspectionPlan
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.offices import AUTHORITY_ID, SECTOR, office_of, sector_of
from schema.plans import campaigns, lines, types
from schema.plans.lines import PlanLineInput


@strawberry.input(description="An annual plan to write as a draft.")
class CreatePlanInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID | None = strawberry.field(default=None, description=AUTHORITY_ID)
    sector: Sector | None = strawberry.field(default=None, description=SECTOR)
    year: int = field("Year of the plan: this one or the next.")
    name: str = field("Name of the plan, up to 100 characters.")
    document_no: str | None = strawberry.field(
        default=None, description="Number of the official document, up to 50 characters."
    )
    is_joint: bool = strawberry.field(
        default=False, description="Whether several departments take part in the inspections."
    )
    category: TaskCategory | None = optional(
        "Routine, which it is if left out, or campaign; the plan of a campaign of one's own may need approval and"
        " filing before it is published.",
    )
    ordered_by_id: strawberry.ID | None = optional(campaigns.ORDERED_BY)
    order_no: str | None = optional(campaigns.ORDER_NO)
    lines: list[PlanLineInput] = field("Lines of the plan, from 1 to 100.")


@strawberry.type(description="The plan is written as a draft.")
class PlanCreated:
    plan_id: Annotated[UUID, StoredAs("plan_id")]
    plan: types.InspectionPlan | None = refetched(
        "plan_id", "The plan after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.PLAN_MANAGE,
    description="Write the annual plan of the caller's own authority.",
    refuses=(
        rules.ItemNotOnList,
        rules.ItemNotInForce,
        rules.RatioAboveItem,
        OrderNotFromAbove,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def create_plan(info: Info, input: CreatePlanInput) -> PlanCreated:
    faults = InputFaults()
    name = faults.name("name", input.name, longest=100)
    document_no = faults.optional_name("documentNo", input.document_no, longest=50)
    notes = lines.notes(input.lines, faults)
    category = input.category or TaskCategory.ROUTINE
    if category is TaskCategory.CASE:
        faults.add("category", "个案检查不列入计划", "must not be CASE: a case is not planned")
    ordered_by_id, order_no = campaigns.ordered(
        faults, category, input.ordered_by_id, input.order_no
    )
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        office = office_of(transaction.actor, Permission.PLAN_MANAGE, input.authority_id)
        sector = sector_of(office, input.sector)
        written = await lines.written(transaction.session, input.lines)
        decided = rules.draft(
            office, input.year, written, by=transaction.actor, today=transaction.today
        )
        await campaigns.refuse_unless_above(transaction.session, office, ordered_by_id)
        plan = InspectionPlan(
            id=new_key(),
            authority_id=office.authority_id,
            authority_region_code=office.subtree.first,
            sector=sector,
            year=input.year,
            name=name,
            document_no=document_no,
            is_joint=input.is_joint,
            category=category,
            ordered_by_id=ordered_by_id,
            order_no=order_no,
            state=PlanState.DRAFT,
            version_no=1,
            created_by=transaction.actor.account_id,
            created_at=transaction.now,
            version=1,
        )
        transaction.session.add(plan)
        await transaction.session.flush()
        transaction.session.add_all(plans.lines(plan, decided, notes))
        transaction.record_transition(
            "InspectionPlan", plan.id, from_state=None, to_state=plan.state, event="create"
        )
        transaction.audit("plan.created", on=plan.id, year=plan.year)
        return transaction.succeed(PlanCreated(plan_id=plan.id))
