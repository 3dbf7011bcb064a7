"""A task manager assigns a re-inspection: a case visit that verifies an order was followed."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain import checklists
from domain.actors import AuthorityIsClosed, Office
from domain.authorities.officers import OfficerIsSuspended
from domain.inspections import assignments as visits
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.terms import NoticeMode, TaskTrigger
from domain.inspections.transitions import TASK
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.rectification import rechecks as rules
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition, transition
from persistence.inspections import assignments, cases
from persistence.inspections.table import Inspection, InspectionTask
from persistence.rectification import writes as rectification
from persistence.rectification.table import CorrectionOrder
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections.types import Inspection as InspectionType
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.offices import office_of
from schema.rectification import transitions, types
from schema.rectification.transitions import EXPECTED_VERSION

_MOST_OFFICERS = 20


@strawberry.input(description="A re-inspection to assign for an order.")
class PlanRecheckInput:
    operation_id: UUID = field(OPERATION_ID)
    order_id: strawberry.ID = field("Opaque id of an order on which the institution has reported.")
    expected_version: int = field(EXPECTED_VERSION)
    officer_ids: list[strawberry.ID] = field(
        "Officers assigned, from 2 to 20; at least one of them was not at the first visit."
    )
    leader_id: strawberry.ID = field("The assigned officer who leads the visit.")
    reason: str = field(
        "What is to be verified, up to 1,000 characters; the assigned officers read it."
    )
    window_from: dt.date = field("First day on which the visit may take place.")
    window_to: dt.date = field("Last day on which the visit may take place, inclusive.")
    notice_mode: NoticeMode = field("Whether the institution is notified in advance or on arrival.")


@strawberry.type(description="The re-inspection is assigned to its officers.")
class RecheckPlanned:
    order_id: Annotated[UUID, StoredAs("order_id")]
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    order: types.CorrectionOrder | None = refetched(
        "order_id", "The order after the change, as the caller sees it."
    )
    inspection: InspectionType | None = refetched(
        "inspection_id", "The re-inspection that was assigned."
    )


@mutation(
    permission=Permission.INSPECTION_ASSIGN,
    description="Assign a re-inspection: officers verify whether an order was followed.",
    refuses=(
        IllegalTransition,
        rules.RecheckTeamUnchanged,
        ChangedMeanwhile,
        visits.TooFewOfficers,
        visits.MayNotLead,
        visits.OfficerOutsideAuthority,
        visits.OfficerRecused,
        OfficerIsSuspended,
        visits.OwnAssignment,
        CertificateNotValid,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
        OutsideJurisdiction,
    ),
)
async def plan_recheck(info: Info, input: PlanRecheckInput) -> RecheckPlanned:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.number("officerIds", len(input.officer_ids), least=0, most=_MOST_OFFICERS)
    faults.refuse()
    order_id = key_of("CorrectionOrder", input.order_id, "orderId")
    officer_ids = [
        key_of("Officer", each, f"officerIds[{i}]") for i, each in enumerate(input.officer_ids)
    ]
    leader_id = key_of("Officer", input.leader_id, "leaderId")
    async with begin_transaction(info, input) as transaction:
        order = await rectification.claim(transaction.session, transaction.actor, order_id)
        before = await rectification.ever_sent(transaction.session, order)
        to_state = rules.plan(order.facts_of_recheck(before), officer_ids, by=transaction.actor)
        transitions.refuse_changed(order.version, input.expected_version)
        inspection = await _assign(transaction, input, order, officer_ids, leader_id, reason)
        transitions.record_transition(transaction, order, to_state, "plan_recheck")
        is_known = await rectification.is_last_recheck_known(transaction.session, order)
        order.record_recheck(to_state, inspection.id, is_last_known=is_known)
        transaction.audit("order.recheck_planned", on=order.id)
        return transaction.succeed(RecheckPlanned(order_id=order.id, inspection_id=inspection.id))


async def _assign(
    transaction: Transaction,
    input: PlanRecheckInput,
    order: CorrectionOrder,
    officer_ids: list[UUID],
    leader_id: UUID,
    reason: str,
) -> Inspection:
    """Assign the visit as any case visit, at the site and on the checklist of the first visit."""
    institution = await assignments.institution(transaction.session, order.institution_id)
    first = await rectification.visit_of(transaction.session, order)
    visit = visits.CaseVisit(
        office=_office(transaction, order),
        region_code=institution.region_code,
        sector=institution.sector,
        trigger=TaskTrigger.RECHECK,
        reason=reason,
        window_from=input.window_from,
        window_to=input.window_to,
        officers=await assignments.candidates(
            transaction.session, transaction.actor, officer_ids, institution.id
        ),
        leader_id=leader_id,
    )
    assignment = visits.assign(visit, by=transaction.actor, today=transaction.today)
    name = f"复查：{institution.name}"[:100]
    task = cases.task(
        visit,
        assignment,
        name=name,
        by=transaction.actor.account_id,
        at=transaction.now,
        today=transaction.today,
    )
    _issue(transaction, task)
    inspection = cases.inspection(
        visit,
        task,
        institution,
        checklists.current(first.checklist_code),
        site_id=first.site_id,
        notice_mode=input.notice_mode,
        at=transaction.now,
    )
    transaction.record_transition(
        "Inspection", inspection.id, from_state=None, to_state=inspection.state, event="assign"
    )
    await cases.add(transaction.session, task, inspection, assignment, at=transaction.now)
    await transaction.session.flush()
    transaction.audit("inspection.assigned", on=inspection.id)
    for officer_id in assignment.officer_ids:
        transaction.enqueue(
            "inspection.assigned",
            about=inspection.id,
            inspection_id=str(inspection.id),
            officer_id=str(officer_id),
        )
    return inspection


def _office(transaction: Transaction, order: CorrectionOrder) -> Office:
    for office in transaction.actor.offices_with(Permission.INSPECTION_ASSIGN):
        if office.authority_id == order.authority_id:
            return office
    return office_of(transaction.actor, Permission.INSPECTION_ASSIGN)


def _issue(transaction: Transaction, task: InspectionTask) -> None:
    """Approve and issue a case task in one transaction, for nothing is drawn."""
    for event in ("approve", "issue"):
        to_state = transition(TASK, task.state, event)
        transaction.record_transition(
            "InspectionTask", task.id, from_state=task.state, to_state=to_state, event=event
        )
        task.state = to_state
