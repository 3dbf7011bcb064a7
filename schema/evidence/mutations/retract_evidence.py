"""An auditor withdraws a picture that was public, because it shows a face or a name."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import releasing as rules
from persistence.evidence import releasing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.evidence import types
from schema.inputs import OPERATION_ID, Faults, key_of


@strawberry.input(description="The picture that is no longer to be public.")
class RetractEvidenceInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    evidence_id: strawberry.ID = strawberry.field(
        description="The id of the evidence whose picture is public."
    )
    reason: str = strawberry.field(
        description="The reason for the withdrawal, up to 500 characters; kept in the audit trail."
    )


@strawberry.type(description="The picture is no longer public.")
class EvidenceRetracted:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = shown(
        "evidence_id", "The evidence with the picture that was withdrawn."
    )


async def retract_evidence(info: Asked, input: RetractEvidenceInput) -> EvidenceRetracted:
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    evidence_id = key_of("Evidence", input.evidence_id, "evidenceId")
    async with writing(info, input) as deed:
        slot, picture = await releasing.claim(deed.session, deed.actor, deed.keys, evidence_id)
        rules.retract(picture, by=deed.actor)
        slot.record_release(by=None, at=None)
        deed.audit("evidence.retracted", on=slot.id, reason=reason)
        return deed.done(EvidenceRetracted(evidence_id=slot.id))
