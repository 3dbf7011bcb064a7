"""What accompanies public records: outlets, replies, objections, corrections, repair, measures."""

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


@strawberry.type(description="The publication of one version of a public record in one outlet.")
class Publication:
    outlet: Outlet = said("The outlet: this platform or the enterprise-credit platform.")
    state: PublicationState = said("Whether the version is published in this outlet yet.")
    published_at: dt.datetime | None = said(
        "Since when the outlet shows the version; null until it does."
    )
    reference: str | None = said(
        "The outlet's own reference, a number or an address; null until it is recorded."
    )


@strawberry.type(description="The institution's reply to its public record, as everyone sees it.")
class PublicReply:
    text: str = said("The institution's reply, in its own words and unchanged.")
    written_at: dt.datetime = said("When the institution wrote the reply.")
    shown_at: dt.datetime = said("Since when the reply is shown beside the record.")


@strawberry.type(description="An institution's objection to its public record.")
class Objection(Node):
    id: strawberry.ID = said("Opaque id of the objection, `obj_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit; null for an institution that was never notified of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said("The version objected to; null where it is withdrawn and the caller is no official.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution that raised the objection.")
    )
    statement: str = said(
        "What is wrong with the record, in the institution's words; never published."
    )
    state: ObjectionState = said("State of the objection: received, upheld, rejected or moot.")
    raised_at: dt.datetime = said("When the objection was received.")
    due_on: dt.date = said(
        "Last day to verify the objection: 10 working days after it was received."
    )
    due_is_provisional: bool = said(
        "Whether that day may still move because it lies beyond the holiday calendar loaded so far."
    )
    decided_at: dt.datetime | None = said("When the objection was decided; null until then.")
    reason: str | None = said("What the verification found; null until it is decided.")


@strawberry.type(description="The correction of a published result that was found wrong.")
class ResultCorrection:
    reason: str = said("What was found wrong with the result.")
    found_on: dt.date = said("Day on which the error was found.")
    due_on: dt.date = said("Last day to correct it: 5 working days after the error was found.")
    due_is_provisional: bool = said(
        "Whether that day may still move because it lies beyond the holiday calendar loaded so far."
    )
    reopened_at: dt.datetime = said("When the result was reopened for correction.")
    corrected_at: dt.datetime | None = said(
        "When the corrected version was published; null until then."
    )
    is_late: bool | None = said(
        "Whether the correction came after its last day; null until it is published."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said(
            "The version that was wrong; null where it is withdrawn and the caller is no official."
        )
    )


@strawberry.type(
    description="A follow-up measure that a result requires; visible to officials only."
)
class FollowUp(Node):
    id: strawberry.ID = said("Opaque id of the measure, `fup_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit whose result requires the measure."
    )
    measure: Measure = said("The measure to be taken.")
    state: FollowUpState = said("Whether the measure is open, finished or dropped.")
    opened_at: dt.datetime = said("When the measure was opened.")
    finished_on: dt.date | None = said("Day on which the measure was finished; null until then.")
    note: str | None = said("How the measure was finished; null until then, never published.")
    notified_authority: Authority | None = said(
        "The authority that was notified; null for other measures."
    )
    case_reference: str | None = said(
        "Reference of the case that was transferred; null for other measures."
    )


@strawberry.type(
    description="An institution's application for credit repair (信用修复): the withdrawal of"
    " its public record."
)
class RepairRequest(Node):
    id: strawberry.ID = said("Opaque id of the application, `rep_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit; null for an institution that was never notified of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said("The version applied about; null where it is withdrawn and the caller is no official.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution that made the application.")
    )
    statement: str = said("What was corrected since, in the institution's words; never published.")
    state: RepairState = said("State of the application: requested, granted, refused or moot.")
    requested_at: dt.datetime = said("When the application was received.")
    decided_at: dt.datetime | None = said("When the application was decided; null until then.")
    reason: str | None = said("Reason of the decision; always given for a refusal.")


@strawberry.type(description="An institution's reply to one version of its public record.")
class Reply(Node):
    id: strawberry.ID = said("Opaque id of the reply, `rply_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = said(
        "The visit; null for an institution that was never notified of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        said("The version replied to; null where it is withdrawn and the caller is no official.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution that wrote the reply.")
    )
    text: str = said("The reply in the institution's own words, never changed.")
    state: ReplyState = said("State of the reply: waiting, shown or declined.")
    written_at: dt.datetime = said("When the institution wrote the reply.")
    decided_at: dt.datetime | None = said(
        "When an auditor released or declined it; null until then."
    )
    decline_ground: DeclineGround | None = said(
        "Why the reply is not shown; null unless it was declined."
    )


@strawberry.input(description="Conditions on objections; all that are given must hold.")
class ObjectionFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only objections of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only objections to results of this authority."
    )
    states: list[ObjectionState] | None = strawberry.field(
        default=UNSET, description="Only objections in one of these states."
    )
    due_before: dt.date | None = strawberry.field(
        default=UNSET, description="Only objections to be verified by this day, inclusive."
    )


@strawberry.enum(description="Values by which objections can be ordered.")
class ObjectionOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value("RECEIVED_AT", description="By the time of receipt.")


@strawberry.input(description="The order in which objections are listed.")
class ObjectionOrder:
    field: ObjectionOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Ascending or descending; descending by default."
    )


ObjectionConnection = Connection[Objection]


@strawberry.input(
    description="Conditions on applications for credit repair; all that are given must hold."
)
class RepairRequestFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only applications of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only applications about results of this authority."
    )
    states: list[RepairState] | None = strawberry.field(
        default=UNSET, description="Only applications in one of these states."
    )


@strawberry.enum(description="Values by which applications for credit repair can be ordered.")
class RepairRequestOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value("RECEIVED_AT", description="By the time of receipt.")


@strawberry.input(description="The order in which applications for credit repair are listed.")
class RepairRequestOrder:
    field: RepairRequestOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Ascending or descending; descending by default."
    )


RepairRequestConnection = Connection[RepairRequest]


@strawberry.input(description="Conditions on replies; all that are given must hold.")
class ReplyFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only replies of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only replies to results of this authority."
    )
    states: list[ReplyState] | None = strawberry.field(
        default=UNSET, description="Only replies in one of these states."
    )


@strawberry.enum(description="Values by which replies can be ordered.")
class ReplyOrderField(Enum):
    RECEIVED_AT = strawberry.enum_value("RECEIVED_AT", description="By the time of receipt.")


@strawberry.input(description="The order in which replies are listed.")
class ReplyOrder:
    field: ReplyOrderField = strawberry.field(description="The value by which the list is ordered.")
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Ascending or descending; descending by default."
    )


ReplyConnection = Connection[Reply]
