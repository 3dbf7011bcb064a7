"""Declared evidence is withdrawn: the phone is lost, or the wrong file was declared."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.evidence import declarations as rules
from domain.evidence.owners import OWNERS
from domain.evidence.terms import OwnerKind
from domain.permissions import Permission
from domain.refusals import TooManyAttempts
from persistence.engine import audit
from persistence.evidence import declarations, owners
from schema.complaints.types import Complaint
from schema.evidence import types
from schema.evidence.owner_fields import owner
from schema.evidence.public_pictures import RECEIPT, actor_showing, refund_attempt
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections.types import Inspection
from schema.mutations import StoredAs, Traces, begin_transaction, mutation
from schema.rectification.types import CorrectionOrder


@strawberry.input(description="The evidence that will not be uploaded.")
class WithdrawEvidenceInput:
    operation_id: UUID = field(OPERATION_ID)
    evidence_id: strawberry.ID = field("The id of the evidence, which must still be expected.")
    receipt: str | None = optional(RECEIPT)
    reason: str = field("The reason for the withdrawal, up to 500 characters.")


@strawberry.type(description="The evidence is withdrawn and no longer expected.")
class EvidenceWithdrawn:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = refetched(
        "evidence_id", "The evidence that was withdrawn; null for a caller with a receipt."
    )
    inspection: Inspection | None = owner(OwnerKind.INSPECTION)
    correction_order: CorrectionOrder | None = owner(OwnerKind.RECTIFICATION)
    complaint: Complaint | None = owner(OwnerKind.COMPLAINT)


@mutation(
    permission=Permission.EVIDENCE_DECLARE,
    description="Withdraw evidence that was declared and will not be uploaded. What has "
    "arrived stays.",
    refuses=(rules.EvidenceNotExpected, TooManyAttempts),
)
async def withdraw_evidence(info: Info, input: WithdrawEvidenceInput) -> EvidenceWithdrawn:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    evidence_id = key_of("Evidence", input.evidence_id, "evidenceId")
    receipt = input.receipt or None
    actor = await actor_showing(info, receipt)
    # Whether it belongs to a complaint is not known yet: until then no records name the caller.
    traces = Traces.PSEUDONYMOUS if receipt is None else Traces.ANONYMOUS
    async with begin_transaction(info, input, traces=traces) as transaction:
        slot = await declarations.claim(transaction.session, actor, evidence_id)
        await owners.claim_with(transaction.session, actor, slot)
        rules.refuse_unless_expected(slot.state)
        slot.record_withdrawal(reason, at=transaction.now)
        is_named = OWNERS[slot.owner_kind].names_people
        audit.record(
            transaction.session,
            "evidence.withdrawn",
            by=actor.account_id if is_named else None,
            on=slot.id,
            request_id=info.context.request_id if is_named else None,
        )
        done = transaction.succeed(EvidenceWithdrawn(evidence_id=slot.id))
    refund_attempt(info, receipt)
    return done
