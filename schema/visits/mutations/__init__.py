"""What is done about a visit: notice, arrival, signatures, appointments, recusal requests."""

import strawberry

from domain.draws.replacements import NobodyIsNext, NotInTheDraw
from domain.inspections import assignments, file_result
from domain.inspections.certificates import CertificateNotValid
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.rectification.rechecks import RecheckTeamUnchanged
from domain.refusals import IdTaken
from domain.tasks import draw_steps
from domain.visits import check_ins, notices, record_signatures, recusal_requests
from schema.mutations import mutation
from schema.visits.mutations.acknowledge_notice import NoticeAcknowledged, acknowledge_notice
from schema.visits.mutations.check_in import CheckedIn, check_in
from schema.visits.mutations.check_out import CheckedOut, check_out
from schema.visits.mutations.decide_appointment import AppointmentDecided, decide_appointment
from schema.visits.mutations.decide_recusal_request import (
    RecusalRequestDecided,
    decide_recusal_request,
)
from schema.visits.mutations.issue_notice import NoticeIssued, issue_notice
from schema.visits.mutations.propose_appointment import (
    AppointmentProposed,
    propose_appointment,
)
from schema.visits.mutations.record_signature import SignatureRecorded, record_signature
from schema.visits.mutations.record_signature_refusal import (
    SignatureRefusalRecorded,
    record_signature_refusal,
)
from schema.visits.mutations.request_recusal import RecusalRequested, request_recusal

_OF_SIGNING = (
    record_signatures.SignatureTooLate,
    record_signatures.SignatureDoesNotFit,
    record_signatures.AlreadySigned,
)


@strawberry.type
class VisitMutations:
    issue_notice: NoticeIssued = mutation(
        issue_notice,
        permission=Permission.NOTICE_ISSUE,
        description="Notify the institution of a visit in advance.",
        refuses=(notices.NoticeAlreadyIssued, notices.NoticeTooLate),
    )
    acknowledge_notice: NoticeAcknowledged = mutation(
        acknowledge_notice,
        permission=Permission.NOTICE_RESPOND,
        description="Acknowledge, as the institution, that the notice was read.",
        refuses=(notices.AlreadyAcknowledged,),
    )
    propose_appointment: AppointmentProposed = mutation(
        propose_appointment,
        permission=Permission.NOTICE_RESPOND,
        description="Propose, as the institution, a time for the visit.",
        refuses=(
            notices.AppointmentNotOffered,
            notices.NoticeTooLate,
            notices.AppointmentOpen,
            IdTaken,
        ),
    )
    decide_appointment: AppointmentDecided = mutation(
        decide_appointment,
        permission=Permission.NOTICE_ISSUE,
        description="Accept or decline the time that an institution proposed.",
        refuses=(notices.AppointmentSettled, notices.NoticeTooLate),
    )
    request_recusal: RecusalRequested = mutation(
        request_recusal,
        permission=Permission.RECUSAL_REQUEST,
        description="Request that an officer does not take part in a visit: by the institution,"
        " or by the officer.",
        refuses=(recusal_requests.RecusalRequestOpen, recusal_requests.RecusalTooLate, IdTaken),
    )
    decide_recusal_request: RecusalRequestDecided = mutation(
        decide_recusal_request,
        permission=Permission.INSPECTION_REPLACE_OFFICER,
        description="Uphold a recusal request, which replaces the officer, or refuse it.",
        refuses=(
            recusal_requests.RecusalRequestSettled,
            recusal_requests.OwnRecusalRequest,
            recusal_requests.RecusalTooLate,
            draw_steps.OwnReplacement,
            draw_steps.NotDrawn,
            draw_steps.IncomingOfficerDrawn,
            draw_steps.NotOnTheVisit,
            draw_steps.ReplacementTooLate,
            NobodyIsNext,
            NotInTheDraw,
            RecheckTeamUnchanged,
            assignments.OwnAssignment,
            assignments.OfficerOutsideAuthority,
            assignments.OfficerRecused,
            assignments.MayNotLead,
            CertificateNotValid,
            NotAnAdministrativeOrgan,
        ),
    )
    check_in: CheckedIn = mutation(
        check_in,
        permission=Permission.VISIT_ATTEND,
        description="Check in at a visit. A distant or doubtful position is noted, never refused.",
        refuses=(
            check_ins.AlreadyCheckedIn,
            check_ins.CheckInTooLate,
            file_result.InspectionNotYetHeld,
            file_result.VisitInFuture,
            file_result.WindowOver,
            CertificateNotValid,
            IdTaken,
        ),
    )
    check_out: CheckedOut = mutation(
        check_out,
        permission=Permission.VISIT_ATTEND,
        description="Check out when leaving a visit.",
        refuses=(
            file_result.NotCheckedIn,
            check_ins.AlreadyCheckedOut,
            check_ins.CheckInTooLate,
            file_result.VisitInFuture,
        ),
    )
    record_signature: SignatureRecorded = mutation(
        record_signature,
        permission=Permission.VISIT_ATTEND,
        description="Record a signature under the current record, until it is audited.",
        refuses=_OF_SIGNING,
    )
    record_signature_refusal: SignatureRefusalRecorded = mutation(
        record_signature_refusal,
        permission=Permission.VISIT_ATTEND,
        description="Note under the current record why the inspected party did not sign.",
        refuses=_OF_SIGNING,
    )
