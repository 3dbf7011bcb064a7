"""Changes of authorities that take a second person."""

import datetime as dt

import strawberry

from domain.authorities import ChangeKind, ChangeState, Sector
from domain.permissions import Permission
from schema.accounts.types import Officer
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.pages import order_of, page_of
from schema.regions.types import Authority, Region


@strawberry.type(
    description="A change of what an authority's officials reach, proposed by a system administrator; it "
    "takes effect when a security administrator confirms it."
)
class ChangeProposal(Node):
    id: strawberry.ID = field("Opaque id of the proposal, `prop_…`.")
    kind: ChangeKind = field("Whether the authority is to be closed, or placed differently.")
    authority: Authority | None = field("The authority that is to be changed.")
    authority_version: int = field(
        "The `version` of the authority that the proposal is based on; a later one makes it out of date."
    )
    region: Region | None = field(
        "The region that the authority is to answer for; null where it is to be closed."
    )
    sectors: list[Sector] | None = field(
        "The sectors that the authority is to answer for; null where it is to be closed."
    )
    parent: Authority | None = field(
        "The authority that is to stand above it; null for none, and where it is to be closed."
    )
    successor: Authority | None = field(
        "The authority that takes over what a closing one leaves, or to which an officer moves; null for "
        "none and other changes."
    )
    officer: Officer | None = field(
        "The officer who is to move to the successor; null for other changes."
    )
    staff_no: str | None = field("The staff number of that officer there; null for other changes.")

    officers = page_of(
        Officer,
        "The officers that are to be confirmed together; none for other changes.",
        permission=Permission.OFFICER_READ,
    )

    reason: str = field("The reason given for the change.")
    state: ChangeState = field("Whether the proposal waits, was confirmed or was declined.")
    decline_reason: str | None = field("Why it was declined; null unless it was.")
    proposed_at: dt.datetime = field("The moment at which the change was proposed.")
    decided_at: dt.datetime | None = field(
        "The moment at which it was confirmed or declined; null while it waits."
    )


@strawberry.input(description="Conditions that the proposed changes must meet.")
class ChangeProposalFilter:
    authority_id: strawberry.ID | None = optional("Returns only changes of this authority.")
    state: ChangeState | None = optional("Returns only proposals in this state.")


ChangeProposalOrder = order_of(
    "ChangeProposal",
    "proposed changes",
    {"PROPOSED_AT": "Order by the moment the change was proposed."},
    default=Direction.DESC,
)
