"""A file is read again and compared with the hash under which it was sealed."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence.declarations import EvidenceNotArrived
from domain.evidence.terms import EvidenceState, EvidenceVerdict, OwnerKind
from domain.permissions import Permission
from persistence.evidence import declarations, downloads
from schema.complaints.types import Complaint
from schema.evidence import types
from schema.evidence.owner_fields import owner
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections.types import Inspection
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.rectification.types import CorrectionOrder


@strawberry.input(description="The evidence that is to be checked again.")
class CheckEvidenceInput:
    operation_id: UUID = field(OPERATION_ID)
    evidence_id: strawberry.ID = field("The id of the evidence to check.")


@strawberry.type(description="The file was compared with its hash.")
class EvidenceChecked:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = refetched(
        "evidence_id", "The evidence with the verdict of the check."
    )
    inspection: Inspection | None = owner(OwnerKind.INSPECTION)
    correction_order: CorrectionOrder | None = owner(OwnerKind.RECTIFICATION)
    complaint: Complaint | None = owner(OwnerKind.COMPLAINT)


@mutation(
    permission=Permission.EVIDENCE_CHECK,
    description="Read a file again and compare it with the hash under which it was sealed.",
    refuses=(EvidenceNotArrived,),
)
async def check_evidence(info: Info, input: CheckEvidenceInput) -> EvidenceChecked:
    evidence_id = key_of("Evidence", input.evidence_id, "evidenceId")
    verdict = await _found(info, evidence_id)
    async with begin_transaction(info, input) as transaction:
        slot = await declarations.claim(transaction.session, transaction.actor, evidence_id)
        if slot.state is not EvidenceState.RECEIVED:
            raise EvidenceNotArrived(slot.state)
        if verdict is None:
            # It arrived in the meantime and was not compared, so nothing is recorded.
            raise EvidenceNotArrived(EvidenceState.EXPECTED)
        slot.record_check(verdict, at=transaction.now)
        transaction.audit("evidence.checked", on=slot.id, verdict=verdict.value)
        return transaction.succeed(EvidenceChecked(evidence_id=slot.id))


async def _found(info: Info, evidence_id: UUID) -> EvidenceVerdict | None:
    """What the store holds; None before it has arrived. Read before the transaction, because two
    gigabytes take a while."""
    context = info.context
    async with context.database.writing() as session:
        visible = await downloads.visible_evidence(session, context.actor, evidence_id)
    if not visible.is_received:
        return None
    assert context.store is not None, "what has arrived is in a store"
    return EvidenceVerdict[await context.store.verdict(visible.sha256, visible.size)]
