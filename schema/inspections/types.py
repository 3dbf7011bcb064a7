"""Inspections with tasks, officers, records and findings, and their published results."""

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


@strawberry.type(description="The assignment of one officer to a visit.")
class InspectionAssignment:
    officer: Officer | None = said(
        "The assigned officer; null where the caller may not see officers."
    )
    is_leader: bool = said("Whether this officer leads the visit.")
    assigned_at: dt.datetime = said("When the officer was assigned to the visit.")
    confirmed_at: dt.datetime | None = said(
        "When the officer confirmed the current record; null until then."
    )
    replaced_at: dt.datetime | None = said("When the officer was replaced; null while assigned.")
    replacement_reason: ReplacementReason | None = said(
        "Why the officer was replaced; null while assigned."
    )


@strawberry.type(description="Position of the officer's phone when the result was written.")
class VisitPosition:
    latitude: float = said("Latitude in degrees, north positive, in the datum given.")
    longitude: float = said("Longitude in degrees, east positive, in the datum given.")
    accuracy_m: float | None = said("Accuracy of the position in metres, if the phone gave one.")
    datum: Datum = said("Geodetic datum of the position as given.")
    wgs84_latitude: float | None = said("Latitude in degrees, converted to WGS-84.")
    wgs84_longitude: float | None = said("Longitude in degrees, converted to WGS-84.")


@strawberry.type(description="The answer to one checklist item.")
class RecordAnswer:
    item_code: str = said("Code of the checklist item answered.")
    is_checked: bool = said("Whether the officers checked this item.")
    problem_found: bool | None = said("Whether a problem was found; null for an item not checked.")
    handling: Handling | None = said("How the problem was handled; null for an item not checked.")
    note: str | None = said("The officers' note on the item; never published.")


@strawberry.type(description="One violation found at the visit.")
class Finding:
    violation_code: str = said("Code of the violation, as the catalogue lists it.")
    detail: str = said("What was found, in words; never published.")
    item_code: str | None = said(
        "Code of the checklist item that the violation belongs to, if one was named."
    )


@strawberry.type(description="An officer's confirmation of a record.")
class RecordConfirmation:
    officer: Officer | None = said(
        "The officer who confirmed; null where the caller may not see officers."
    )
    confirmed_at: dt.datetime = said("When the officer confirmed the record.")
    record_hash: Sha256 | None = said(
        "SHA-256 of the canonical record that the officer confirmed; null for records older than"
        " signatures."
    )


@strawberry.type(
    description="The on-site record as the officers filed it. It is never changed; a"
    " correction is a further version."
)
class InspectionRecord:
    version_no: int = said("Number of this version, counted from 1.")
    correction_reason: str | None = said("Why this version was filed again; null for the first.")
    filed_by: Officer | None = said(
        "The officer who filed it; null where the caller may not see officers."
    )
    filed_at: dt.datetime = said("When the server received the record.")
    visit_started_at: dt.datetime = said("When the visit began, by the phone's clock.")
    visit_ended_at: dt.datetime = said("When the visit ended, by the phone's clock.")
    device_clock_offset_ms: int | None = said(
        "The phone's time minus the server's, in milliseconds; null if the phone did not say."
    )
    clock_is_off: bool = said("Whether the phone's clock was off by more than five minutes.")
    methods: list[Method] = said("Methods by which the inspection was carried out.")
    result_codes: list[ResultCode] = said("Codes of the inspection result, as filed.")
    measures: list[Measure] = said("Measures that follow from the result.")
    summary: str = said("The officers' summary in words; never published.")
    attempted_at: list[dt.datetime] = said(
        "When the officers tried to reach an institution that could not be reached; empty"
        " otherwise."
    )
    position: VisitPosition | None = said("Position of the officer's phone; null if it gave none.")
    answers: list[RecordAnswer] = said("Answers to the checklist, in its order.")
    findings: list[Finding] = said("Violations found at the visit; empty if there were none.")
    confirmations: list[RecordConfirmation] = said(
        "Confirmations of this version by officers of the visit."
    )
    rules_version: str = said("Version of the rules that were applied.")
    checklist_version: int = said("Edition of the checklist against which the record was judged.")
    canonical: str | None = said(
        "The canonical record that people sign; null for records filed before there were"
        " signatures."
    )
    hash: Sha256 | None = said("SHA-256 of the canonical record; null where there is none.")
    signatures: list[RecordSignature] = said(
        "Signatures under this version, in the order in which they were recorded."
    )
    signature_refusal: SignatureRefusal | None = said(
        "Why the inspected party did not sign this version; null if nothing was noted."
    )
    evidence: list[Evidence] = said("Evidence that had been declared when this version was filed.")
    seal: str | None = said(
        "The server's keyed hash over the record and its evidence; null for records older than"
        " seals."
    )
    verdict: EvidenceVerdict | None = said(
        "Whether the record and its evidence are still as they were sealed; null where nothing"
        " was sealed."
    )
    verdict_zh: str | None = said("The verdict as a sentence in Chinese.")
    verdict_en: str | None = said("The verdict as a sentence in English.")


