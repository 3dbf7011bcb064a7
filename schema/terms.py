"""The code lists of the domain as GraphQL enums; each member is described by its two labels."""

import strawberry

from domain.alerts.terms import AlertKind
from domain.authorities import AuthorityKind, ChangeKind, ChangeState, Sector
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Identification,
    NonAcceptanceGround,
    RealName,
)
from domain.courses import ChargeBasis, CourseState, Stage, Weekday
from domain.courses.terms import ForbiddenBecause
from domain.credentials import Weakness
from domain.draws.differences import DifferenceKind
from domain.draws.signatures import BeaconSignature
from domain.evidence.terms import (
    EvidenceKind,
    EvidenceProgress,
    EvidenceState,
    EvidenceVerdict,
    OwnerKind,
)
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
from domain.institutions import (
    Category,
    CreditGrade,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    LegalForm,
    ListingRole,
    ListStatus,
    Programme,
    RiskClass,
    SubjectKind,
)
from domain.items import ItemClass
from domain.ledgers.terms import LedgerJobState, LedgerKind, LedgerRowOutcome
from domain.plans.terms import DrawScope, PlanState
from domain.positions import Datum
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
    WithholdingGround,
)
from domain.rectification.terms import (
    ClosedBy,
    EscalationCause,
    EscalationDecision,
    EscalationMeasure,
    EscalationState,
    OrderKind,
    OrderState,
)
from domain.regions import RegionLevel
from domain.registrations import (
    DifferenceDecision,
    DifferenceField,
    DifferenceState,
    RegistrationKind,
    RegistrationState,
)
from domain.registries.terms import (
    ExclusionGround,
    OfficerExclusion,
    RecusalGround,
    RiskInput,
    StopGround,
)
from domain.roles import Role
from domain.standings.terms import (
    AppealOutcome,
    Ending,
    RulingState,
    RulingStepKind,
    StandingKind,
)
from domain.tasks.terms import DrawStage, EntropySource
from domain.teachers import CertificateKind, Employment, EndReason
from domain.teachers.terms import FoundBy
from domain.terms import Term
from domain.visits.terms import (
    AppointmentState,
    ArrivalFlag,
    CodeStatus,
    PositionProvider,
    RecusalRequestSide,
    RecusalRequestState,
    SignatureParty,
    UnsignedBecause,
)

