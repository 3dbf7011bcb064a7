"""An officer notes under a record why the inspected party did not sign."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.visits import record_signatures as rules
from persistence.visits import record_signatures
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_draft, mutation
from schema.visits.inputs import SignatureRefusalInput, read_signed


@strawberry.input(description="A note on why the inspected party did not sign the current record.")
class RecordSignatureRefusalInput(SignatureRefusalInput):
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )


@strawberry.type(description="The record states that the inspected party did not sign.")
class SignatureRefusalRecorded:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.VISIT_ATTEND,
    description="Note under the current record why the inspected party did not sign.",
    refuses=(rules.SignatureTooLate, rules.SignatureDoesNotFit, rules.AlreadySigned),
)
async def record_signature_refusal(
    info: Info, input: RecordSignatureRefusalInput
) -> SignatureRefusalRecorded:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    signed = read_signed(
        [], input, input.device_clock_offset_ms, now=info.context.now(), is_list=False
    )
    assert signed.unsigned is not None
    unsigned, picture = signed.unsigned
    async with begin_draft(info, input) as transaction:
        draft, actor = transaction.draft, transaction.actor
        visit, facts = await record_signatures.to_sign(draft, actor, inspection_id)
        by = rules.sign(facts, unsigned.record_hash, by=actor)
        visit.refuse_unless_evidence(signed.pictures)
        record_signatures.note(
            draft, visit.record_id, unsigned, by=by, at=transaction.now, evidence_id=picture
        )
        transaction.audit(
            "inspection.record_unsigned",
            on=inspection_id,
            version=visit.version_no,
            because=unsigned.because,
        )
        return transaction.succeed(SignatureRefusalRecorded(inspection_id=inspection_id))
