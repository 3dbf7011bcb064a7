"""Inspections with task, officers, records and findings; and their public results."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.evidence.terms import EvidenceVerdict
from domain.inspections.terms import (
    AuditDecision,
    Handling,
    InspectionState,
    Measure,
    Method,
    NoticeMode,
    RepairStatus,
    ReplacementReason,
    ResultCode,
    TaskCategory,
    TaskState,
    TaskTrigger,
)
from domain.institutions import InstitutionKind, SubjectKind
from domain.permissions import Permission
from domain.positions import Datum
from domain.publication.terms import WithdrawalGround, WithholdingGround
from schema.accounts.types import Officer
from schema.answering import (
    After,
    AnsweredByShape,
    Before,
    First,
    Last,
    answered_needing,
    said,
)
from schema.connections import Connection, Node
from schema.draws.types import Draw, DrawShare, TaskDepartment, TaskQuota
from schema.evidence.types import Evidence, EvidenceSummary, PublicPicture
from schema.items.types import InspectionItem
from schema.ordering import Direction
from schema.plans.types import PlanLine
from schema.publication.types import (
    FollowUp,
    Objection,
    Publication,
    PublicReply,
    RepairRequest,
    Reply,
    ResultCorrection,
)
from schema.regions.types import Authority, Region
from schema.scalars import Sha256
from schema.visits.types import (
    Appointment,
    CheckIn,
    Notice,
    RecordSignature,
    RecusalRequest,
    SignatureRefusal,
)

if TYPE_CHECKING:
    from schema.institutions.types import Institution, Site
    from schema.rectification.types import CorrectionOrder


@strawberry.type(description="An officer sent to a visit.")
class InspectionAssignment:
    officer: Officer | None = said("The officer; null where the caller may not see officers.")
    is_leader: bool = said("Whether the officer leads the visit.")
    assigned_at: dt.datetime = said("When.")
    confirmed_at: dt.datetime | None = said("When the officer confirmed the current record.")
    replaced_at: dt.datetime | None = said("When the officer was replaced.")
    replacement_reason: ReplacementReason | None = said("Why.")


@strawberry.type(description="Where the officer's phone was.")
class VisitPosition:
    latitude: float = said("Degrees north, as given.")
    longitude: float = said("Degrees east, as given.")
    accuracy_m: float | None = said("Accuracy in metres.")
    datum: Datum = said("The datum it was given in.")
    wgs84_latitude: float | None = said("Degrees north, WGS-84.")
    wgs84_longitude: float | None = said("Degrees east, WGS-84.")


@strawberry.type(description="One checklist item as answered.")
class RecordAnswer:
    item_code: str = said("Item of the checklist.")
    is_checked: bool = said("Whether it was checked.")
    problem_found: bool | None = said("Whether a problem was found, for a checked item.")
    handling: Handling | None = said("What was done about it, for a checked item.")
    note: str | None = said("Note.")


@strawberry.type(description="One violation found.")
class Finding:
    violation_code: str = said("Code of the violation.")
    detail: str = said("What was found.")
    item_code: str | None = said("The checklist item it belongs to.")


@strawberry.type(description="An officer's yes to a record.")
class RecordConfirmation:
    officer: Officer | None = said("The officer; null where the caller may not see officers.")
    confirmed_at: dt.datetime = said("When.")
    record_hash: Sha256 | None = said("SHA-256 of the canonical record that the officer confirmed.")


@strawberry.type(
    description="What the officers filed; never changed, corrections are further versions."
)
class InspectionRecord:
    version_no: int = said("Version, from 1.")
    correction_reason: str | None = said("Why a later version was filed.")
    filed_by: Officer | None = said("Who filed it; null where the caller may not see officers.")
    filed_at: dt.datetime = said("When the server received it.")
    visit_started_at: dt.datetime = said("Start of the visit as claimed.")
    visit_ended_at: dt.datetime = said("End of the visit as claimed.")
    device_clock_offset_ms: int | None = said("How far the phone's clock was off, in milliseconds.")
    clock_is_off: bool = said("Whether that is more than five minutes.")
    methods: list[Method] = said("How it was carried out.")
    result_codes: list[ResultCode] = said("What was found.")
    measures: list[Measure] = said("What follows.")
    summary: str = said("Summary.")
    attempted_at: list[dt.datetime] = said("Attempts to reach an institution that was not met.")
    position: VisitPosition | None = said("Where the phone was.")
    answers: list[RecordAnswer] = said("The checklist, item by item.")
    findings: list[Finding] = said("Violations found.")
    confirmations: list[RecordConfirmation] = said("Who confirmed it.")
    rules_version: str = said("Version of the rules that were applied.")
    checklist_version: int = said("Edition of the checklist that it was judged by.")
    canonical: str | None = said(
        "The canonical record, which people sign; null for one filed before there were signatures."
    )
    hash: Sha256 | None = said("SHA-256 of the canonical record.")
    signatures: list[RecordSignature] = said("Who signed this version.")
    signature_refusal: SignatureRefusal | None = said("Why the inspected party did not sign it.")
    evidence: list[Evidence] = said("What had been declared when it was filed.")
    seal: str | None = said("The server's keyed hash over all of it and over that evidence.")
    verdict: EvidenceVerdict | None = said(
        "Whether the record and all its evidence are what was sealed; null where nothing was."
    )
    verdict_zh: str | None = said("The verdict in words, in Chinese.")
    verdict_en: str | None = said("The verdict in words, in English.")


@strawberry.type(description="An auditor's decision on a record.")
class ResultAudit:
    decision: AuditDecision = said("Approved or rejected.")
    reason: str | None = said("Reason of a rejection.")
    decided_at: dt.datetime = said("When.")


@strawberry.type(description="A result as published: no personal data, no complainant.")
class PublicRecord(Node):
    id: strawberry.ID = said("Opaque id, `pub_…`.")
    version_no: int = said("Version, from 1; earlier ones stay addressable.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution inspected.")
    )
    authority: Authority | None = said("The organ that inspected.")
    sector: Sector = said("Sector.")
    task_code: str = said("Task code.")
    category: TaskCategory = said(
        "Random (routine) and targeted (case) results are not to be mixed in statistics."
    )
    result_codes: list[ResultCode] = said("What was found.")
    result_text: str = said("The result in words.")
    violation_codes: list[str] = said("Codes of violations found.")
    items: list[str] = said("Codes of the checklist items checked.")
    inspected_on: dt.date = said("Day of the visit.")
    published_at: dt.datetime = said("When it was published.")
    expires_on: dt.date = said("Last day of publication.")
    repair_status: RepairStatus = said("Whether it was repaired.")
    is_current: bool = said("Whether no later version replaced it.")
    is_late: bool = said("Whether it was published after the last day for it.")
    superseded_at: dt.datetime | None = said("When a later version replaced it.")
    current: "PublicRecord | None" = said("The version that counts.")
    withdrawn_at: dt.datetime | None = said("When it was withdrawn; officials see it still.")
    withdrawal_ground: WithdrawalGround | None = said("Why.")
    withholding_ground: WithholdingGround | None = said(
        "Why a part of the result is not published; null where all of it is."
    )
    withheld_violation_codes: list[str] | None = said(
        "The violations not published; null to anybody but officials who see the visit."
    )
    document: str | None = said(
        "The record as the outlets take it: canonical JSON; null of versions that are older than it."
    )
    document_sha256: str | None = said("Its SHA-256, in hexadecimal digits.")
    publications: list[Publication] = said("Where it is published and since when, here first.")
    reply: PublicReply | None = said("What the institution says to it, if it is shown.")
    pictures: list[PublicPicture] = said("Pictures that an auditor released, if it is current.")


@strawberry.type(description="One institution's visit within a task.")
class Inspection(Node):
    id: strawberry.ID = said("Opaque id, `insp_…`.")
    task: "InspectionTask | None" = said("The task; null to the institution inspected.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution.")
    )
    site: Annotated["Site", strawberry.lazy("schema.institutions.types")] | None = said(
        "The place visited, when one was named."
    )
    authority: Authority | None = said("The organ that runs it.")
    region: Region | None = said("The institution's region when the visit was assigned.")
    sector: Sector = said("Sector.")
    window_from: dt.date = said("First day of the window.")
    window_to: dt.date = said("Last day of the window, inclusive.")
    notice_mode: NoticeMode = said("When the institution is told.")
    noticed_at: dt.datetime | None = said("When it was told.")
    checklist_code: str = said("Checklist.")
    checklist_version: int = said("Version of the checklist.")
    state: InspectionState = said("How far the result is.")
    filed_at: dt.datetime | None = said("When the current record was filed.")
    inspected_on: dt.date | None = said("Day of the visit.")
    publish_due_on: dt.date | None = said("Last day to publish: 20 working days after the visit.")
    publish_due_is_provisional: bool = said(
        "Whether that day lies beyond the loaded holiday notices."
    )
    published_at: dt.datetime | None = said("When the result was published first.")
    assignments: list[InspectionAssignment] = said("Officers sent, the leader first.")
    record: InspectionRecord | None = said("The record that counts now.")
    records: list[InspectionRecord] = said("All versions of the record.")
    audits: list[ResultAudit] = said("Decisions of auditors; none to the institution.")
    public_records: list[PublicRecord] = said("What was published of it.")
    objections: list[Objection] = said("What the institution objected to.")
    corrections: list[ResultCorrection] = said("Where it was found wrong, and corrected.")
    follow_ups: list[FollowUp] = said("The measures it asks for; none to the institution.")
    repair_requests: list[RepairRequest] = said("Applications to take it out of the public.")
    replies: list[Reply] = said("Replies to what was published.")
    correction_orders: list[
        Annotated["CorrectionOrder", strawberry.lazy("schema.rectification.types")]
    ] = said("What was ordered to be corrected.")
    evidence: EvidenceSummary = said("Its evidence, and how far that has come.")
    inspection_code: str | None = said(
        "What the officers show at the door; null to everybody else."
    )
    notice: Notice | None = said("What the institution was told.")
    appointments: list[Appointment] = said("Times that the institution proposed.")
    recusal_requests: list[RecusalRequest] = said(
        "Requests that an officer does not take part, of those that reach the caller."
    )
    check_ins: list[CheckIn] = said("Arrivals; none to the institution.")
    version: int = said("Counts the changes.")
    created_at: dt.datetime = said("When it was assigned.")


@strawberry.input(description="Which inspections.")
class InspectionFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Run by this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Of institutions in this region's subtree."
    )
    states: list[InspectionState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )
    category: TaskCategory | None = strawberry.field(
        default=UNSET, description="Of tasks of this category."
    )
    window_from: dt.date | None = strawberry.field(
        default=UNSET, description="Whose window ends on or after this day."
    )
    window_to: dt.date | None = strawberry.field(
        default=UNSET, description="Whose window starts on or before this day."
    )


@strawberry.enum(description="What inspections are ordered by.")
class InspectionOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value("REGISTERED_AT", description="When they were assigned.")
    WINDOW_FROM = strawberry.enum_value("WINDOW_FROM", description="First day of the window.")


@strawberry.input(description="Order of inspections.")
class InspectionOrder:
    field: InspectionOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


InspectionConnection = Connection[Inspection]


@strawberry.type(description="A step of a task, with who took it.")
class TaskStep:
    at: dt.datetime = said("When.")
    event: str = said("What happened.")
    from_state: TaskState | None = said("Where it stood before.")
    to_state: TaskState = said("Where it stood then.")
    ground: str | None = said("Why, where it needs a reason.")
    officer: Officer | None = said("Who did it; null where the caller may not see the officer.")


@strawberry.type(description="A batch of visits under one order: drawn at random, or a named case.")
class InspectionTask(Node):
    id: strawberry.ID = said("Opaque id, `task_…`.")
    code: str = said("Task code.")
    name: str = said("Name.")
    authority: Authority | None = said("The organ that runs it.")
    sector: Sector = said("Sector.")
    category: TaskCategory = said("Routine, campaign or case.")
    trigger: TaskTrigger = said("What set it off.")
    reason: str | None = said("Reason, for a case.")
    window_from: dt.date = said("First day of the window.")
    window_to: dt.date = said("Last day of the window, inclusive.")
    state: TaskState = said("Where it stands.")
    void_reason: str | None = said("Why it was voided.")
    region: Region | None = said("Where a drawn task looks for objects.")
    target_kinds: list[InstitutionKind] | None = said("The kinds that a drawn task looks for.")
    subject_kind: SubjectKind | None = said("The subject kind that it looks for, if it does.")
    is_targeted: bool | None = said("Whether the draw is targeted.")
    notice_mode: NoticeMode | None = said("When the institutions of a drawn task are told.")
    publish_drawn_list: bool = said("Whether the drawn list is published when it is locked.")
    checklist_code: str | None = said("The checklist of a drawn task.")
    checklist_version: int | None = said("Version of the checklist.")
    plan_line: PlanLine | None = said("The line of the annual plan that it carries out.")
    redraw_of: "InspectionTask | None" = said("The voided task that it draws anew.")
    items: list[InspectionItem] = said("What is checked.")
    departments: list[TaskDepartment] = said("Who sends officers, the one that leads first.")
    quotas: list[TaskQuota] = said("How many of each risk class.", Permission.DRAW_READ)
    shares: list[DrawShare] = said(
        "Shares of the entropy that parties committed.", Permission.DRAW_READ
    )
    draw: Draw | None = said("The draw, from the freeze on.", Permission.DRAW_READ)
    steps: list[TaskStep] = said("What happened to it, in order.")
    created_at: dt.datetime = said("When it was made.")
    approved_at: dt.datetime | None = said("When it was approved.")
    version: int = said("Counts the changes.")

    @answered_needing(Permission.INSPECTION_READ)
    def inspections(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: InspectionFilter | None = UNSET,
        order_by: InspectionOrder | None = UNSET,
    ) -> InspectionConnection:
        """Its visits, of those that reach the caller."""
        raise AnsweredByShape


@strawberry.input(description="Which tasks.")
class InspectionTaskFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Run by this authority."
    )
    states: list[TaskState] | None = strawberry.field(
        default=UNSET, description="In one of these states."
    )
    category: TaskCategory | None = strawberry.field(default=UNSET, description="Of this category.")
    window_from: dt.date | None = strawberry.field(
        default=UNSET, description="Whose window ends on or after this day."
    )
    window_to: dt.date | None = strawberry.field(
        default=UNSET, description="Whose window starts on or before this day."
    )


@strawberry.enum(description="What tasks are ordered by.")
class InspectionTaskOrderField(Enum):
    CREATED_AT = strawberry.enum_value("CREATED_AT", description="When they were made.")
    WINDOW_FROM = strawberry.enum_value("WINDOW_FROM", description="First day of the window.")


@strawberry.input(description="Order of tasks.")
class InspectionTaskOrder:
    field: InspectionTaskOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


InspectionTaskConnection = Connection[InspectionTask]


@strawberry.input(description="Which published results.")
class PublicRecordFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this institution."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Of institutions in this region's subtree."
    )
    result_codes: list[ResultCode] | None = strawberry.field(
        default=UNSET, description="With one of these result codes."
    )
    category: TaskCategory | None = strawberry.field(
        default=UNSET, description="Of tasks of this category."
    )
    inspected_from: dt.date | None = strawberry.field(
        default=UNSET, description="Visited on or after this day."
    )
    inspected_to: dt.date | None = strawberry.field(
        default=UNSET, description="Visited on or before this day."
    )


@strawberry.enum(description="What published results are ordered by.")
class PublicRecordOrderField(Enum):
    PUBLISHED_AT = strawberry.enum_value("PUBLISHED_AT", description="When they were published.")


@strawberry.input(description="Order of published results.")
class PublicRecordOrder:
    field: PublicRecordOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


PublicRecordConnection = Connection[PublicRecord]
