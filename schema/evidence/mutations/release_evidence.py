"""An auditor opens one picture of a published result to everyone."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import releasing as rules
from persistence.evidence import releasing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.evidence import types
from schema.inputs import OPERATION_ID, Faults, key_of


@strawberry.input(description="A picture to be made public.")
class ReleaseEvidenceInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    evidence_id: strawberry.ID = strawberry.field(description="The picture.")
    reason: str = strawberry.field(
        description="Why the public may see it, up to 500 characters; kept with the audit."
    )


@strawberry.type(description="Everyone may look at the picture with the published result.")
class EvidenceReleased:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = shown("evidence_id", "The picture.")


async def release_evidence(info: Asked, input: ReleaseEvidenceInput) -> EvidenceReleased:
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    evidence_id = key_of("Evidence", input.evidence_id, "evidenceId")
    async with writing(info, input) as deed:
        slot, picture = await releasing.claim(deed.session, deed.actor, deed.keys, evidence_id)
        rules.release(picture, by=deed.actor)
        slot.record_release(by=deed.actor.account_id, at=deed.now)
        deed.audit("evidence.released", on=slot.id, reason=reason)
        return deed.done(EvidenceReleased(evidence_id=slot.id))