@strawberry.type(description="An auditor's decision on one version of a record.")
class ResultAudit:
    decision: AuditDecision = said("Whether the auditor approved or rejected the result.")
    reason: str | None = said("Reason of the decision; always given for a rejection.")
    decided_at: dt.datetime = said("When the auditor decided on the result.")


@strawberry.type(
    description="A published result: it holds no personal data and never names a complainant."
)
class PublicRecord(Node):
    id: strawberry.ID = said("Opaque id of the public record, `pub_…`.")
    version_no: int = said(
        "Number of this version, counted from 1; earlier versions keep their address."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution that was inspected.")
    )
    authority: Authority | None = said("The authority that carried out the inspection.")
    sector: Sector = said("Sector in which the inspection took place.")
    task_code: str = said("Code of the inspection task, unique throughout the platform.")
    category: TaskCategory = said(
        "Routine, campaign or case; random results and those of named cases must not be mixed in"
        " statistics."
    )
    result_codes: list[ResultCode] = said("Codes of the inspection result, as published.")
    result_text: str = said("The result as a sentence in Chinese.")
    violation_codes: list[str] = said(
        "Codes of the violations published; withheld ones are left out."
    )
    items: list[str] = said("Codes of the checklist items that were checked.")
    inspected_on: dt.date = said("Day of the visit, in Asia/Shanghai time.")
    published_at: dt.datetime = said("When this version was published here.")
    expires_on: dt.date = said(
        "Last day in public, inclusive: five years after the first publication, two for natural"
        " persons."
    )
    repair_status: RepairStatus = said("Whether credit repair (信用修复) was requested or granted.")
    is_current: bool = said(
        "Whether this is the current version; false once a later one has replaced it."
    )
    is_late: bool = said("Whether it was published after the last day for publication.")
    superseded_at: dt.datetime | None = said(
        "When a later version replaced this one; null while it is current."
    )
    current: "PublicRecord | None" = said(
        "The current version of the same result; this one itself if it is current."
    )
    withdrawn_at: dt.datetime | None = said(
        "When it was withdrawn, null while public; officials can still see withdrawn records."
    )
    withdrawal_ground: WithdrawalGround | None = said(
        "Why it was withdrawn; null while it is public."
    )
    withholding_ground: WithholdingGround | None = said(
        "Ground on which a part of the result is withheld; null where all of it is published."
    )
    withheld_violation_codes: list[str] | None = said(
        "Codes of the violations withheld; null except for officials who may see the visit."
    )
    document: str | None = said(
        "The record as it is sent to other outlets, in canonical JSON; null for versions older"
        " than this format."
    )
    document_sha256: str | None = said(
        "SHA-256 of `document` in hexadecimal digits; null where there is no document."
    )
    publications: list[Publication] = said("Outlets of this version, this platform first.")
    reply: PublicReply | None = said(
        "The institution's reply to this version; null until one has been released."
    )
    pictures: list[PublicPicture] = said(
        "Pictures that an auditor released; empty once a later version has replaced this one."
    )


