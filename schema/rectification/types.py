"""Correction orders with what was reported of them, and measures proposed where they were not kept."""

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


@strawberry.type(description="What an institution says it corrected.")
class RectificationReport:
    position: int = said("Its place among the reports on the order, from 1.")
    statement: str = said("What was done.")
    is_late: bool = said("Whether it came after the day the order was due.")
    submitted_at: dt.datetime = said("When.")


@strawberry.type(
    description="A measure proposed because an order was not kept; a person decides it. The"
    " institution sees what was adopted."
)
class EscalationProposal(Node):
    id: strawberry.ID = said("Opaque id, `esc_…`.")
    order: "CorrectionOrder | None" = said("The order.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution.")
    )
    authority: Authority | None = said("The organ that decides.")
    sector: Sector = said("Sector.")
    cause: EscalationCause = said("Why it is proposed.")
    measure: EscalationMeasure = said(
        "The measure proposed or, once adopted, the one that follows."
    )
    basis: str = said("Document and article that let it follow.")
    state: EscalationState = said("Where it stands.")
    reason: str | None = said("Why it was decided so.")
    proposed_at: dt.datetime = said("When it was proposed.")
    decided_at: dt.datetime | None = said("When it was decided.")
    version: int = said("Counts the changes.")


@strawberry.type(description="What an institution was ordered to correct at a visit.")
class CorrectionOrder(Node):
    id: strawberry.ID = said("Opaque id, `order_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit at which it was ordered."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution.")
    )
    authority: Authority | None = said("The organ that ordered it.")
    sector: Sector = said("Sector.")
    kind: OrderKind = said("At once, or by a day.")
    violation_codes: list[str] = said("Codes of the violations it is about.")
    requirements: str = said("What is to be corrected, in words.")
    issued_by: Officer | None = said("The officer; null where the caller may not see officers.")
    issued_on: dt.date = said("The day it was ordered.")
    claimed_at: dt.datetime = said("When it was ordered, by the officer's phone.")
    clock_is_off: bool = said("Whether that clock cannot be trusted.")
    received_at: dt.datetime = said("When it arrived here.")
    due_on: dt.date = said("Last day to correct.")
    due_rule: str = said("Code of the rule that the day comes from.")
    extended_from: dt.date | None = said("The last day before it was extended.")
    extension_reason: str | None = said("Why it was extended.")
    extended_at: dt.datetime | None = said("When it was extended.")
    state: OrderState = said("Where it stands.")
    submitted_at: dt.datetime | None = said("When the institution reported last.")
    reports: list[RectificationReport] = said("What the institution reported.")
    evidence: EvidenceSummary = said("The institution's evidence, and how far that has come.")
    recheck: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The re-inspection planned last."
    )
    closed_at: dt.datetime | None = said("When it was closed.")
    closed_by: ClosedBy | None = said("How it came to be closed.")
    closing_note: str | None = said("What was seen or read when it was closed.")
    escalations: list[EscalationProposal] = said(
        "Measures proposed, or, to the institution, adopted."
    )
    version: int = said("Counts the changes.")


@strawberry.input(description="Which correction orders.")
class CorrectionOrderFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="To this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="To institutions in this region's subtree."
    )
    states: list[OrderState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )
    kind: OrderKind | None = strawberry.field(default=UNSET, description="Of this kind.")
    due_to: dt.date | None = strawberry.field(
        default=UNSET, description="Due on or before this day."
    )


@strawberry.enum(description="What correction orders are ordered by.")
class CorrectionOrderOrderField(Enum):
    DUE_ON = strawberry.enum_value("DUE_ON", description="The last day.")
    ISSUED_AT = strawberry.enum_value("ISSUED_AT", description="When they were ordered.")


@strawberry.input(description="Order of correction orders.")
class CorrectionOrderOrder:
    field: CorrectionOrderOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


@strawberry.input(description="Which proposed measures.")
class EscalationProposalFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="On this institution."
    )
    states: list[EscalationState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )
    cause: EscalationCause | None = strawberry.field(default=UNSET, description="For this reason.")


@strawberry.enum(description="What proposed measures are ordered by.")
class EscalationProposalOrderField(Enum):
    PROPOSED_AT = strawberry.enum_value("PROPOSED_AT", description="When they were proposed.")


@strawberry.input(description="Order of proposed measures.")
class EscalationProposalOrder:
    field: EscalationProposalOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


CorrectionOrderConnection = Connection[CorrectionOrder]
EscalationProposalConnection = Connection[EscalationProposal]
