"""What is done about corrections: order, verify, report, accept, extend, re-inspect, escalate."""

import strawberry

from domain.evidence.completeness import EvidenceIncomplete
from domain.inspections import assignments
from domain.inspections.certificates import CertificateNotValid
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.publication.results import DeciderTookPart
from domain.rectification import measures, orders, rechecks, submissions
from domain.refusals import ChangedMeanwhile, IdTaken
from domain.transitions import IllegalTransition
from schema.mutations import mutation
from schema.rectification.mutations.accept_rectification import (
    RectificationAccepted,
    accept_rectification,
)
from schema.rectification.mutations.decide_escalation import EscalationDecided, decide_escalation
from schema.rectification.mutations.extend_rectification import (
    RectificationExtended,
    extend_rectification,
)
from schema.rectification.mutations.issue_correction_order import (
    CorrectionOrderIssued,
    issue_correction_order,
)
from schema.rectification.mutations.plan_recheck import RecheckPlanned, plan_recheck
from schema.rectification.mutations.submit_rectification import (
    RectificationSubmitted,
    submit_rectification,
)
from schema.rectification.mutations.verify_correction import CorrectionVerified, verify_correction


@strawberry.type
class RectificationMutations:
    issue_correction_order: CorrectionOrderIssued = mutation(
        issue_correction_order,
        permission=Permission.ORDER_ISSUE,
        description="Order the institution to correct a violation, at once or by a set day.",
        refuses=(
            orders.NoOrderAfterwards,
            orders.OfficerNotOnSite,
            orders.OrderTooLong,
            CertificateNotValid,
            IdTaken,
        ),
    )
    verify_correction: CorrectionVerified = mutation(
        verify_correction,
        permission=Permission.ORDER_ISSUE,
        description="Close an order whose correction the officer saw on site.",
        refuses=(orders.OrderNotImmediate, orders.OfficerNotOnSite, IllegalTransition),
    )
    submit_rectification: RectificationSubmitted = mutation(
        submit_rectification,
        permission=Permission.ORDER_ANSWER,
        description="Report, as the institution, what was corrected; a late report is marked,"
        " not refused.",
        refuses=(IllegalTransition,),
    )
    accept_rectification: RectificationAccepted = mutation(
        accept_rectification,
        permission=Permission.ORDER_ACCEPT,
        description="Accept a reported correction on the documents, which closes the order.",
        refuses=(
            IllegalTransition,
            submissions.AcceptorIsOfficer,
            EvidenceIncomplete,
            ChangedMeanwhile,
        ),
    )
    extend_rectification: RectificationExtended = mutation(
        extend_rectification,
        permission=Permission.ORDER_EXTEND,
        description="Extend the deadline once, to at most 90 days after the order.",
        refuses=(
            IllegalTransition,
            DeciderTookPart,
            submissions.OrderImmediate,
            submissions.AlreadyExtended,
            orders.OrderTooLong,
            ChangedMeanwhile,
        ),
    )
    plan_recheck: RecheckPlanned = mutation(
        plan_recheck,
        permission=Permission.INSPECTION_ASSIGN,
        description="Assign a re-inspection: officers verify whether an order was followed.",
        refuses=(
            IllegalTransition,
            rechecks.RecheckTeamUnchanged,
            ChangedMeanwhile,
            assignments.TooFewOfficers,
            assignments.MayNotLead,
            assignments.OfficerOutsideAuthority,
            assignments.OfficerRecused,
            assignments.OwnAssignment,
            CertificateNotValid,
            NotAnAdministrativeOrgan,
            OutsideJurisdiction,
        ),
    )
    decide_escalation: EscalationDecided = mutation(
        decide_escalation,
        permission=Permission.ORDER_ESCALATE,
        description="Adopt or dismiss a measure proposed because an order was not followed.",
        refuses=(
            IllegalTransition,
            DeciderTookPart,
            measures.MeasureNotOfRegime,
            ChangedMeanwhile,
        ),
    )
