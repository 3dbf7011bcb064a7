"""An auditor makes one picture of a published result public."""

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


@strawberry.input(description="The picture that is to be made public.")
class ReleaseEvidenceInput:
    operation_id: UUID = field(OPERATION_ID)
    evidence_id: strawberry.ID = field("The id of the evidence, which must be a picture.")
    reason: str = field(
        "The reason for which the public may see it, up to 500 characters; kept in the audit trail."
    )


@strawberry.type(description="The picture is public and appears with the published result.")
class EvidenceReleased:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = refetched(
        "evidence_id", "The evidence with the picture that was made public."
    )
    inspection: Inspection | None = owner(OwnerKind.INSPECTION)


@mutation(
    permission=Permission.EVIDENCE_RELEASE,
    description="Make one picture of a published result public, without the metadata that the "
    "camera recorded.",
    refuses=(
        rules.NotAReleasablePicture,
        rules.ResultNotPublic,
        rules.EvidenceNotIntact,
        rules.EvidenceAlreadyReleased,
        AuditorIsOfficer,
    ),
)
async def release_evidence(info: Info, input: ReleaseEvidenceInput) -> EvidenceReleased:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    evidence_id = key_of("Evidence", input.evidence_id, "evidenceId")
    async with begin_transaction(info, input) as transaction:
        slot, picture = await releases.claim(
            transaction.session, transaction.actor, transaction.keys, evidence_id
        )
        rules.release(picture, by=transaction.actor)
        slot.record_release(by=transaction.actor.account_id, at=transaction.now)
        transaction.audit("evidence.released", on=slot.id, reason=reason)
        return transaction.succeed(EvidenceReleased(evidence_id=slot.id))
