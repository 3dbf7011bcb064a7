"""What officials do with inspections: assign, file, confirm and audit."""

import strawberry

from domain.checklists import ChecklistVersionUnknown
from domain.evidence.completing import EvidenceIncomplete
from domain.inspections import assigning, auditing, confirming, filing, results
from domain.inspections.certificates import CertificateNotValid
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.visits.signing import SignatureDoesNotFit, SignatureMissing
from schema.deeds import deed
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


@strawberry.type
class InspectionMutations:
    assign_inspection: InspectionAssigned = deed(
        assign_inspection,
        permission=Permission.INSPECTION_ASSIGN,
        description="Assign a case visit: institution, officers, window and reason.",
        refuses=(
            assigning.TooFewOfficers,
            assigning.MayNotLead,
            assigning.OfficerOutsideAuthority,
            assigning.OfficerRecused,
            assigning.OwnAssignment,
            CertificateNotValid,
            NotAnAdministrativeOrgan,
            OutsideJurisdiction,
        ),
    )
    file_inspection_result: InspectionResultFiled = deed(
        file_inspection_result,
        permission=Permission.INSPECTION_FILE_RESULT,
        description="File the result of a visit, or file it again: after a rejection, or to"
        " correct it before all officers have confirmed it.",
        refuses=(
            filing.ResultAlreadyFiled,
            filing.InspectionNotYetHeld,
            filing.VisitInFuture,
            filing.WindowOver,
            filing.NotCheckedIn,
            ChecklistVersionUnknown,
            CertificateNotValid,
            results.ResultContradictsFindings,
            results.OrderRequired,
            results.FindingRequired,
            results.AttemptsRequired,
            SignatureDoesNotFit,
        ),
    )
    confirm_inspection_result: InspectionResultConfirmed = deed(
        confirm_inspection_result,
        permission=Permission.INSPECTION_FILE_RESULT,
        description="Confirm the record that another officer of the visit filed.",
        refuses=(
            confirming.AlreadyConfirmed,
            confirming.NotAwaitingConfirmation,
            ChangedMeanwhile,
            CertificateNotValid,
        ),
    )
    audit_inspection_result: InspectionResultAudited = deed(
        audit_inspection_result,
        permission=Permission.INSPECTION_AUDIT_RESULT,
        description="Approve a confirmed result, which publishes it unless `publish` is false,"
        " or send it back to the officers.",
        refuses=(
            auditing.NotAwaitingAudit,
            auditing.AuditorIsOfficer,
            auditing.AuditorIsTaskManager,
            EvidenceIncomplete,
            SignatureMissing,
        ),
    )
