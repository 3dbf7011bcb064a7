"""What accompanies public records: outlets, replies, objections, corrections, repair, measures."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.inspections.terms import Measure
from domain.publication.severity import ResultSeverity
from domain.publication.terms import (
    DeclineGround,
    FollowUpState,
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
    TermDecision,
    TombstoneKind,
    WithdrawalGround,
)
from schema.connections import Node
from schema.directions import Direction
from schema.fields import field, optional
from schema.legal_bases import LegalBasis
from schema.pages import order_of
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection, PublicRecord
    from schema.institutions.types import Institution


@strawberry.type(description="The publication of one version of a public record in one outlet.")
class Publication:
    outlet: Outlet = field("The outlet: this platform or the enterprise-credit platform.")
    state: PublicationState = field("Whether the version is published in this outlet yet.")
    published_at: dt.datetime | None = field(
        "Since when the outlet shows the version; null until it does."
    )
    reference: str | None = field(
        "The outlet's own reference, a number or an address; null until it is recorded."
    )


@strawberry.type(description="The institution's reply to its public record, as everyone sees it.")
class PublicReply:
    text: str = field("The institution's reply, in its own words and unchanged.")
    written_at: dt.datetime = field("When the institution wrote the reply.")
    shown_at: dt.datetime = field("Since when the reply is shown beside the record.")


@strawberry.type(
    description="The credit commitment (信用承诺) of an application for repair, as everyone sees it."
)
class CreditCommitment:
    text_version: str = field("Version of the text that was signed, as in `creditCommitmentTexts`.")
    signed_on: dt.date = field("Day on which it was signed for the institution.")


@strawberry.type(
    description="A head's decision on a result that was public for longer than its class has it."
)
class PublicTermDecision:
    decision: TermDecision = field("Whether the time in public was shortened or kept.")
    severity: ResultSeverity = field("Class of the result, by the codes that it says in public.")
    expires_before: dt.date = field("Last day in public before the decision.")
    expires_on: dt.date = field("Last day in public since the decision.")
    reason: str = field("Reason of the decision; never published.")
    decided_at: dt.datetime = field("When the head decided on it.")


@strawberry.type(
    description="That something stood in public, where it stands no more: its kind, its days, and the rule by"
    " which it went. Officials who keep the file still see it."
)
class Tombstone:
    record_id: strawberry.ID = field("Opaque id under which it stood, such as `pub_…`.")
    kind: TombstoneKind = field("Kind of what stood there, such as an inspection result.")
    shown_from: dt.datetime = field("From when on it was public.")
    shown_until: dt.datetime = field(
        "When it was taken out of the public, or its time in public was over."
    )
    ground: WithdrawalGround = field("Why it is public no more, such as credit repair (信用修复).")
    legal_bases: list[LegalBasis] = field(
        "The documents by which it went; empty where the ground rests on a decision of its own."
    )
    document_sha256: str | None = field(
        "SHA-256 of `document` of what stood there, in hexadecimal digits: who has a copy can show by it"
        " that it is one. Null for results older than this format."
    )


@strawberry.input(description="Conditions on tombstones; all that are given must hold.")
class TombstoneFilter:
    institution_id: strawberry.ID | None = optional("Only results of this institution.")
    region_code: str | None = optional("Only results of institutions in this region or below it.")


TombstoneOrder = order_of(
    "Tombstone",
    "tombstones",
    {"SHOWN_FROM": "By the moment from which on it was public."},
    default=Direction.DESC,
)


@strawberry.type(description="An institution's objection to its public record.")
class Objection(Node):
    id: strawberry.ID = field("Opaque id of the objection, `obj_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = field(
        "The visit; null for an institution that was never notified of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        field("The version objected to; null where it is withdrawn and the caller is no official.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that raised the objection.")
    )
    statement: str = field(
        "What is wrong with the record, in the institution's words; never published."
    )
    state: ObjectionState = field("State of the objection: received, upheld, rejected or moot.")
    raised_at: dt.datetime = field("When the objection was received.")
    due_on: dt.date = field(
        "Last day to verify the objection: 10 working days after it was received."
    )
    due_is_provisional: bool = field(
        "Whether that day may still move because it lies beyond the holiday calendar loaded so far."
    )
    decided_at: dt.datetime | None = field("When the objection was decided; null until then.")
    reason: str | None = field("What the verification found; null until it is decided.")


@strawberry.type(description="The correction of a published result that was found wrong.")
class ResultCorrection:
    reason: str = field("What was found wrong with the result.")
    found_on: dt.date = field("Day on which the error was found.")
    due_on: dt.date = field("Last day to correct it: 5 working days after the error was found.")
    due_is_provisional: bool = field(
        "Whether that day may still move because it lies beyond the holiday calendar loaded so far."
    )
    reopened_at: dt.datetime = field("When the result was reopened for correction.")
    corrected_at: dt.datetime | None = field(
        "When the corrected version was published; null until then."
    )
    is_late: bool | None = field(
        "Whether the correction came after its last day; null until it is published."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        field(
            "The version that was wrong; null where it is withdrawn and the caller is no official."
        )
    )


@strawberry.type(
    description="A follow-up measure that a result requires; visible to officials only."
)
class FollowUp(Node):
    id: strawberry.ID = field("Opaque id of the measure, `fup_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = field(
        "The visit whose result requires the measure."
    )
    measure: Measure = field("The measure to be taken.")
    state: FollowUpState = field("Whether the measure is open, finished or dropped.")
    opened_at: dt.datetime = field("When the measure was opened.")
    finished_on: dt.date | None = field("Day on which the measure was finished; null until then.")
    note: str | None = field("How the measure was finished; null until then, never published.")
    notified_authority: Authority | None = field(
        "The authority that was notified; null for other measures."
    )
    case_reference: str | None = field(
        "Reference of the case that was transferred; null for other measures."
    )


@strawberry.type(
    description="An institution's application for credit repair (信用修复): the withdrawal of"
    " its public record."
)
class RepairRequest(Node):
    id: strawberry.ID = field("Opaque id of the application, `rep_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = field(
        "The visit; null for an institution that was never notified of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        field(
            "The version applied about; null where it is withdrawn and the caller is no official."
        )
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that made the application.")
    )
    statement: str = field("What was corrected since, in the institution's words; never published.")
    state: RepairState = field("State of the application: requested, granted, refused or moot.")
    commitment_version: str | None = field(
        "Version of the credit commitment that was signed; null where none was needed."
    )
    commitment_signed_by: str | None = field(
        "Who signed the commitment for the institution; never published."
    )
    commitment_signed_on: dt.date | None = field("Day on which the commitment was signed.")
    requested_at: dt.datetime = field("When the application was received.")
    due_on: dt.date | None = field(
        "Last day to decide the application: 10 working days after it was received, a number that is"
        " not confirmed; null for records without a `severity`."
    )
    due_is_provisional: bool = field(
        "Whether that day may still move because it lies beyond the holiday calendar loaded so far."
    )
    decided_at: dt.datetime | None = field("When the application was decided; null until then.")
    reason: str | None = field("Reason of the decision; always given for a refusal.")


@strawberry.type(description="An institution's reply to one version of its public record.")
class Reply(Node):
    id: strawberry.ID = field("Opaque id of the reply, `rply_…`.")
    inspection: Annotated["Inspection", strawberry.lazy("schema.inspections.types")] | None = field(
        "The visit; null for an institution that was never notified of it."
    )
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        field("The version replied to; null where it is withdrawn and the caller is no official.")
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that wrote the reply.")
    )
    text: str = field("The reply in the institution's own words, never changed.")
    state: ReplyState = field("State of the reply: waiting, shown or declined.")
    written_at: dt.datetime = field("When the institution wrote the reply.")
    decided_at: dt.datetime | None = field(
        "When an auditor released or declined it; null until then."
    )
    decline_ground: DeclineGround | None = field(
        "Why the reply is not shown; null unless it was declined."
    )


@strawberry.input(description="Conditions on objections; all that are given must hold.")
class ObjectionFilter:
    institution_id: strawberry.ID | None = optional("Only objections of this institution.")
    authority_id: strawberry.ID | None = optional("Only objections to results of this authority.")
    states: list[ObjectionState] | None = optional("Only objections in one of these states.")
    due_before: dt.date | None = optional("Only objections to be verified by this day, inclusive.")


ObjectionOrder = order_of(
    "Objection",
    "objections",
    {
        "RECEIVED_AT": "By the time of receipt.",
    },
    default=Direction.DESC,
)


@strawberry.input(
    description="Conditions on applications for credit repair; all that are given must hold."
)
class RepairRequestFilter:
    institution_id: strawberry.ID | None = optional("Only applications of this institution.")
    authority_id: strawberry.ID | None = optional(
        "Only applications about results of this authority."
    )
    states: list[RepairState] | None = optional("Only applications in one of these states.")
    due_before: dt.date | None = optional("Only applications to decide by this day, inclusive.")


RepairRequestOrder = order_of(
    "RepairRequest",
    "applications for credit repair",
    {
        "RECEIVED_AT": "By the time of receipt.",
    },
    default=Direction.DESC,
)


@strawberry.input(description="Conditions on replies; all that are given must hold.")
class ReplyFilter:
    institution_id: strawberry.ID | None = optional("Only replies of this institution.")
    authority_id: strawberry.ID | None = optional("Only replies to results of this authority.")
    states: list[ReplyState] | None = optional("Only replies in one of these states.")


ReplyOrder = order_of(
    "Reply",
    "replies",
    {
        "RECEIVED_AT": "By the time of receipt.",
    },
    default=Direction.DESC,
)


@strawberry.type(
    description="A result from before credit repair by class was adopted, which is public for longer"
    " than its class has it."
)
class LongerTerm:
    public_record: Annotated["PublicRecord", strawberry.lazy("schema.inspections.types")] | None = (
        field("The current version of the result; its `expiresOn` is the day as published.")
    )
    severity: ResultSeverity = field("Class of the result, by the codes that it says in public.")
    ends_by_class_on: dt.date = field(
        "Last day in public by its class; shortened, it ends then, or today where that is past."
    )


@strawberry.input(
    description="Conditions on results with a longer term; all that are given must hold."
)
class LongerTermFilter:
    authority_id: strawberry.ID | None = optional("Only results of this authority.")


LongerTermOrder = order_of(
    "LongerTerm",
    "results with a longer term",
    {
        "PUBLISHED_AT": "By the time of publication.",
    },
    default=Direction.DESC,
)
