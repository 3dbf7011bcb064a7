"""Complaints as each side may see them."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
    NonAcceptanceGround,
)
from domain.permissions import Permission
from schema.answering import said
from schema.connections import Connection, Node
from schema.evidence.types import EvidenceSummary
from schema.ordering import Direction
from schema.regions.types import Authority, Region
from schema.scalars import FenAmount

if TYPE_CHECKING:
    from schema.institutions.types import Institution


@strawberry.type(description="One change of a complaint's state.")
class ComplaintStep:
    at: dt.datetime = said("When.")
    from_state: ComplaintState | None = said("The state before.")
    to_state: ComplaintState = said("The state after.")


@strawberry.type(description="A complaint; who raised it cannot be asked for.")
class Complaint(Node):
    id: strawberry.ID = said("Opaque id, `cmp_…`.")
    complaint_no: str = said("Number to quote.")
    kind: ComplaintKind = said("Dispute, report or inquiry.")
    channel: ComplaintChannel = said("How it came in.")
    category: ComplaintCategory = said("What it is about.")
    identification: Identification = said("Whether a name was given.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("Against which registered institution.")
    )
    respondent_name: str | None = said("Against whom, when not registered.")
    respondent_address: str | None = said("Where, when not registered.")
    region: Region | None = said("Region.")
    sector: Sector = said("Sector.")
    intake_authority: Authority | None = said("The intake unit.")
    assigned_authority: Authority | None = said("The authority that handles it.")
    statement: str | None = said(
        "The complainant's own words; null to those who handle a redacted copy.",
        Permission.COMPLAINT_READ_STATEMENT,
    )
    redacted_statement: str | None = said("The copy that may leave the intake unit.")
    claim_fen: FenAmount | None = said("What is claimed, in a dispute.")
    occurred_on: dt.date | None = said("When it happened.")
    is_urgent: bool = said("Whether it skips the queue.")
    state: ComplaintState = said("Where it stands.")
    non_acceptance_ground: NonAcceptanceGround | None = said("Why it was not accepted.")
    received_at: dt.datetime = said("When it was received.")
    accept_due_on: dt.date = said("Last day to decide on acceptance, verification or answer.")
    accept_due_is_provisional: bool = said(
        "Whether that day lies beyond the loaded holiday notices."
    )
    deadline_rule: str = said("Code of the rule that set that day.")
    steps: list[ComplaintStep] = said("Its changes of state, oldest first.")
    evidence: EvidenceSummary = said("Its evidence, and how far that has come.")
    version: int = said("Counts the changes.")


@strawberry.input(description="Which complaints.")
class ComplaintFilter:
    states: list[ComplaintState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )
    kind: ComplaintKind | None = strawberry.field(default=UNSET, description="Of this kind.")
    categories: list[ComplaintCategory] | None = strawberry.field(
        default=UNSET, description="About one of these."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Against this institution."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="In this region's subtree."
    )
    is_urgent: bool | None = strawberry.field(default=UNSET, description="Urgent or not.")
    received_from: dt.datetime | None = strawberry.field(
        default=UNSET, description="Received at or after this moment."
    )
    received_before: dt.datetime | None = strawberry.field(
        default=UNSET, description="Received before this moment."
    )


@strawberry.enum(description="What complaints are ordered by.")
class ComplaintOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value("RECEIVED_AT", description="When they were received.")
    ACCEPT_DUE_ON = strawberry.enum_value(
        "ACCEPT_DUE_ON", description="Last day to decide on acceptance."
    )


@strawberry.input(description="Order of complaints.")
class ComplaintOrder:
    field: ComplaintOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


ComplaintConnection = Connection[Complaint]