@strawberry.type(description="The inspection of one institution within a task.")
class Inspection(Node):
    id: strawberry.ID = said("Opaque id of the inspection, `insp_…`.")
    task: "InspectionTask | None" = said(
        "The task that the visit belongs to; null for the institution inspected."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("The institution that is inspected.")
    )
    site: Annotated["Site", strawberry.lazy("schema.institutions.types")] | None = said(
        "The site to visit; null if no site was named."
    )
    authority: Authority | None = said("The authority that carries out the inspection.")
    region: Region | None = said("Region of the institution when the visit was assigned.")
    sector: Sector = said("Sector in which the inspection takes place.")
    window_from: dt.date = said("First day on which the visit may take place.")
    window_to: dt.date = said("Last day on which the visit may take place, inclusive.")
    notice_mode: NoticeMode = said("Whether the institution is notified in advance or on arrival.")
    noticed_at: dt.datetime | None = said("When the institution was notified; null until then.")
    checklist_code: str = said("Code of the checklist for this visit.")
    checklist_version: int = said("Edition of the checklist, fixed when the visit was assigned.")
    state: InspectionState = said("State of the result, from entry to publication.")
    filed_at: dt.datetime | None = said("When the current record was filed; null until then.")
    inspected_on: dt.date | None = said(
        "Day of the visit in Asia/Shanghai time; null until the result is filed."
    )
    publish_due_on: dt.date | None = said(
        "Last day to publish: 20 working days after the visit; null until the result is filed."
    )
    publish_due_is_provisional: bool = said(
        "Whether that day may still move because it lies beyond the holiday calendar loaded so far."
    )
    published_at: dt.datetime | None = said("When the result was first published; null until then.")
    assignments: list[InspectionAssignment] = said(
        "Officers assigned, leader first; replaced officers are included."
    )
    record: InspectionRecord | None = said(
        "The current version of the record; null until one is filed."
    )
    records: list[InspectionRecord] = said("All versions of the record, oldest first.")
    audits: list[ResultAudit] = said(
        "Auditors' decisions, oldest first; empty for the institution."
    )
    public_records: list[PublicRecord] = said("All published versions of the result, oldest first.")
    objections: list[Objection] = said("The institution's objections to what was published.")
    corrections: list[ResultCorrection] = said(
        "Corrections of the published result, each with the reason for reopening it."
    )
    follow_ups: list[FollowUp] = said(
        "Measures that the result requires; empty for the institution."
    )
    repair_requests: list[RepairRequest] = said(
        "Applications by the institution for credit repair (信用修复)."
    )
    replies: list[Reply] = said("Replies of the institution to what was published.")
    correction_orders: list[
        Annotated["CorrectionOrder", strawberry.lazy("schema.rectification.types")]
    ] = said("Correction orders issued at this visit.")
    evidence: EvidenceSummary = said("Evidence of the visit, and how complete it is.")
    inspection_code: str | None = said(
        "Code that the officers show on arrival; null except for officers assigned to the visit."
    )
    notice: Notice | None = said("The notice given to the institution; null until it is notified.")
    appointments: list[Appointment] = said("Times for the visit that the institution proposed.")
    recusal_requests: list[RecusalRequest] = said(
        "Recusal requests that the caller may see; an institution sees only its own."
    )
    check_ins: list[CheckIn] = said("Arrivals of the officers; empty for the institution.")
    version: int = said("Version of the inspection, raised by every change.")
    created_at: dt.datetime = said("When the visit was assigned to its officers.")


@strawberry.input(description="Conditions on inspections; all that are given must hold.")
class InspectionFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only inspections of this institution."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only inspections carried out by this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Only inspections of institutions in this region or below it."
    )
    states: list[InspectionState] | None = strawberry.field(
        default=UNSET, description="Only inspections in one of these states."
    )
    category: TaskCategory | None = strawberry.field(
        default=UNSET, description="Only inspections of tasks of this category."
    )
    window_from: dt.date | None = strawberry.field(
        default=UNSET, description="Only inspections whose window ends on or after this day."
    )
    window_to: dt.date | None = strawberry.field(
        default=UNSET, description="Only inspections whose window starts on or before this day."
    )


@strawberry.enum(description="Values by which inspections can be ordered.")
class InspectionOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value("REGISTERED_AT", description="By the time of assignment.")
    WINDOW_FROM = strawberry.enum_value(
        "WINDOW_FROM", description="By the first day of the window."
    )


@strawberry.input(description="The order in which inspections are listed.")
class InspectionOrder:
    field: InspectionOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Ascending or descending; descending by default."
    )


InspectionConnection = Connection[Inspection]


@strawberry.type(description="One step of a task, and who took it.")
class TaskStep:
    at: dt.datetime = said("When the step was taken.")
    event: str = said("Name of the step, such as `approve`.")
    from_state: TaskState | None = said("State of the task before the step; null for its creation.")
    to_state: TaskState = said("State of the task after the step.")
    ground: str | None = said("Reason of the step; null for steps that need none.")
    officer: Officer | None = said(
        "The officer who took the step; null where the caller may not see officers."
    )


