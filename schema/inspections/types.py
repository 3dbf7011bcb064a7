"""Inspections with tasks, officers, records and findings, and their published results."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

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
from domain.publication.severity import ResultSeverity
from domain.publication.terms import WithdrawalGround, WithholdingGround
from schema.accounts.types import Officer
from schema.connections import Node
from schema.directions import Direction
from schema.draws.types import Draw, DrawShare, TaskDepartment, TaskQuota
from schema.evidence.types import Evidence, EvidenceSummary, PublicPicture
from schema.fields import (
    field,
    optional,
)
from schema.items.types import InspectionItem
from schema.pages import order_of, page_of
from schema.plans.types import PlanLine
from schema.publication.types import (
    CreditCommitment,
    FollowUp,
    Objection,
    Publication,
    PublicReply,
    PublicTermDecision,
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
    officer: Officer | None = field(
        "The assigned officer; null where the caller may not see officers."
    )
    is_leader: bool = field("Whether this officer leads the visit.")
    assigned_at: dt.datetime = field("When the officer was assigned to the visit.")
    confirmed_at: dt.datetime | None = field(
        "When the officer confirmed the current record; null until then."
    )
    replaced_at: dt.datetime | None = field("When the officer was replaced; null while assigned.")
    replacement_reason: ReplacementReason | None = field(
        "Why the officer was replaced; null while assigned."
    )
    replacement_proposed_at: dt.datetime | None = field(
        "When one head proposed a replacement that a second head must approve; null if none did."
    )


@strawberry.type(description="Position of the officer's phone when the result was written.")
class VisitPosition:
    latitude: float = field("Latitude in degrees, north positive, in the datum given.")
    longitude: float = field("Longitude in degrees, east positive, in the datum given.")
    accuracy_m: float | None = field("Accuracy of the position in metres, if the phone gave one.")
    datum: Datum = field("Geodetic datum of the position as given.")
    wgs84_latitude: float | None = field("Latitude in degrees, converted to WGS-84.")
    wgs84_longitude: float | None = field("Longitude in degrees, converted to WGS-84.")


@strawberry.type(description="The answer to one checklist item.")
class RecordAnswer:
    item_code: str = field("Code of the checklist item answered.")
    is_checked: bool = field("Whether the officers checked this item.")
    problem_found: bool | None = field("Whether a problem was found; null for an item not checked.")
    handling: Handling | None = field("How the problem was handled; null for an item not checked.")
    note: str | None = field("The officers' note on the item; never published.")


@strawberry.type(description="One violation found at the visit.")
class Finding:
    violation_code: str = field("Code of the violation, as the catalogue lists it.")
    detail: str = field("What was found, in words; never published.")
    item_code: str | None = field(
        "Code of the checklist item that the violation belongs to, if one was named."
    )


@strawberry.type(description="An officer's confirmation of a record.")
class RecordConfirmation:
    officer: Officer | None = field(
        "The officer who confirmed; null where the caller may not see officers."
    )
    confirmed_at: dt.datetime = field("When the officer confirmed the record.")
    record_hash: Sha256 | None = field(
        "SHA-256 of the canonical record that the officer confirmed; null for records older than"
        " signatures."
    )


@strawberry.type(
    description="The on-site record as the officers filed it. It is never changed; a"
    " correction is a further version."
)
class InspectionRecord(Node):
    id: strawberry.ID = field("Opaque id of this version of the record, `irec_…`.")
    version_no: int = field("Number of this version, counted from 1.")
    correction_reason: str | None = field("Why this version was filed again; null for the first.")
    filed_by: Officer | None = field(
        "The officer who filed it; null where the caller may not see officers."
    )
    filed_at: dt.datetime = field("When the server received the record.")
    visit_started_at: dt.datetime = field("When the visit began, by the phone's clock.")
    visit_ended_at: dt.datetime = field("When the visit ended, by the phone's clock.")
    device_clock_offset_ms: int | None = field(
        "The phone's time minus the server's, in milliseconds; null if the phone did not say."
    )
    clock_is_off: bool = field("Whether the phone's clock was off by more than five minutes.")
    methods: list[Method] = field("Methods by which the inspection was carried out.")
    result_codes: list[ResultCode] = field("Codes of the inspection result, as filed.")
    measures: list[Measure] = field("Measures that follow from the result.")
    summary: str = field("The officers' summary in words; never published.")
    attempted_at: list[dt.datetime] = field(
        "When the officers tried to reach an institution that could not be reached; empty"
        " otherwise."
    )
    position: VisitPosition | None = field("Position of the officer's phone; null if it gave none.")
    answers: list[RecordAnswer] = field("Answers to the checklist, in its order.")
    findings: list[Finding] = field("Violations found at the visit; empty if there were none.")
    confirmations: list[RecordConfirmation] = field(
        "Confirmations of this version by officers of the visit."
    )
    rules_version: str = field("Version of the rules that were applied.")
    checklist_version: int = field("Edition of the checklist against which the record was judged.")
    canonical: str | None = field(
        "The canonical record that people sign; null for records filed before there were"
        " signatures."
    )
    hash: Sha256 | None = field("SHA-256 of the canonical record; null where there is none.")
    signatures: list[RecordSignature] = field(
        "Signatures under this version, in the order in which they were recorded."
    )
    signature_refusal: SignatureRefusal | None = field(
        "Why the inspected party did not sign this version; null if nothing was noted."
    )
    evidence: list[Evidence] = field("Evidence that had been declared when this version was filed.")
    seal: str | None = field(
        "The server's keyed hash over the record and its evidence; null for records older than"
        " seals."
    )
    verdict: EvidenceVerdict | None = field(
        "Whether the record and its evidence are still as they were sealed; null where nothing"
        " was sealed."
    )
    verdict_zh: str | None = field("The verdict as a sentence in Chinese.")
    verdict_en: str | None = field("The verdict as a sentence in English.")


@strawberry.type(description="An auditor's decision on one version of a record.")
class ResultAudit:
    decision: AuditDecision = field("Whether the auditor approved or rejected the result.")
    reason: str | None = field("Reason of the decision; always given for a rejection.")
    decided_at: dt.datetime = field("When the auditor decided on the result.")


@strawberry.type(
    description="A published result: it holds no personal data and never names a complainant."
)
class PublicRecord(Node):
    id: strawberry.ID = field("Opaque id of the public record, `pub_…`.")
    version_no: int = field(
        "Number of this version, counted from 1; earlier versions keep their address."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that was inspected.")
    )
    authority: Authority | None = field("The authority that carried out the inspection.")
    sector: Sector = field("Sector in which the inspection took place.")
    task_code: str = field("Code of the inspection task, unique throughout the platform.")
    category: TaskCategory = field(
        "Routine, campaign or case; random results and those of named cases must not be mixed in"
        " statistics."
    )
    result_codes: list[ResultCode] = field("Codes of the inspection result, as published.")
    result_text: str = field("The result as a sentence in Chinese.")
    violation_codes: list[str] = field(
        "Codes of the violations published; withheld ones are left out."
    )
    items: list[str] = field("Codes of the checklist items that were checked.")
    inspected_on: dt.date = field("Day of the visit, in Asia/Shanghai time.")
    published_at: dt.datetime = field("When this version was published here.")
    expires_on: dt.date = field(
        "Last day in public, inclusive: five years after the first publication, two for natural"
        " persons; of a record with a `severity` the longest term of its class, three months, one year"
        " or three years."
    )
    severity: ResultSeverity | None = field(
        "How serious a negative result is (X80); null where nothing is wrong, and for results from"
        " before credit repair by class was adopted."
    )
    repairable_from: dt.date | None = field(
        "First day on which the institution may apply for credit repair; null where it may at any"
        " time, or there is nothing to repair."
    )
    credit_commitment: CreditCommitment | None = field(
        "The institution's credit commitment (信用承诺), while its application for repair waits."
    )
    repair_status: RepairStatus = field(
        "Whether credit repair (信用修复) was requested or granted."
    )
    is_current: bool = field(
        "Whether this is the current version; false once a later one has replaced it."
    )
    replacement_count: int | None = field(
        "How many officers of the visit were replaced before it; null for versions from before this"
        " was counted."
    )
    is_late: bool = field("Whether it was published after the last day for publication.")
    superseded_at: dt.datetime | None = field(
        "When a later version replaced this one; null while it is current."
    )
    current: "PublicRecord | None" = field(
        "The current version of the same result; this one itself if it is current."
    )
    withdrawn_at: dt.datetime | None = field(
        "When it was withdrawn, null while public; officials can still see withdrawn records."
    )
    withdrawal_ground: WithdrawalGround | None = field(
        "Why it was withdrawn; null while it is public."
    )
    withholding_ground: WithholdingGround | None = field(
        "Ground on which a part of the result is withheld; null where all of it is published."
    )
    withheld_violation_codes: list[str] | None = field(
        "Codes of the violations withheld; null except for officials who may see the visit."
    )
    document: str | None = field(
        "The record as it is sent to other outlets, in canonical JSON; null for versions older"
        " than this format."
    )
    document_sha256: str | None = field(
        "SHA-256 of `document` in hexadecimal digits; null where there is no document."
    )
    publications: list[Publication] = field("Outlets of this version, this platform first.")
    reply: PublicReply | None = field(
        "The institution's reply to this version; null until one has been released."
    )
    pictures: list[PublicPicture] = field(
        "Pictures that an auditor released; empty once a later version has replaced this one."
    )


@strawberry.type(description="The inspection of one institution within a task.")
class Inspection(Node):
    id: strawberry.ID = field("Opaque id of the inspection, `insp_…`.")
    task: "InspectionTask | None" = field(
        "The task that the visit belongs to; null for the institution inspected, and for who only"
        " supervises its county or city."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that is inspected.")
    )
    site: Annotated["Site", strawberry.lazy("schema.institutions.types")] | None = field(
        "The site to visit; null if no site was named."
    )
    authority: Authority | None = field("The authority that carries out the inspection.")
    region: Region | None = field("Region of the institution when the visit was assigned.")
    sector: Sector = field("Sector in which the inspection takes place.")
    window_from: dt.date = field("First day on which the visit may take place.")
    window_to: dt.date = field("Last day on which the visit may take place, inclusive.")
    notice_mode: NoticeMode = field("Whether the institution is notified in advance or on arrival.")
    noticed_at: dt.datetime | None = field("When the institution was notified; null until then.")
    checklist_code: str = field("Code of the checklist for this visit.")
    checklist_version: int = field("Edition of the checklist, fixed when the visit was assigned.")
    state: InspectionState = field("State of the result, from entry to publication.")
    filed_at: dt.datetime | None = field("When the current record was filed; null until then.")
    inspected_on: dt.date | None = field(
        "Day of the visit in Asia/Shanghai time; null until the result is filed."
    )
    publish_due_on: dt.date | None = field(
        "Last day to publish: 20 working days after the visit; null until the result is filed."
    )
    publish_due_is_provisional: bool = field(
        "Whether that day may still move because it lies beyond the holiday calendar loaded so far."
    )
    published_at: dt.datetime | None = field(
        "When the result was first published; null until then."
    )
    assignments: list[InspectionAssignment] = field(
        "Officers assigned, leader first; replaced officers are included. Empty for who only supervises the"
        " institution's county or city."
    )
    record: InspectionRecord | None = field(
        "The current version of the record; null until one is filed. For who only supervises the"
        " institution's county or city, null until it is approved."
    )
    records: list[InspectionRecord] = field(
        "All versions of the record, oldest first; for who only supervises the institution's county or city,"
        " the approved ones."
    )
    audits: list[ResultAudit] = field(
        "Auditors' decisions, oldest first; empty for the institution, and for who only supervises its"
        " county or city."
    )
    public_records: list[PublicRecord] = field(
        "All published versions of the result, oldest first."
    )
    objections: list[Objection] = field("The institution's objections to what was published.")
    corrections: list[ResultCorrection] = field(
        "Corrections of the published result, each with the reason for reopening it."
    )
    follow_ups: list[FollowUp] = field(
        "Measures that the result requires; empty for the institution."
    )
    repair_requests: list[RepairRequest] = field(
        "Applications by the institution for credit repair (信用修复)."
    )
    replies: list[Reply] = field("Replies of the institution to what was published.")
    public_term_decision: PublicTermDecision | None = field(
        "The head's decision on how long the result is public; null where there is none, and for the"
        " institution."
    )
    correction_orders: list[
        Annotated["CorrectionOrder", strawberry.lazy("schema.rectification.types")]
    ] = field("Correction orders issued at this visit.")
    evidence: EvidenceSummary = field(
        "Evidence of the visit, and how complete it is; none for who only supervises the institution's"
        " county or city."
    )
    inspection_code: str | None = field(
        "Code that the officers show on arrival; null except for officers assigned to the visit."
    )
    notice: Notice | None = field("The notice given to the institution; null until it is notified.")
    appointments: list[Appointment] = field("Times for the visit that the institution proposed.")
    recusal_requests: list[RecusalRequest] = field(
        "Recusal requests that the caller may see; an institution sees only its own."
    )
    check_ins: list[CheckIn] = field("Arrivals of the officers; empty for the institution.")
    version: int = field("Version of the inspection, raised by every change.")
    created_at: dt.datetime = field("When the visit was assigned to its officers.")


@strawberry.input(description="Conditions on inspections; all that are given must hold.")
class InspectionFilter:
    institution_id: strawberry.ID | None = optional("Only inspections of this institution.")
    authority_id: strawberry.ID | None = optional("Only inspections carried out by this authority.")
    region_code: str | None = optional(
        "Only inspections of institutions in this region or below it."
    )
    states: list[InspectionState] | None = optional("Only inspections in one of these states.")
    category: TaskCategory | None = optional(
        "Only inspections of tasks of this category. Who does not see the task finds by it what was published."
    )
    window_from: dt.date | None = optional(
        "Only inspections whose window ends on or after this day."
    )
    window_to: dt.date | None = optional(
        "Only inspections whose window starts on or before this day."
    )


InspectionOrder = order_of(
    "Inspection",
    "inspections",
    {
        "REGISTERED_AT": "By the time of assignment.",
        "WINDOW_FROM": "By the first day of the window.",
    },
    default=Direction.DESC,
)


@strawberry.type(description="One step of a task, and who took it.")
class TaskStep:
    at: dt.datetime = field("When the step was taken.")
    event: str = field("Name of the step, such as `approve`.")
    from_state: TaskState | None = field(
        "State of the task before the step; null for its creation."
    )
    to_state: TaskState = field("State of the task after the step.")
    ground: str | None = field("Reason of the step; null for steps that need none.")
    officer: Officer | None = field(
        "The officer who took the step; null where the caller may not see officers."
    )


@strawberry.type(
    description="A batch of visits under one order: drawn at random, or one named case."
)
class InspectionTask(Node):
    id: strawberry.ID = field("Opaque id of the task, `task_…`.")
    code: str = field("Code of the task, unique throughout the platform.")
    name: str = field("Name of the task, as its maker gave it.")
    authority: Authority | None = field("The authority that runs the task.")
    sector: Sector = field("Sector in which the task inspects.")
    category: TaskCategory = field("Whether it is a routine, campaign or case task.")
    trigger: TaskTrigger = field("What led to the task.")
    reason: str | None = field("Why the institution is visited; null unless the task is a case.")
    window_from: dt.date = field("First day on which visits may take place.")
    window_to: dt.date = field("Last day on which visits may take place, inclusive.")
    state: TaskState = field("State of the task, from draft to completion.")
    void_reason: str | None = field("Why the task was voided; null unless it was.")
    region: Region | None = field(
        "Region from whose institutions objects are drawn; null for a case."
    )
    target_kinds: list[InstitutionKind] | None = field(
        "Kinds of institutions from which objects are drawn; null for a case."
    )
    subject_kind: SubjectKind | None = field(
        "Subject kind to which the draw is limited; null if it is not limited."
    )
    is_targeted: bool | None = field(
        "Whether the draw is targeted at a kind or subject; null for a case."
    )
    notice_mode: NoticeMode | None = field(
        "Whether institutions drawn are notified in advance or on arrival; null for a case."
    )
    publish_drawn_list: bool = field(
        "Whether the list of drawn objects is published when the draw is locked."
    )
    checklist_code: str | None = field(
        "Code of the checklist for all visits of the task; null for a case."
    )
    checklist_version: int | None = field("Edition of that checklist; null for a case.")
    plan_line: PlanLine | None = field(
        "Line of the annual plan that the task carries out; null if there is none."
    )
    ordered_by: Authority | None = field(
        "The authority above that ordered the campaign, whose visits leave the yearly cap as it was;"
        " null for other tasks."
    )
    order_no: str | None = field(
        "Number of the document that orders the campaign; null where nobody above did."
    )
    redraw_of: "InspectionTask | None" = field(
        "The voided task in whose place this one draws again; null for a first draw."
    )
    items: list[InspectionItem] = field("Inspection items that the visits check.")
    departments: list[TaskDepartment] = field(
        "Departments that provide officers, the leading one first."
    )
    quotas: list[TaskQuota] = field(
        "Number of objects to draw from each risk class.", Permission.DRAW_READ
    )
    shares: list[DrawShare] = field(
        "Shares of entropy that independent parties committed for the draw.", Permission.DRAW_READ
    )
    draw: Draw | None = field(
        "The draw of the task; null until the pool is frozen.", Permission.DRAW_READ
    )
    steps: list[TaskStep] = field("All steps of the task, oldest first.")
    created_at: dt.datetime = field("When the task was created.")
    approved_at: dt.datetime | None = field("When the task was approved; null until then.")
    version: int = field("Version of the task, raised by every change.")

    inspections = page_of(
        Inspection,
        "Visits of the task that the caller may see.",
        permission=Permission.INSPECTION_READ,
    )


@strawberry.input(description="Conditions on tasks; all that are given must hold.")
class InspectionTaskFilter:
    authority_id: strawberry.ID | None = optional("Only tasks run by this authority.")
    states: list[TaskState] | None = optional("Only tasks in one of these states.")
    category: TaskCategory | None = optional("Only tasks of this category.")
    window_from: dt.date | None = optional("Only tasks whose window ends on or after this day.")
    window_to: dt.date | None = optional("Only tasks whose window starts on or before this day.")


InspectionTaskOrder = order_of(
    "InspectionTask",
    "tasks",
    {
        "CREATED_AT": "By the time of creation.",
        "WINDOW_FROM": "By the first day of the window.",
    },
    default=Direction.DESC,
)


@strawberry.input(description="Conditions on published results; all that are given must hold.")
class PublicRecordFilter:
    institution_id: strawberry.ID | None = optional("Only results of this institution.")
    region_code: str | None = optional("Only results of institutions in this region or below it.")
    result_codes: list[ResultCode] | None = optional("Only results with one of these result codes.")
    category: TaskCategory | None = optional("Only results of tasks of this category.")
    inspected_from: dt.date | None = optional("Only results of visits on or after this day.")
    inspected_to: dt.date | None = optional("Only results of visits on or before this day.")
    search: str | None = optional(
        "Only results of institutions that `institutions` finds by this search: by name, how the name"
        " is read, address, credit code or licence number."
    )


PublicRecordOrder = order_of(
    "PublicRecord",
    "published results",
    {
        "PUBLISHED_AT": "By the time of publication.",
    },
    default=Direction.DESC,
)
