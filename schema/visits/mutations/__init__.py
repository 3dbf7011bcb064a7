"""What is done about a visit: notice, arrival, signatures, appointments, recusal requests."""

import strawberry

from domain.draw.replacing import NobodyIsNext, NotInTheDraw
from domain.inspections import assigning, filing
from domain.inspections.certificates import CertificateNotValid
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.rectification.rechecking import RecheckTeamUnchanged
from domain.refusals import IdTaken
from domain.tasks import drawing
from domain.visits import arriving, noticing, recusing, signing
from schema.deeds import deed
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

_OF_SIGNING = (signing.SignatureTooLate, signing.SignatureDoesNotFit, signing.AlreadySigned)


@strawberry.type
class VisitMutations:
    issue_notice: NoticeIssued = deed(
        issue_notice,
        permission=Permission.NOTICE_ISSUE,
        description="Notify the institution of a visit in advance.",
        refuses=(noticing.NoticeAlreadyIssued, noticing.NoticeTooLate),
    )
    acknowledge_notice: NoticeAcknowledged = deed(
        acknowledge_notice,
        permission=Permission.NOTICE_RESPOND,
        description="Acknowledge, as the institution, that the notice was read.",
        refuses=(noticing.AlreadyAcknowledged,),
    )
    propose_appointment: AppointmentProposed = deed(
        propose_appointment,
        permission=Permission.NOTICE_RESPOND,
        description="Propose, as the institution, a time for the visit.",
        refuses=(
            noticing.AppointmentNotOffered,
            noticing.NoticeTooLate,
            noticing.AppointmentOpen,
            IdTaken,
        ),
    )
    decide_appointment: AppointmentDecided = deed(
        decide_appointment,
        permission=Permission.NOTICE_ISSUE,
        description="Accept or decline the time that an institution proposed.",
        refuses=(noticing.AppointmentSettled, noticing.NoticeTooLate),
    )
    request_recusal: RecusalRequested = deed(
        request_recusal,
        permission=Permission.RECUSAL_REQUEST,
        description="Request that an officer does not take part in a visit: by the institution,"
        " or by the officer.",
        refuses=(recusing.RecusalRequestOpen, recusing.RecusalTooLate, IdTaken),
    )
    decide_recusal_request: RecusalRequestDecided = deed(
        decide_recusal_request,
        permission=Permission.INSPECTION_REPLACE_OFFICER,
        description="Uphold a recusal request, which replaces the officer, or refuse it.",
        refuses=(
            recusing.RecusalRequestSettled,
            recusing.OwnRecusalRequest,
            recusing.RecusalTooLate,
            drawing.OwnReplacement,
            drawing.NotDrawn,
            drawing.IncomingOfficerDrawn,
            drawing.NotOnTheVisit,
            drawing.ReplacementTooLate,
            NobodyIsNext,
            NotInTheDraw,
            RecheckTeamUnchanged,
            assigning.OwnAssignment,
            assigning.OfficerOutsideAuthority,
            assigning.OfficerRecused,
            assigning.MayNotLead,
            CertificateNotValid,
            NotAnAdministrativeOrgan,
        ),
    )
    check_in: CheckedIn = deed(
        check_in,
        permission=Permission.VISIT_ATTEND,
        description="Check in at a visit. A distant or doubtful position is noted, never refused.",
        refuses=(
            arriving.AlreadyCheckedIn,
            arriving.CheckInTooLate,
            filing.InspectionNotYetHeld,
            filing.VisitInFuture,
            filing.WindowOver,
            CertificateNotValid,
            IdTaken,
        ),
    )
    check_out: CheckedOut = deed(
        check_out,
        permission=Permission.VISIT_ATTEND,
        description="Check out when leaving a visit.",
        refuses=(
            filing.NotCheckedIn,
            arriving.AlreadyCheckedOut,
            arriving.CheckInTooLate,
            filing.VisitInFuture,
        ),
    )
    record_signature: SignatureRecorded = deed(
        record_signature,
        permission=Permission.VISIT_ATTEND,
        description="Record a signature under the current record, until it is audited.",
        refuses=_OF_SIGNING,
    )
    record_signature_refusal: SignatureRefusalRecorded = deed(
        record_signature_refusal,
        permission=Permission.VISIT_ATTEND,
        description="Note under the current record why the inspected party did not sign.",
        refuses=_OF_SIGNING,
    )
