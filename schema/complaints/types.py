"""Complaints as each party may see them."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

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
from schema.connections import Node
from schema.directions import Direction
from schema.evidence.types import EvidenceSummary
from schema.fields import field, optional
from schema.pages import order_of
from schema.regions.types import Authority, Region
from schema.scalars import FenAmount

if TYPE_CHECKING:
    from schema.institutions.types import Institution


@strawberry.type(description="One change in the state of a complaint.")
class ComplaintStep:
    at: dt.datetime = field("The moment of the change.")
    from_state: ComplaintState | None = field(
        "The state before the change; null for the first entry."
    )
    to_state: ComplaintState = field("The state after the change.")


@strawberry.type(description="A complaint. Nothing in this schema discloses who made it.")
class Complaint(Node):
    id: strawberry.ID = field("Opaque id of the complaint, `cmp_…`.")
    complaint_no: str = field("The number to quote when asking about the complaint.")
    kind: ComplaintKind = field("Whether it is a dispute, a report or an inquiry.")
    channel: ComplaintChannel = field("The channel through which the complaint came in.")
    category: ComplaintCategory = field("The subject of the complaint.")
    identification: Identification = field(
        "Whether the complaint was made in a real name or anonymously."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The registered institution complained about; null if it is not registered.")
    )
    respondent_name: str | None = field(
        "The name of a respondent that is not registered; null otherwise."
    )
    respondent_address: str | None = field(
        "The address of a respondent that is not registered; null otherwise."
    )
    region: Region | None = field("The region whose authorities are responsible.")
    sector: Sector = field("The sector to which the complaint belongs.")
    intake_authority: Authority | None = field(
        "The authority that received the complaint and decides on its acceptance."
    )
    assigned_authority: Authority | None = field(
        "The authority that handles the complaint; null until it is assigned."
    )
    statement: str | None = field(
        "The complainant's own words, for the complainant, the intake authority and "
        "oversight, and by `complaintByReceipt` for the holder of the receipt, whom the receipt "
        "permits it; null for everyone else.",
        Permission.COMPLAINT_READ_STATEMENT,
    )
    redacted_statement: str | None = field(
        "A copy without personal details, which may leave the intake authority; null until "
        "one is made."
    )
    claim_fen: FenAmount | None = field(
        "The amount claimed in a dispute, in fen (1/100 yuan); null if nothing is claimed."
    )
    occurred_on: dt.date | None = field("The day on which it happened; null if not stated.")
    is_urgent: bool = field("Whether the complaint is handled ahead of others.")
    state: ComplaintState = field("The stage of handling that the complaint has reached.")
    non_acceptance_ground: NonAcceptanceGround | None = field(
        "The ground on which it was not accepted; null otherwise."
    )
    received_at: dt.datetime = field("The moment at which the complaint was received.")
    accept_due_on: dt.date = field(
        "The last day for the decision on acceptance, for verification or for the answer."
    )
    accept_due_is_provisional: bool = field(
        "Whether `acceptDueOn` lies beyond the published holiday calendar and may still change."
    )
    is_overdue: bool = field(
        "Whether acceptance is not decided although `acceptDueOn` is over; false while more"
        " information is awaited from the complainant."
    )
    deadline_rule: str = field("The code of the rule that set `acceptDueOn`.")
    steps: list[ComplaintStep] = field("The changes of state, oldest first.")
    evidence: EvidenceSummary = field(
        "The evidence for the complaint, and how much of it has arrived."
    )
    version: int = field("Number of the current version; it rises with every change.")


@strawberry.input(description="Conditions that the complaints must meet.")
class ComplaintFilter:
    states: list[ComplaintState] | None = optional(
        "Returns only complaints in one of these states."
    )
    kind: ComplaintKind | None = optional("Returns only complaints of this kind.")
    categories: list[ComplaintCategory] | None = optional(
        "Returns only complaints about one of these subjects."
    )
    institution_id: strawberry.ID | None = optional(
        "Returns only complaints about this institution."
    )
    region_code: str | None = optional(
        "Returns only complaints from this region or the regions below it."
    )
    is_urgent: bool | None = optional("Returns only urgent complaints, or only those that are not.")
    received_from: dt.datetime | None = optional(
        "Returns only complaints received at or after this moment."
    )
    received_before: dt.datetime | None = optional(
        "Returns only complaints received before this moment."
    )
    accept_due_before: dt.date | None = optional(
        "Returns only complaints whose `acceptDueOn` lies before this day."
    )
    is_overdue: bool | None = optional(
        "Returns only complaints that are overdue, or only those that are not."
    )


ComplaintOrder = order_of(
    "Complaint",
    "complaints",
    {
        "RECEIVED_AT": "Order by the moment of receipt.",
        "ACCEPT_DUE_ON": "Order by the last day for the decision on acceptance.",
    },
    default=Direction.DESC,
)