DESCRIPTIONS: dict[type[Term], str] = {
    AppointmentState: "Whether the institution has answered a proposed time for a visit.",
    ArrivalFlag: "What is noted about an officer's check-in at a visit.",
    AlertKind: "What is late, or waits for someone to act.",
    AuditDecision: "An auditor's decision on a filed inspection result.",
    AuthorityKind: "Which kind of body supervises. Only an administrative organ inspects.",
    Category: "The subject area of a course or entitlement.",
    CertificateKind: "The kind of certificate a teacher holds.",
    ChangeKind: "What is to be changed of an authority, which takes a second person.",
    ChangeState: "Whether a proposed change of an authority waits or was decided.",
    ChargeBasis: "What one charge of a course pays for.",
    ClosedBy: "How a correction order came to be closed.",
    ComplaintCategory: "The subject of a complaint.",
    ComplaintChannel: "The channel through which a complaint came in.",
    ComplaintKind: "Whether a dispute is to be mediated, a violation verified, or a question "
    "answered.",
    ComplaintState: "The stage of handling that a complaint has reached.",
    CourseState: "Whether a course is offered to the public.",
    CreditGrade: "Published creditworthiness grade of an institution.",
    CodeStatus: "Whether an inspection code that was presented is valid.",
    DeclineGround: "The ground on which a reply is not published.",
    FollowUpState: "Whether a follow-up measure is finished.",
    ObjectionState: "The decision on an objection, or that it is pending.",
    Outlet: "The channel on which a result is published.",
    PublicationState: "Whether a result is published in an outlet.",
    RepairState: "The decision on an application for credit repair, or that it is pending.",
    ReplyState: "Whether an institution's reply is published.",
    TermDecision: "What a head decided on the time in public of an older result.",
    TombstoneKind: "The kind of what stood in public and stands no more.",
    WithdrawalGround: "The ground on which a result is no longer published.",
    WithholdingGround: "The ground on which part of a result is not published.",
    Ending: "How what was decided came to hold no more before its last day.",
    Programme: "A law or programme under which institutions are entitled.",
    AppealOutcome: "What became of an appeal against a ruling.",
    RulingState: "State of a ruling, from the notice of it on.",
    RulingStepKind: "A step on the way of a ruling, beside its states.",
    StandingKind: "What a decision puts on an institution, an entitlement or a person.",
    Datum: "The geodetic datum in which a position was recorded.",
    Delivery: "Whether training is held online or on site.",
    BeaconSignature: "What is known of the signature of a beacon's round.",
    DifferenceDecision: "What a person decides about a difference from another register.",
    DifferenceField: "What another register says otherwise than ours.",
    DifferenceState: "What has become of a difference from another register.",
    DifferenceKind: "What differs when a draw is computed again from its proof.",
    DrawScope: "Whether a draw covers all objects or only some.",
    DrawStage: "How much of a draw has been made public.",
    Employment: "The form in which a teacher is employed.",
    EndReason: "The reason for which an employment ended.",
    EntitlementKind: "The kind of licence, filing or listing that entitles an institution.",
    EntitlementState: "The state that an entitlement is in.",
    EntropySource: "The source of randomness for a draw.",
    EscalationCause: "The reason for which a further measure is proposed.",
    EscalationDecision: "An official's decision on a proposed further measure.",
    EscalationMeasure: "A measure that may follow when a correction order is not complied with.",
    EscalationState: "The state that a proposed further measure is in.",
    ExclusionGround: "The ground on which an object was excluded from a pool.",
    EvidenceKind: "The kind of file that serves as evidence.",
    EvidenceProgress: "Whether all declared evidence has arrived.",
    EvidenceState: "The state that one piece of evidence is in.",
    EvidenceVerdict: "Whether evidence still matches what was sealed when it arrived.",
    Existence: "Whether an institution exists as a legal entity.",
    ForbiddenBecause: "The reason for which school subjects may not be taught on a day.",
    FoundBy: "How an in-service school teacher was identified.",
    Handling: "What was done about one item of the checklist.",
    Identification: "Whether the complainant gave a name.",
    InspectionState: "The stage that a visit has reached, from entry of the result to its "
    "publication.",
    InstitutionKind: "What an institution is; one institution may be of several kinds.",
    ItemClass: (
        "Class of an inspection item. The ratio of objects is limited for general items, not "
        "for key items."
    ),
    LegalForm: "Whether an institution is run for profit.",
    ListingRole: "Whether a directory listing is for training or for evaluation.",
    ListStatus: "The public list on which an institution appears.",
    Measure: "A measure that follows from an inspection result.",
    Method: "The method by which an inspection was carried out.",
    NonAcceptanceGround: "The ground on which a complaint was not accepted.",
    NoticeMode: "When the institution is notified of a visit.",
    OfficerExclusion: "The ground on which an inspector was excluded from a draw.",
    OrderKind: "Whether a correction is due at once or by a certain day.",
    OrderState: "The state that a correction order is in.",
    PlanState: "The state that an annual inspection plan is in.",
    OwnerKind: "The kind of object that evidence belongs to.",
    PositionProvider: "The system from which a phone obtained its position.",
    RealName: "How reliably the register knows a parent's name.",
    RecusalGround: "The ground on which an officer must not inspect an institution.",
    RecusalRequestSide: "The party that requests the recusal of an officer.",
    RecusalRequestState: "The decision on a request for recusal, or that it is pending.",
    RegistrationKind: "The kind of registration with another organ.",
    RegistrationState: "What a registration with another organ is worth today.",
    RegionLevel: "Administrative level of a region, from nation to county.",
    RepairStatus: "Whether the credit damage of a published result was repaired.",
    ReplacementReason: "The reason for which an officer was replaced.",
    ResultSeverity: "How serious a negative result is; it decides how long it is public.",
    ResultCode: "What an inspection found, as published.",
    RiskClass: "Internal risk class of an institution; never published.",
    RiskInput: "One of the facts from which a risk class is computed.",
    Role: "A bundle of permissions, held at an authority, at an institution or at neither.",
    Sector: "The line of government that an authority is responsible for.",
    SignatureParty: "The party on whose behalf a record is signed.",
    Stage: "The school stage of the pupils taught.",
    LedgerJobState: "How far an uploaded ledger has come.",
    LedgerKind: "What the rows of an uploaded ledger are about.",
    LedgerRowOutcome: "What a row of an uploaded ledger comes to.",
    StopGround: "The ground on which inspections of an object are suspended.",
    SubjectKind: "Whether training covers school subjects.",
    TaskCategory: "Whether an inspection task is routine, a campaign or a case.",
    TaskState: "The state that an inspection task is in.",
    TaskTrigger: "The event that led to an inspection task.",
    UnsignedBecause: "The reason for which the inspected party did not sign.",
    Weakness: "The reason for which a password is not acceptable.",
    Weekday: "A day of the week, Monday to Sunday.",
}

for _term, _description in DESCRIPTIONS.items():
    strawberry.enum(_term, name=_term.list_name(), description=_description)
    for _value in _term.__strawberry_definition__.values:  # type: ignore[attr-defined]
        _member: Term = _term.__members__[_value.value]
        _value.description = f"Labelled “{_member.en}” in English and “{_member.zh}” in Chinese."
