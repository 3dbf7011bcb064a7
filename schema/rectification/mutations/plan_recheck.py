"""A task manager assigns a re-inspection: a case visit that verifies an order was followed."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain import checklists
from domain.actors import Office
from domain.inspections import assigning as visits
from domain.inspections.terms import NoticeMode, TaskTrigger
from domain.inspections.transitions import TASK
from domain.permissions import Permission
from domain.rectification import rechecking as rules
from domain.transitions import transition
from persistence import rectification
from persistence.inspections import assigning, cases
from persistence.tables.inspections import Inspection, InspectionTask
from persistence.tables.rectification import CorrectionOrder
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections.types import Inspection as InspectionType
from schema.offices import office_of
from schema.rectification import moving, types
from schema.rectification.moving import EXPECTED_VERSION

_MOST_OFFICERS = 20


@strawberry.input(description="A re-inspection to assign for an order.")
class PlanRecheckInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    order_id: strawberry.ID = strawberry.field(
        description="Opaque id of an order on which the institution has reported."
    )
    expected_version: int = strawberry.field(description=EXPECTED_VERSION)
    officer_ids: list[strawberry.ID] = strawberry.field(
        description="Officers assigned, from 2 to 20; at least one of them was not at the first"
        " visit."
    )
    leader_id: strawberry.ID = strawberry.field(
        description="The assigned officer who leads the visit."
    )
    reason: str = strawberry.field(
        description="What is to be verified, up to 1,000 characters; the assigned officers read it."
    )
    window_from: dt.date = strawberry.field(
        description="First day on which the visit may take place."
    )
    window_to: dt.date = strawberry.field(
        description="Last day on which the visit may take place, inclusive."
    )
    notice_mode: NoticeMode = strawberry.field(
        description="Whether the institution is notified in advance or on arrival."
    )


@strawberry.type(description="The re-inspection is assigned to its officers.")
class RecheckPlanned:
    order_id: Annotated[UUID, StoredAs("order_id")]
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    order: types.CorrectionOrder | None = shown(
        "order_id", "The order after the change, as the caller sees it."
    )
    inspection: InspectionType | None = shown(
        "inspection_id", "The re-inspection that was assigned."
    )


async def plan_recheck(info: Asked, input: PlanRecheckInput) -> RecheckPlanned:
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.number("officerIds", len(input.officer_ids), least=0, most=_MOST_OFFICERS)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    officer_ids = [
        key_of("Officer", each, f"officerIds[{i}]") for i, each in enumerate(input.officer_ids)
    ]
    leader_id = key_of("Officer", input.leader_id, "leaderId")
    async with writing(info, input) as deed:
        order = await rectification.claim(deed.session, deed.actor, order_id)
        before = await rectification.ever_sent(deed.session, order)
        to_state = rules.plan(order.facts_of_recheck(before), officer_ids, by=deed.actor)
        moving.refuse_changed(order.version, input.expected_version)
        inspection = await _assign(deed, input, order, officer_ids, leader_id, reason)
        moving.noted(deed, order, to_state, "plan_recheck")
        order.record_recheck(to_state, inspection.id)
        deed.audit("order.recheck_planned", on=order.id)
        return deed.done(RecheckPlanned(order_id=order.id, inspection_id=inspection.id))


async def _assign(
    deed: Deed,
    input: PlanRecheckInput,
    order: CorrectionOrder,
    officer_ids: list[UUID],
    leader_id: UUID,
    reason: str,
) -> Inspection:
    """Assign the visit as any case visit, at the site and on the checklist of the first visit."""
    institution = await assigning.institution(deed.session, order.institution_id)
    first = await rectification.visit_of(deed.session, order)
    visit = visits.CaseVisit(
        office=_office(deed, order),
        region_code=institution.region_code,
        sector=institution.sector,
        trigger=TaskTrigger.RECHECK,
        reason=reason,
        window_from=input.window_from,
        window_to=input.window_to,
        officers=await assigning.candidates(deed.session, deed.actor, officer_ids, institution.id),
        leader_id=leader_id,
    )
    assignment = visits.assign(visit, by=deed.actor, today=deed.today)
    name = f"复查：{institution.name}"[:100]
    task = cases.task(
        visit, assignment, name=name, by=deed.actor.account_id, at=deed.now, today=deed.today
    )
    _issue(deed, task)
    inspection = cases.inspection(
        visit,
        task,
        institution,
        checklists.current(first.checklist_code),
        site_id=first.site_id,
        notice_mode=input.notice_mode,
        at=deed.now,
    )
    deed.moved(
        "Inspection", inspection.id, from_state=None, to_state=inspection.state, event="assign"
    )
    await cases.add(deed.session, task, inspection, assignment, at=deed.now)
    await deed.session.flush()
    deed.audit("inspection.assigned", on=inspection.id)
    for officer_id in assignment.officer_ids:
        deed.sends(
            "inspection.assigned",
            about=inspection.id,
            inspection_id=str(inspection.id),
            officer_id=str(officer_id),
        )
    return inspection


def _office(deed: Deed, order: CorrectionOrder) -> Office:
    for office in deed.actor.offices_with(Permission.INSPECTION_ASSIGN):
        if office.authority_id == order.authority_id:
            return office
    return office_of(deed.actor, Permission.INSPECTION_ASSIGN)


def _issue(deed: Deed, task: InspectionTask) -> None:
    """Approve and issue a case task in one transaction, for nothing is drawn."""
    for event in ("approve", "issue"):
        to_state = transition(TASK, task.state, event)
        deed.moved("InspectionTask", task.id, from_state=task.state, to_state=to_state, event=event)
        task.state = to_state
