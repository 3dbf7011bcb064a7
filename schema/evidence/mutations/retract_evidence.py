"""An auditor withdraws a picture that was public, because it shows a face or a name."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import releases as rules
from domain.evidence.terms import OwnerKind
from domain.inspections.audits import AuditorIsOfficer
from domain.permissions import Permission
from persistence.evidence import releases
from schema.evidence import types
from schema.evidence.owner_fields import owner
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections.types import Inspection
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The picture that is no longer to be public.")
class RetractEvidenceInput:
    operation_id: UUID = field(OPERATION_ID)
    evidence_id: strawberry.ID = field("The id of the evidence whose picture is public.")
    reason: str = field(
        "The reason for the withdrawal, up to 500 characters; kept in the audit trail."
    )


@strawberry.type(description="The picture is no longer public.")
class EvidenceRetracted:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = refetched(
        "evidence_id", "The evidence with the picture that was withdrawn."
    )
    inspection: Inspection | None = owner(OwnerKind.INSPECTION)


@mutation(
    permission=Permission.EVIDENCE_RELEASE,
    description="Withdraw a picture that was made public.",
    refuses=(
        rules.NotAReleasablePicture,
        rules.EvidenceNotReleased,
        AuditorIsOfficer,
    ),
)
async def retract_evidence(info: Info, input: RetractEvidenceInput) -> EvidenceRetracted:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    evidence_id = key_of("Evidence", input.evidence_id, "evidenceId")
    async with begin_transaction(info, input) as transaction:
        slot, picture = await releases.claim(
            transaction.session, transaction.actor, transaction.keys, evidence_id
        )
        rules.retract(picture, by=transaction.actor)
        slot.record_release(by=None, at=None)
        transaction.audit("evidence.retracted", on=slot.id, reason=reason)
        return transaction.succeed(EvidenceRetracted(evidence_id=slot.id))
