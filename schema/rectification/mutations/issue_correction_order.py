"""An officer of the visit orders a correction; the phone may send it later."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.certificates import CertificateNotValid
from domain.permissions import Permission
from domain.rectification import orders as rules
from domain.rectification.terms import OrderKind, OrderState
from domain.refusals import IdTaken
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection
from persistence.rectification.table import CorrectionOrder
from persistence.visits import writes as visits
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.rectification import transitions, types


@strawberry.input(description="A correction that an institution is ordered to make.")
class IssueCorrectionOrderInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = strawberry.field(default=None, description=OWN_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection at which it was ordered.")
    kind: OrderKind = field("Whether to correct at once (IMMEDIATE) or by a set day (DEADLINE).")
    violation_codes: list[str] = strawberry.field(
        default_factory=list, description="Codes of the violations to correct, up to 50."
    )
    requirements: str = field(
        "What is to be corrected, up to 2,000 characters; the institution reads it."
    )
    due_on: dt.date | None = strawberry.field(
        default=None,
        description="Last day to correct, for DEADLINE only: 30 days are usual, 90 the most.",
    )
    claimed_at: dt.datetime = field("When it was ordered, by the officer's phone.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )


@strawberry.type(description="The order is issued to the institution.")
class CorrectionOrderIssued:
    order_id: Annotated[UUID, StoredAs("order_id")]
    order: types.CorrectionOrder | None = refetched(
        "order_id", "The order after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_ISSUE,
    description="Order the institution to correct a violation, at once or by a set day.",
    refuses=(
        rules.NoOrderAfterwards,
        rules.OfficerNotOnSite,
        rules.OrderTooLong,
        CertificateNotValid,
        IdTaken,
    ),
)
async def issue_correction_order(
    info: Info, input: IssueCorrectionOrderInput
) -> CorrectionOrderIssued:
    faults = InputFaults()
    requirements = faults.text("requirements", input.requirements, longest=2000)
    faults.number(
        "violationCodes.length", len(input.violation_codes), least=0, most=rules.MOST_CODES
    )
    if input.claimed_at.tzinfo is None:
        faults.add("claimedAt", "须注明时区", "must have a time zone")
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    order_id = own_key("CorrectionOrder", input.id)
    draft = rules.OrderDraft(
        input.kind,
        tuple(input.violation_codes),
        requirements,
        input.claimed_at,
        input.device_clock_offset_ms or 0,
        input.due_on,
    )
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        team = await inspections.team(transaction.session, inspection)
        visit = rules.OrderingVisit(
            inspection.state,
            inspection.created_at,
            team,
            await visits.arrivals(transaction.session, inspection.id),
        )
        decided = rules.issue(visit, draft, by=transaction.actor, now=transaction.now)
        order = _order(order_id, inspection, draft, decided, input, at=transaction.now)
        transaction.session.add(order)
        transaction.record_transition(
            "CorrectionOrder", order.id, from_state=None, to_state=order.state, event="issue"
        )
        transaction.audit("order.issued", on=order.id, kind=order.kind)
        transitions.notify(transaction, order, "order.issued")
        return transaction.succeed(CorrectionOrderIssued(order_id=order.id))


def _order(
    order_id: UUID,
    inspection: Inspection,
    draft: rules.OrderDraft,
    decided: rules.IssuedOrder,
    input: IssueCorrectionOrderInput,
    *,
    at: dt.datetime,
) -> CorrectionOrder:
    return CorrectionOrder(
        id=order_id,
        inspection_id=inspection.id,
        institution_id=inspection.institution_id,
        authority_id=inspection.authority_id,
        authority_region_code=inspection.authority_region_code,
        region_code=inspection.region_code,
        sector=inspection.sector,
        kind=draft.kind,
        violation_codes=list(draft.violation_codes),
        requirements=draft.requirements,
        issued_by=decided.officer_id,
        claimed_at=draft.claimed_at,
        device_clock_offset_ms=input.device_clock_offset_ms,
        clock_is_off=decided.clock_is_off,
        received_at=at,
        issued_on=decided.issued_on,
        due_on=decided.due_on,
        due_rule=decided.due_rule,
        state=OrderState.ISSUED,
        version=1,
    )
