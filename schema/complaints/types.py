"""Complaints as each party may see them."""

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


@strawberry.type(description="One change in the state of a complaint.")
class ComplaintStep:
    at: dt.datetime = said("The moment of the change.")
    from_state: ComplaintState | None = said(
        "The state before the change; null for the first entry."
    )
    to_state: ComplaintState = said("The state after the change.")


@strawberry.type(description="A complaint. Nothing in this schema discloses who made it.")
class Complaint(Node):
    id: strawberry.ID = said("Opaque id of the complaint, `cmp_…`.")
    complaint_no: str = said("The number to quote when asking about the complaint.")
    kind: ComplaintKind = said("Whether it is a dispute, a report or an inquiry.")
    channel: ComplaintChannel = said("The channel through which the complaint came in.")
    category: ComplaintCategory = said("The subject of the complaint.")
    identification: Identification = said(
        "Whether the complaint was made in a real name or anonymously."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The registered institution complained about; null if it is not registered.")
    )
    respondent_name: str | None = said(
        "The name of a respondent that is not registered; null otherwise."
    )
    respondent_address: str | None = said(
        "The address of a respondent that is not registered; null otherwise."
    )
    region: Region | None = said("The region whose authorities are responsible.")
    sector: Sector = said("The sector to which the complaint belongs.")
    intake_authority: Authority | None = said(
        "The authority that received the complaint and decides on its acceptance."
    )
    assigned_authority: Authority | None = said(
        "The authority that handles the complaint; null until it is assigned."
    )
    statement: str | None = said(
        "The complainant's own words, for the complainant, the intake authority and "
        "oversight; null for everyone else.",
        Permission.COMPLAINT_READ_STATEMENT,
    )
    redacted_statement: str | None = said(
        "A copy without personal details, which may leave the intake authority; null until "
        "one is made."
    )
    claim_fen: FenAmount | None = said(
        "The amount claimed in a dispute, in fen (1/100 yuan); null if nothing is claimed."
    )
    occurred_on: dt.date | None = said("The day on which it happened; null if not stated.")
    is_urgent: bool = said("Whether the complaint is handled ahead of others.")
    state: ComplaintState = said("The stage of handling that the complaint has reached.")
    non_acceptance_ground: NonAcceptanceGround | None = said(
        "The ground on which it was not accepted; null otherwise."
    )
    received_at: dt.datetime = said("The moment at which the complaint was received.")
    accept_due_on: dt.date = said(
        "The last day for the decision on acceptance, for verification or for the answer."
    )
    accept_due_is_provisional: bool = said(
        "Whether `acceptDueOn` lies beyond the published holiday calendar and may still change."
    )
    deadline_rule: str = said("The code of the rule that set `acceptDueOn`.")
    steps: list[ComplaintStep] = said("The changes of state, oldest first.")
    evidence: EvidenceSummary = said(
        "The evidence for the complaint, and how much of it has arrived."
    )
    version: int = said("Number of the current version; it rises with every change.")


@strawberry.input(description="Conditions that the complaints must meet.")
class ComplaintFilter:
    states: list[ComplaintState] | None = strawberry.field(
        default=UNSET, description="Returns only complaints in one of these states."
    )
    kind: ComplaintKind | None = strawberry.field(
        default=UNSET, description="Returns only complaints of this kind."
    )
    categories: list[ComplaintCategory] | None = strawberry.field(
        default=UNSET, description="Returns only complaints about one of these subjects."
    )
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Returns only complaints about this institution."
    )
    region_code: str | None = strawberry.field(
        default=UNSET,
        description="Returns only complaints from this region or the regions below it.",
    )
    is_urgent: bool | None = strawberry.field(
        default=UNSET, description="Returns only urgent complaints, or only those that are not."
    )
    received_from: dt.datetime | None = strawberry.field(
        default=UNSET, description="Returns only complaints received at or after this moment."
    )
    received_before: dt.datetime | None = strawberry.field(
        default=UNSET, description="Returns only complaints received before this moment."
    )


@strawberry.enum(description="The property by which complaints are ordered.")
class ComplaintOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value(
        "RECEIVED_AT", description="Order by the moment of receipt."
    )
    ACCEPT_DUE_ON = strawberry.enum_value(
        "ACCEPT_DUE_ON", description="Order by the last day for the decision on acceptance."
    )


@strawberry.input(description="The order in which complaints are listed.")
class ComplaintOrder:
    field: ComplaintOrderField = strawberry.field(
        description="The property to order complaints by."
    )
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Whether the order is ascending or descending."
    )


ComplaintConnection = Connection[Complaint]
