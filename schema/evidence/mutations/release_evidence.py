"""An auditor makes one picture of a published result public."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import releasing as rules
from persistence.evidence import releasing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.evidence import types
from schema.inputs import OPERATION_ID, Faults, key_of


@strawberry.input(description="The picture that is to be made public.")
class ReleaseEvidenceInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    evidence_id: strawberry.ID = strawberry.field(
        description="The id of the evidence, which must be a picture."
    )
    reason: str = strawberry.field(
        description="The reason for which the public may see it, up to 500 characters; kept in the "
        "audit trail."
    )


@strawberry.type(description="The picture is public and appears with the published result.")
class EvidenceReleased:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = shown(
        "evidence_id", "The evidence with the picture that was made public."
    )


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
