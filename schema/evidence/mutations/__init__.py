"""Mutations of evidence. The bytes are uploaded separately."""

import strawberry

from domain.evidence import declarations, quotas, releases
from domain.inspections.audits import AuditorIsOfficer
from domain.permissions import Permission
from domain.refusals import TooManyAttempts
from schema.evidence.mutations.check_evidence import EvidenceChecked, check_evidence
from schema.evidence.mutations.declare_evidence import EvidenceDeclared, declare_evidence
from schema.evidence.mutations.release_evidence import EvidenceReleased, release_evidence
from schema.evidence.mutations.retract_evidence import EvidenceRetracted, retract_evidence
from schema.evidence.mutations.withdraw_evidence import EvidenceWithdrawn, withdraw_evidence
from schema.mutations import mutation


@strawberry.type
class EvidenceMutations:
    declare_evidence: EvidenceDeclared = mutation(
        declare_evidence,
        permission=Permission.EVIDENCE_DECLARE,
        description="Declare the evidence that will be uploaded, and learn where to upload it.",
        refuses=(
            declarations.EvidenceClosed,
            declarations.EvidenceSuperseded,
            declarations.LateEvidenceNeedsReason,
            quotas.OwnerQuotaExceeded,
            quotas.PersonQuotaExceeded,
            TooManyAttempts,
        ),
    )
    withdraw_evidence: EvidenceWithdrawn = mutation(
        withdraw_evidence,
        permission=Permission.EVIDENCE_DECLARE,
        description="Withdraw evidence that was declared and will not be uploaded. What has "
        "arrived stays.",
        refuses=(declarations.EvidenceNotExpected, TooManyAttempts),
    )
    check_evidence: EvidenceChecked = mutation(
        check_evidence,
        permission=Permission.EVIDENCE_CHECK,
        description="Read a file again and compare it with the hash under which it was sealed.",
        refuses=(declarations.EvidenceNotArrived,),
    )
    release_evidence: EvidenceReleased = mutation(
        release_evidence,
        permission=Permission.EVIDENCE_RELEASE,
        description="Make one picture of a published result public, without the metadata that the "
        "camera recorded.",
        refuses=(
            releases.NotAReleasablePicture,
            releases.ResultNotPublic,
            releases.EvidenceNotIntact,
            releases.EvidenceAlreadyReleased,
            AuditorIsOfficer,
        ),
    )
    retract_evidence: EvidenceRetracted = mutation(
        retract_evidence,
        permission=Permission.EVIDENCE_RELEASE,
        description="Withdraw a picture that was made public.",
        refuses=(
            releases.NotAReleasablePicture,
            releases.EvidenceNotReleased,
            AuditorIsOfficer,
        ),
    )