@strawberry.type(
    description="A batch of visits under one order: drawn at random, or one named case."
)
class InspectionTask(Node):
    id: strawberry.ID = said("Opaque id of the task, `task_…`.")
    code: str = said("Code of the task, unique throughout the platform.")
    name: str = said("Name of the task, as its maker gave it.")
    authority: Authority | None = said("The authority that runs the task.")
    sector: Sector = said("Sector in which the task inspects.")
    category: TaskCategory = said("Whether it is a routine, campaign or case task.")
    trigger: TaskTrigger = said("What led to the task.")
    reason: str | None = said("Why the institution is visited; null unless the task is a case.")
    window_from: dt.date = said("First day on which visits may take place.")
    window_to: dt.date = said("Last day on which visits may take place, inclusive.")
    state: TaskState = said("State of the task, from draft to completion.")
    void_reason: str | None = said("Why the task was voided; null unless it was.")
    region: Region | None = said(
        "Region from whose institutions objects are drawn; null for a case."
    )
    target_kinds: list[InstitutionKind] | None = said(
        "Kinds of institutions from which objects are drawn; null for a case."
    )
    subject_kind: SubjectKind | None = said(
        "Subject kind to which the draw is limited; null if it is not limited."
    )
    is_targeted: bool | None = said(
        "Whether the draw is targeted at a kind or subject; null for a case."
    )
    notice_mode: NoticeMode | None = said(
        "Whether institutions drawn are notified in advance or on arrival; null for a case."
    )
    publish_drawn_list: bool = said(
        "Whether the list of drawn objects is published when the draw is locked."
    )
    checklist_code: str | None = said(
        "Code of the checklist for all visits of the task; null for a case."
    )
    checklist_version: int | None = said("Edition of that checklist; null for a case.")
    plan_line: PlanLine | None = said(
        "Line of the annual plan that the task carries out; null if there is none."
    )
    redraw_of: "InspectionTask | None" = said(
        "The voided task in whose place this one draws again; null for a first draw."
    )
    items: list[InspectionItem] = said("Inspection items that the visits check.")
    departments: list[TaskDepartment] = said(
        "Departments that provide officers, the leading one first."
    )
    quotas: list[TaskQuota] = said(
        "Number of objects to draw from each risk class.", Permission.DRAW_READ
    )
    shares: list[DrawShare] = said(
        "Shares of entropy that independent parties committed for the draw.", Permission.DRAW_READ
    )
    draw: Draw | None = said(
        "The draw of the task; null until the pool is frozen.", Permission.DRAW_READ
    )
    steps: list[TaskStep] = said("All steps of the task, oldest first.")
    created_at: dt.datetime = said("When the task was created.")
    approved_at: dt.datetime | None = said("When the task was approved; null until then.")
    version: int = said("Version of the task, raised by every change.")

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
        """Visits of the task that the caller may see."""
        raise AnsweredByShape


@strawberry.input(description="Conditions on tasks; all that are given must hold.")
class InspectionTaskFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only tasks run by this authority."
    )
    states: list[TaskState] | None = strawberry.field(
        default=UNSET, description="Only tasks in one of these states."
    )
    category: TaskCategory | None = strawberry.field(
        default=UNSET, description="Only tasks of this category."
    )
    window_from: dt.date | None = strawberry.field(
        default=UNSET, description="Only tasks whose window ends on or after this day."
    )
    window_to: dt.date | None = strawberry.field(
        default=UNSET, description="Only tasks whose window starts on or before this day."
    )


@strawberry.enum(description="Values by which tasks can be ordered.")
class InspectionTaskOrderField(Enum):
    CREATED_AT = strawberry.enum_value("CREATED_AT", description="By the time of creation.")
    WINDOW_FROM = strawberry.enum_value(
        "WINDOW_FROM", description="By the first day of the window."
    )


@strawberry.input(description="The order in which tasks are listed.")
class InspectionTaskOrder:
    field: InspectionTaskOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Ascending or descending; descending by default."
    )


InspectionTaskConnection = Connection[InspectionTask]


@strawberry.input(description="Conditions on published results; all that are given must hold.")
class PublicRecordFilter:
    institution_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Only results of this institution."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Only results of institutions in this region or below it."
    )
    result_codes: list[ResultCode] | None = strawberry.field(
        default=UNSET, description="Only results with one of these result codes."
    )
    category: TaskCategory | None = strawberry.field(
        default=UNSET, description="Only results of tasks of this category."
    )
    inspected_from: dt.date | None = strawberry.field(
        default=UNSET, description="Only results of visits on or after this day."
    )
    inspected_to: dt.date | None = strawberry.field(
        default=UNSET, description="Only results of visits on or before this day."
    )


@strawberry.enum(description="Values by which published results can be ordered.")
class PublicRecordOrderField(Enum):
    PUBLISHED_AT = strawberry.enum_value("PUBLISHED_AT", description="By the time of publication.")


@strawberry.input(description="The order in which published results are listed.")
class PublicRecordOrder:
    field: PublicRecordOrderField = strawberry.field(
        description="The value by which the list is ordered."
    )
    direction: Direction = strawberry.field(
        default=Direction.DESC, description="Ascending or descending; descending by default."
    )


PublicRecordConnection = Connection[PublicRecord]
