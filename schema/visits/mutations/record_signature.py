"""An officer records a signature under a record that was filed before."""

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
from schema.visits.inputs import SignatureInput, read_signed


@strawberry.input(description="A signature under the current record.")
class RecordSignatureInput(SignatureInput):
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    device_clock_offset_ms: int | None = strawberry.field(
        default=None,
        description="The phone's time minus the server's, in milliseconds; positive if the phone"
        " is ahead.",
    )


@strawberry.type(description="The signature is on the record.")
class SignatureRecorded:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.VISIT_ATTEND,
    description="Record a signature under the current record, until it is audited.",
    refuses=(rules.SignatureTooLate, rules.SignatureDoesNotFit, rules.AlreadySigned),
)
async def record_signature(info: Info, input: RecordSignatureInput) -> SignatureRecorded:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    signed = read_signed(
        [input], None, input.device_clock_offset_ms, now=info.context.now(), is_list=False
    )
    ((signature, picture),) = signed.signatures
    async with begin_draft(info, input) as transaction:
        draft, actor = transaction.draft, transaction.actor
        visit, facts = await record_signatures.to_sign(draft, actor, inspection_id)
        by = rules.sign(facts, signature.record_hash, by=actor)
        visit.refuse_unless_evidence(signed.pictures)
        record_signatures.sign(
            draft,
            visit.record_id,
            signature,
            by=by,
            at=transaction.now,
            evidence_id=picture,
        )
        transaction.audit(
            "inspection.record_signed",
            on=inspection_id,
            version=visit.version_no,
            party=signature.party,
        )
        return transaction.succeed(SignatureRecorded(inspection_id=inspection_id))
