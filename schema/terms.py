"""The code lists of the domain as GraphQL enums, each member described in English with its Chinese."""

import strawberry

from domain.alerts.terms import AlertKind
from domain.authorities import AuthorityKind, Sector
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
from domain.draw.differences import DifferenceKind
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
    RiskClass,
    SubjectKind,
)
from domain.items import ItemClass
from domain.plans.terms import DrawScope, PlanState
from domain.positions import Datum
from domain.publication.terms import (
    DeclineGround,
    FollowUpState,
    ObjectionState,
    Outlet,
    PublicationState,
    RepairState,
    ReplyState,
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
from domain.registries.terms import (
    ExclusionGround,
    OfficerExclusion,
    RecusalGround,
    RiskInput,
    StopGround,
)
from domain.roles import Role
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
    AppointmentState: "Whether a proposed time was answered.",
    ArrivalFlag: "What is noted about a check-in.",
    AlertKind: "What is late or waits for somebody.",
    AuditDecision: "An auditor's decision on a filed result.",
    AuthorityKind: "What kind of body supervises; only an administrative organ inspects.",
    Category: "What a course or entitlement is about.",
    CertificateKind: "What kind of certificate a teacher holds.",
    ChargeBasis: "What one charge pays for.",
    ClosedBy: "How a correction order was closed.",
    ComplaintCategory: "What a complaint is about.",
    ComplaintChannel: "The way a complaint came in.",
    ComplaintKind: "Whether a dispute is to be mediated, a violation verified, or a question answered.",
    ComplaintState: "Where a complaint stands.",
    CourseState: "Whether a course is offered.",
    CreditGrade: "Published creditworthiness grade of an institution.",
    CodeStatus: "What an inspection code is worth.",
    DeclineGround: "Why a reply is not shown.",
    FollowUpState: "Whether a measure is finished.",
    ObjectionState: "What became of an objection.",
    Outlet: "Where a result is published.",
    PublicationState: "Whether a result is published in an outlet.",
    RepairState: "What became of an application for repair.",
    ReplyState: "Whether a reply is shown.",
    WithdrawalGround: "Why a result is not public any more.",
    WithholdingGround: "Why a part of a result is not published.",
    Datum: "The datum a position was taken in.",
    Delivery: "How training is held.",
    DifferenceKind: "What differs when a draw is done again.",
    DrawScope: "Whether a draw is from all objects or from some.",
    DrawStage: "How much of a draw is public.",
    Employment: "How a teacher is employed.",
    EndReason: "Why an employment ended.",
    EntitlementKind: "What an institution is entitled by.",
    EntitlementState: "Where an entitlement stands.",
    EntropySource: "Where the chance of a draw comes from.",
    EscalationCause: "Why a measure is proposed.",
    EscalationDecision: "A person's decision on a proposed measure.",
    EscalationMeasure: "What may follow a correction order that was not kept.",
    EscalationState: "Where a proposed measure stands.",
    ExclusionGround: "Why an object stayed out of a pool.",
    EvidenceKind: "What a piece of evidence is.",
    EvidenceProgress: "How far the evidence of something has come.",
    EvidenceState: "Where one piece of evidence stands.",
    EvidenceVerdict: "Whether evidence is what was sealed when it arrived.",
    Existence: "Legal existence of an institution.",
    ForbiddenBecause: "Why no school subject may be taught on a day.",
    FoundBy: "How an in-service school teacher came to light.",
    Handling: "What was done about one checklist item.",
    Identification: "Whether a complainant gave a name.",
    InspectionState: "How far a result is on its way to the public.",
    InstitutionKind: "What an institution is; it may be several at once.",
    ItemClass: "General items are limited, key items are not.",
    LegalForm: "Whether an institution is run for profit.",
    ListingRole: "Whether a directory listing is for training or for evaluation.",
    ListStatus: "Which public list an institution is on.",
    Measure: "What follows from a result.",
    Method: "How an inspection was carried out.",
    NonAcceptanceGround: "Why a complaint was not accepted.",
    NoticeMode: "When the institution is told of a visit.",
    OfficerExclusion: "Why an inspector was not dealt in a draw.",
    OrderKind: "Whether something is to be corrected at once or by a day.",
    OrderState: "Where a correction order stands.",
    PlanState: "Where an annual plan stands.",
    OwnerKind: "What evidence belongs to.",
    PositionProvider: "Where a phone has its position from.",
    RealName: "How sure the register is of a parent's name.",
    RecusalGround: "Why an officer is kept away from an object.",
    RecusalRequestSide: "Who asks that an officer does not take part.",
    RecusalRequestState: "Whether a request for recusal was decided.",
    RegionLevel: "Level of a region.",
    RepairStatus: "Whether a published result was repaired.",
    ReplacementReason: "Why an officer was replaced.",
    ResultCode: "What an inspection found.",
    RiskClass: "Internal risk class; never published.",
    RiskInput: "What a risk class is made of.",
    Role: "A bundle of permissions, held at an authority or an institution.",
    Sector: "The line of government an authority answers for.",
    SignatureParty: "For whom somebody signs a record.",
    Stage: "Who is taught.",
    StopGround: "Why inspections of an object are stopped.",
    SubjectKind: "Whether training covers school subjects.",
    TaskCategory: "Category of an inspection task.",
    TaskState: "Where an inspection task stands.",
    TaskTrigger: "What set off an inspection task.",
    UnsignedBecause: "Why the inspected party did not sign.",
    Weakness: "Why a password will not do.",
    Weekday: "Day of the week.",
}

for _term, _description in DESCRIPTIONS.items():
    strawberry.enum(_term, name=_term.list_name(), description=_description)
    for _value in _term.__strawberry_definition__.values:  # type: ignore[attr-defined]
        _member: Term = _term.__members__[_value.value]
        _value.description = f"{_member.en} ({_member.zh})."
