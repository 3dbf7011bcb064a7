"""What stands beside public records: outlets, replies, objections, corrections, repair, measures."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.inspections.terms import Measure
from domain.publication.terms import (
    DeclineGround,
    FollowUpState,
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
)
from schema.answering import said
from schema.connections import Connection, Node
from schema.ordering import Direction
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection, PublicRecord
    from schema.institutions.types import Institution


@strawberry.type(description="One version of a public record in one outlet.")
class Publication:
    outlet: Outlet = said("Where.")
    state: PublicationState = said("Whether it is published there yet.")
    published_at: dt.datetime | None = said("Since when; null until it is.")
    reference: str | None = said("Where to find it there, as that outlet names it.")


@strawberry.type(description="What the institution says to its public record.")
class PublicReply:
    text: str = said("Its words, unchanged.")
    written_at: dt.datetime = said("When it wrote them.")
    shown_at: dt.datetime = said("Since when they stand beside the record.")


@strawberry.type(description="What an institution says is wrong with its public record.")
class Objection(Node):
    id: strawberry.ID = said("Opaque id, `obj_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit; null to an institution that was not told of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said("The version objected to; null where it is withdrawn.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("Who objects.")
    )
    statement: str = said("What is wrong, in its words.")
    state: ObjectionState = said("What became of it.")
    raised_at: dt.datetime = said("When it came in.")
    due_on: dt.date = said("Last day to verify it: 10 working days after it came in.")
    due_is_provisional: bool = said("Whether that day lies beyond the loaded holiday notices.")
    decided_at: dt.datetime | None = said("When it was decided.")
    reason: str | None = said("What the verification found.")


@strawberry.type(description="A published result found wrong, and its correction.")
class ResultCorrection:
    reason: str = said("What was found wrong.")
    found_on: dt.date = said("The day on which it was found.")
    due_on: dt.date = said("Last day to correct it: 5 working days after that.")
    due_is_provisional: bool = said("Whether that day lies beyond the loaded holiday notices.")
    reopened_at: dt.datetime = said("When the result was reopened.")
    corrected_at: dt.datetime | None = said("When the corrected version was published.")
    is_late: bool | None = said("Whether that was after the last day; null until it is corrected.")
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said("The version that was wrong.")
    )


@strawberry.type(description="A measure that a result asks for; officials see it.")
class FollowUp(Node):
    id: strawberry.ID = said("Opaque id, `fup_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit."
    )
    measure: Measure = said("What is to be done.")
    state: FollowUpState = said("Whether it is.")
    opened_at: dt.datetime = said("Since when.")
    finished_on: dt.date | None = said("The day on which it was finished.")
    note: str | None = said("How it was finished.")
    notified_authority: Authority | None = said("The authority that was notified.")
    case_reference: str | None = said("The reference of the case it was transferred to.")


@strawberry.type(description="An application that a record be taken out of the public.")
class RepairRequest(Node):
    id: strawberry.ID = said("Opaque id, `rep_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit; null to an institution that was not told of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said("The version it is about; null where it is withdrawn.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("Who applies.")
    )
    statement: str = said("Why, in its words.")
    state: RepairState = said("What became of it.")
    requested_at: dt.datetime = said("When it came in.")
    decided_at: dt.datetime | None = said("When it was decided.")
    reason: str | None = said("Why, where it was refused.")


@strawberry.type(description="An institution's reply to one version of its public record.")
class Reply(Node):
    id: strawberry.ID = said("Opaque id, `rply_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit; null to an institution that was not told of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said("The version it replies to; null where it is withdrawn.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("Who replies.")
    )
    text: str = said("Its words, never changed.")
    state: ReplyState = said("Whether it is shown beside the record.")
    written_at: dt.datetime = said("When it was written.")
    decided_at: dt.datetime | None = said("When that was decided.")
    decline_ground: DeclineGround | None = said("Why it is not shown.")


@strawberry.input(description="Which objections.")
class ObjectionFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="About results of this authority."
    )
    states: list[ObjectionState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )
    due_before: dt.date | None = strawberry.field(
        default=UNSET, description="To be verified on this day at the latest."
    )


@strawberry.enum(description="What objections are ordered by.")
class ObjectionOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value("RECEIVED_AT", description="When they came in.")


@strawberry.input(description="Order of objections.")
class ObjectionOrder:
    field: ObjectionOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


ObjectionConnection = Connection[Objection]


@strawberry.input(description="Which applications for repair.")
class RepairRequestFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="About results of this authority."
    )
    states: list[RepairState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )


@strawberry.enum(description="What applications for repair are ordered by.")
class RepairRequestOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value("RECEIVED_AT", description="When they came in.")


@strawberry.input(description="Order of applications for repair.")
class RepairRequestOrder:
    field: RepairRequestOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


RepairRequestConnection = Connection[RepairRequest]


@strawberry.input(description="Which replies.")
class ReplyFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="About results of this authority."
    )
    states: list[ReplyState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )


@strawberry.enum(description="What replies are ordered by.")
class ReplyOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value("RECEIVED_AT", description="When they came in.")


@strawberry.input(description="Order of replies.")
class ReplyOrder:
    field: ReplyOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


ReplyConnection = Connection[Reply]
