"""Correction orders with their reports, and the measures proposed where they were not followed."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.rectification.terms import (
    ClosedBy,
    EscalationCause,
    EscalationMeasure,
    EscalationState,
    OrderKind,
    OrderState,
)
from schema.accounts.types import Officer
from schema.answering import said
from schema.connections import Connection, Node
from schema.evidence.types import EvidenceSummary
from schema.ordering import Direction
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection
    from schema.institutions.types import Institution


@strawberry.type(description="A report of an institution on what it corrected.")
class RectificationReport:
    position: int = said("Number of the report on its order, counted from 1.")
    statement: str = said("What was corrected, in the institution's words.")
    is_late: bool = said("Whether it came after the last day to correct.")
    submitted_at: dt.datetime = said("When the institution submitted the report.")


@strawberry.type(
    description="A measure proposed by rule because an order was not followed, and decided"
    " by a person. The institution sees only what was adopted."
)
class EscalationProposal(Node):
    id: strawberry.ID = said("Opaque id of the proposed measure, `esc_…`.")
    order: "CorrectionOrder | None" = said("The order that was not followed.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution to which the order was issued.")
    )
    authority: Authority | None = said("The authority whose head decides.")
    sector: Sector = said("Sector in which the order was issued.")
    cause: EscalationCause = said("Why the measure is proposed.")
    measure: EscalationMeasure = said("The measure proposed or, once decided, the one adopted.")
    basis: str = said("Document and article on which the measure rests.")
    state: EscalationState = said("State of the proposal: proposed, adopted or dismissed.")
    reason: str | None = said("Reason of the decision; always given for a dismissal.")
    proposed_at: dt.datetime = said("When the measure was proposed.")
    decided_at: dt.datetime | None = said("When the proposal was decided; null until then.")
    version: int = said(
        "Version of the row, raised by every change; `decideEscalation` expects it."
    )


@strawberry.type(description="An order (责令改正) to correct violations found at a visit.")
class CorrectionOrder(Node):
    id: strawberry.ID = said("Opaque id of the order, `order_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit at which the correction was ordered; null where the caller may not see it."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution to which the order was issued.")
    )
    authority: Authority | None = said("The authority that issued the order.")
    sector: Sector = said("Sector in which the order was issued.")
    kind: OrderKind = said("Whether to correct at once (IMMEDIATE) or by a set day (DEADLINE).")
    violation_codes: list[str] = said("Codes of the violations to correct.")
    requirements: str = said("What is to be corrected, in words.")
    issued_by: Officer | None = said(
        "The officer who issued it; null where the caller may not see officers."
    )
    issued_on: dt.date = said("Day on which the correction was ordered, in Asia/Shanghai time.")
    claimed_at: dt.datetime = said("When it was ordered, by the officer's phone.")
    clock_is_off: bool = said(
        "Whether the phone's clock was off by more than five minutes, or its time cannot be right."
    )
    received_at: dt.datetime = said("When the server received the order.")
    due_on: dt.date = said("Last day to correct, inclusive, with any extension.")
    due_rule: str = said("Code of the rule that set the last day.")
    extended_from: dt.date | None = said("Last day before the extension; null if there was none.")
    extension_reason: str | None = said("Reason of the extension; null if there was none.")
    extended_at: dt.datetime | None = said("When the deadline was extended; null if it never was.")
    state: OrderState = said(
        "State of the order; an unannounced re-inspection is not disclosed to the institution."
    )
    submitted_at: dt.datetime | None = said(
        "When the institution last reported; null until it does."
    )
    reports: list[RectificationReport] = said("Reports of the institution, oldest first.")
    evidence: EvidenceSummary = said("Evidence of the correction, and how complete it is.")
    recheck: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The latest re-inspection; null if there is none or the caller may not see it."
    )
    closed_at: dt.datetime | None = said("When the order was closed; null while it is open.")
    closed_by: ClosedBy | None = said("How the order was closed; null while it is open.")
    closing_note: str | None = said(
        "What was seen or read when the order was closed; null if nothing was noted."
    )
    escalations: list[EscalationProposal] = said(
        "Measures proposed because the order was not followed; the institution sees only those"
        " adopted."
    )
    version: int = said(
        "Version of the row, raised by every change; decisions on the order expect it."
    )


@strawberry.input(description="Conditions on correction orders; all that are given must hold.")
class CorrectionOrderFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only orders to this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only orders of this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Only orders to institutions in this region or below it."
    )
    states: list[OrderState] | None = strawberry.field(
        default=UNSET, description="Only orders in one of these states."
    )
    kind: OrderKind | None = strawberry.field(
        default=UNSET, description="Only orders of this kind."
    )
    due_to: dt.date | None = strawberry.field(
        default=UNSET, description="Only orders due on or before this day."
    )


@strawberry.enum(description="Values by which correction orders can be ordered.")
class CorrectionOrderOrderField(Enum):
    DUE_ON = strawberry.enum_value("DUE_ON", description="By the last day to correct.")
    ISSUED_AT = strawberry.enum_value("ISSUED_AT", description="By the time of issue.")


@strawberry.input(description="The order in which correction orders are listed.")
class CorrectionOrderOrder:
    field: CorrectionOrderOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.ASC, description="Ascending or descending; ascending by default."
    )


@strawberry.input(description="Conditions on proposed measures; all that are given must hold.")
class EscalationProposalFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only measures proposed to this authority."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only measures against this institution."
    )
    states: list[EscalationState] | None = strawberry.field(
        default=UNSET, description="Only measures in one of these states."
    )
    cause: EscalationCause | None = strawberry.field(
        default=UNSET, description="Only measures proposed for this cause."
    )


@strawberry.enum(description="Values by which proposed measures can be ordered.")
class EscalationProposalOrderField(Enum):
    PROPOSED_AT = strawberry.enum_value("PROPOSED_AT", description="By the time of the proposal.")


@strawberry.input(description="The order in which proposed measures are listed.")
class EscalationProposalOrder:
    field: EscalationProposalOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.ASC, description="Ascending or descending; ascending by default."
    )


CorrectionOrderConnection = Connection[CorrectionOrder]
EscalationProposalConnection = Connection[EscalationProposal]
