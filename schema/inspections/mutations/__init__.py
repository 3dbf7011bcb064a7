"""What officials do with inspections: assign, file, confirm and audit."""

import strawberry

from domain.checklists import ChecklistVersionUnknown
from domain.evidence.completeness import EvidenceIncomplete
from domain.inspections import assignments, audits, confirmations, file_result, results
from domain.inspections.certificates import CertificateNotValid
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.visits.record_signatures import SignatureDoesNotFit, SignatureMissing
from schema.inspections.mutations.assign_inspection import InspectionAssigned, assign_inspection
from schema.inspections.mutations.audit_inspection_result import (
    InspectionResultAudited,
    audit_inspection_result,
)
from schema.inspections.mutations.confirm_inspection_result import (
    InspectionResultConfirmed,
    confirm_inspection_result,
)
from schema.inspections.mutations.file_inspection_result import (
    InspectionResultFiled,
    file_inspection_result,
)
from schema.mutations import mutation


@strawberry.type
class InspectionMutations:
    assign_inspection: InspectionAssigned = mutation(
        assign_inspection,
        permission=Permission.INSPECTION_ASSIGN,
        description="Assign a case visit: institution, officers, window and reason.",
        refuses=(
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
    file_inspection_result: InspectionResultFiled = mutation(
        file_inspection_result,
        permission=Permission.INSPECTION_FILE_RESULT,
        description="File the result of a visit, or file it again: after a rejection, or to"
        " correct it before all officers have confirmed it.",
        refuses=(
            file_result.ResultAlreadyFiled,
            file_result.InspectionNotYetHeld,
            file_result.VisitInFuture,
            file_result.WindowOver,
            file_result.NotCheckedIn,
            ChecklistVersionUnknown,
            CertificateNotValid,
            results.ResultContradictsFindings,
            results.OrderRequired,
            results.FindingRequired,
            results.AttemptsRequired,
            SignatureDoesNotFit,
        ),
    )
    confirm_inspection_result: InspectionResultConfirmed = mutation(
        confirm_inspection_result,
        permission=Permission.INSPECTION_FILE_RESULT,
        description="Confirm the record that another officer of the visit filed.",
        refuses=(
            confirmations.AlreadyConfirmed,
            confirmations.NotAwaitingConfirmation,
            ChangedMeanwhile,
            CertificateNotValid,
        ),
    )
    audit_inspection_result: InspectionResultAudited = mutation(
        audit_inspection_result,
        permission=Permission.INSPECTION_AUDIT_RESULT,
        description="Approve a confirmed result, which publishes it unless `publish` is false,"
        " or send it back to the officers.",
        refuses=(
            audits.NotAwaitingAudit,
            audits.AuditorIsOfficer,
            audits.AuditorIsTaskManager,
            EvidenceIncomplete,
            SignatureMissing,
        ),
    )
