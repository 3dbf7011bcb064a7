"""An auditor closes a picture that was public: a face was seen, a name could be read."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import releasing as rules
from persistence.evidence import releasing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.evidence import types
from schema.inputs import OPERATION_ID, Faults, key_of


@strawberry.input(description="A picture that is to be public no longer.")
class RetractEvidenceInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    evidence_id: strawberry.ID = strawberry.field(description="The picture.")
    reason: str = strawberry.field(description="Why, up to 500 characters; kept with the audit.")


@strawberry.type(description="The picture is public no longer.")
class EvidenceRetracted:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = shown("evidence_id", "The picture.")


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
