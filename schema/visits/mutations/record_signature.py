"""An officer records a signature under a record that was filed before."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.visits import signing as rules
from persistence import inspections
from persistence.visits import signing
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.visits.inputs import SignatureInput, read_signed


@strawberry.input(description="A signature under the current record.")
class RecordSignatureInput(SignatureInput):
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )


@strawberry.type(description="The signature is on the record.")
class SignatureRecorded:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


async def record_signature(info: Asked, input: RecordSignatureInput) -> SignatureRecorded:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    signed = read_signed(
        [input], None, input.device_clock_offset_ms, now=info.context.now(), is_list=False
    )
    ((signature, picture),) = signed.signatures
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        facts, record = await signing.record_facts(deed.session, inspection)
        by = rules.sign(facts, signature.record_hash, by=deed.actor)
        assert record is not None
        await signing.refuse_unless_evidence(deed.session, inspection.id, signed.pictures)
        signing.sign(deed.session, record.id, signature, by=by, at=deed.now, evidence_id=picture)
        deed.audit(
            "inspection.record_signed",
            on=inspection.id,
            version=record.version_no,
            party=signature.party,
        )
        return deed.done(SignatureRecorded(inspection_id=inspection.id))
