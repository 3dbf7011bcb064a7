"""Correction orders with their reports, and the measures proposed where they were not followed."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

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
from schema.connections import Node
from schema.evidence.types import EvidenceSummary
from schema.fields import field, optional
from schema.legal_bases import INSTEAD, LegalBasis
from schema.pages import order_of
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection
    from schema.institutions.types import Institution
    from schema.standings.types import Ruling, Standing


@strawberry.type(description="A report of an institution on what it corrected.")
class RectificationReport:
    position: int = field("Number of the report on its order, counted from 1.")
    statement: str = field("What was corrected, in the institution's words.")
    is_late: bool = field("Whether it came after the last day to correct.")
    submitted_at: dt.datetime = field("When the institution submitted the report.")


@strawberry.type(
    description="A measure proposed by rule because an order was not followed, and decided"
    " by a person. The institution sees only what was adopted."
)
class EscalationProposal(Node):
    id: strawberry.ID = field("Opaque id of the proposed measure, `esc_…`.")
    order: "CorrectionOrder | None" = field("The order that was not followed.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution to which the order was issued.")
    )
    authority: Authority | None = field("The authority whose head decides.")
    sector: Sector = field("Sector in which the order was issued.")
    cause: EscalationCause = field("Why the measure is proposed.")
    measure: EscalationMeasure = field("The measure proposed or, once decided, the one adopted.")
    basis: str = field("Marks of the documents on which the measure rests.", deprecated=INSTEAD)
    legal_bases: list[LegalBasis] = field("Documents and articles on which the measure rests.")
    state: EscalationState = field("State of the proposal: proposed, adopted or dismissed.")
    reason: str | None = field("Reason of the decision; always given for a dismissal.")
    proposed_at: dt.datetime = field("When the measure was proposed.")
    decided_at: dt.datetime | None = field("When the proposal was decided; null until then.")
    has_effect: bool = field(
        "Whether something was decided that carries the measure out: true of what is adopted now, also of an"
        " administrative penalty, whose procedure is elsewhere; false of what was adopted before decisions"
        " were kept, until somebody decides."
    )
    review_due_on: dt.date | None = field(
        "Day by which the measure is to be looked at again: three months after a removal from the white list"
        " (X33), or since the result that led to it was found wrong or withdrawn; null where it is not."
    )
    standings: list[Annotated["Standing", strawberry.lazy("schema.standings.types")]] = field(
        "What followed at once or by a ruling: what was put on the institution, and what was ended."
    )
    rulings: list[Annotated["Ruling", strawberry.lazy("schema.standings.types")]] = field(
        "The rulings that carry it out, where it takes a livelihood."
    )
    version: int = field(
        "Version of the row, raised by every change; `decideEscalation` expects it."
    )


@strawberry.type(description="An order (责令改正) to correct violations found at a visit.")
class CorrectionOrder(Node):
    id: strawberry.ID = field("Opaque id of the order, `order_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = field(
        "The visit at which the correction was ordered; null where the caller may not see it."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution to which the order was issued.")
    )
    authority: Authority | None = field("The authority that issued the order.")
    sector: Sector = field("Sector in which the order was issued.")
    kind: OrderKind = field("Whether to correct at once (IMMEDIATE) or by a set day (DEADLINE).")
    violation_codes: list[str] = field("Codes of the violations to correct.")
    requirements: str = field("What is to be corrected, in words.")
    issued_by: Officer | None = field(
        "The officer who issued it; null where the caller may not see officers."
    )
    issued_on: dt.date = field("Day on which the correction was ordered, in Asia/Shanghai time.")
    claimed_at: dt.datetime = field("When it was ordered, by the officer's phone.")
    clock_is_off: bool = field(
        "Whether the phone's clock was off by more than five minutes, or its time cannot be right."
    )
    received_at: dt.datetime = field("When the server received the order.")
    due_on: dt.date = field("Last day to correct, inclusive, with any extension.")
    due_rule: str = field("Code of the rule that set the last day.")
    extended_from: dt.date | None = field("Last day before the extension; null if there was none.")
    extension_reason: str | None = field("Reason of the extension; null if there was none.")
    extended_at: dt.datetime | None = field("When the deadline was extended; null if it never was.")
    state: OrderState = field(
        "State of the order; an unannounced re-inspection is not disclosed to the institution."
    )
    submitted_at: dt.datetime | None = field(
        "When the institution last reported; null until it does."
    )
    reports: list[RectificationReport] = field("Reports of the institution, oldest first.")
    evidence: EvidenceSummary = field("Evidence of the correction, and how complete it is.")
    recheck: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = field(
        "The latest re-inspection; null if there is none or the caller may not see it."
    )
    closed_at: dt.datetime | None = field("When the order was closed; null while it is open.")
    closed_by: ClosedBy | None = field("How the order was closed; null while it is open.")
    closing_note: str | None = field(
        "What was seen or read when the order was closed; null if nothing was noted."
    )
    escalations: list[EscalationProposal] = field(
        "Measures proposed because the order was not followed; the institution sees only those"
        " adopted."
    )
    version: int = field(
        "Version of the row, raised by every change; decisions on the order expect it."
    )


@strawberry.input(description="Conditions on correction orders; all that are given must hold.")
class CorrectionOrderFilter:
    institution_id: strawberry.ID | None = optional("Only orders to this institution.")
    authority_id: strawberry.ID | None = optional("Only orders of this authority.")
    region_code: str | None = optional("Only orders to institutions in this region or below it.")
    states: list[OrderState] | None = optional("Only orders in one of these states.")
    kind: OrderKind | None = optional("Only orders of this kind.")
    due_to: dt.date | None = optional("Only orders due on or before this day.")


CorrectionOrderOrder = order_of(
    "CorrectionOrder",
    "correction orders",
    {
        "DUE_ON": "By the last day to correct.",
        "ISSUED_AT": "By the time of issue.",
    },
)


@strawberry.input(description="Conditions on proposed measures; all that are given must hold.")
class EscalationProposalFilter:
    authority_id: strawberry.ID | None = optional("Only measures proposed to this authority.")
    institution_id: strawberry.ID | None = optional("Only measures against this institution.")
    states: list[EscalationState] | None = optional("Only measures in one of these states.")
    cause: EscalationCause | None = optional("Only measures proposed for this cause.")
    has_effect: bool | None = optional(
        "Only measures that something was decided to carry out, or that nothing was."
    )


EscalationProposalOrder = order_of(
    "EscalationProposal",
    "proposed measures",
    {
        "PROPOSED_AT": "By the time of the proposal.",
    },
)
