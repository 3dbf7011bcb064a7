"""An officer notes under a record why the inspected party did not sign."""

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
from schema.visits.inputs import SignatureRefusalInput, read_signed


@strawberry.input(description="A note on why the inspected party did not sign the current record.")
class RecordSignatureRefusalInput(SignatureRefusalInput):
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )


@strawberry.type(description="The record states that the inspected party did not sign.")
class SignatureRefusalRecorded:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


async def record_signature_refusal(
    info: Asked, input: RecordSignatureRefusalInput
) -> SignatureRefusalRecorded:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    signed = read_signed(
        [], input, input.device_clock_offset_ms, now=info.context.now(), is_list=False
    )
    assert signed.unsigned is not None
    unsigned, picture = signed.unsigned
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        facts, record = await signing.record_facts(deed.session, inspection)
        by = rules.sign(facts, unsigned.record_hash, by=deed.actor)
        assert record is not None
        await signing.refuse_unless_evidence(deed.session, inspection.id, signed.pictures)
        signing.note(deed.session, record.id, unsigned, by=by, at=deed.now, evidence_id=picture)
        deed.audit(
            "inspection.record_unsigned",
            on=inspection.id,
            version=record.version_no,
            because=unsigned.because,
        )
        return deed.done(SignatureRefusalRecorded(inspection_id=inspection.id))
