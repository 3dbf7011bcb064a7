"""Declared evidence is withdrawn: the phone is lost, or the wrong file was declared."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import UNSET

from domain.evidence import declaring as rules
from domain.evidence.owners import OWNERS
from persistence import audit
from persistence.evidence import declaring, owners
from schema.answering import Asked, shown
from schema.deeds import StoredAs, Traces, writing
from schema.evidence import types
from schema.evidence.mutations.showing import RECEIPT, actor_showing, opened
from schema.inputs import OPERATION_ID, Faults, key_of


@strawberry.input(description="The evidence that will not be uploaded.")
class WithdrawEvidenceInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    evidence_id: strawberry.ID = strawberry.field(
        description="The id of the evidence, which must still be expected."
    )
    receipt: str | None = strawberry.field(default=UNSET, description=RECEIPT)
    reason: str = strawberry.field(
        description="The reason for the withdrawal, up to 500 characters."
    )


@strawberry.type(description="The evidence is withdrawn and no longer expected.")
class EvidenceWithdrawn:
    evidence_id: Annotated[UUID, StoredAs("evidence_id")]
    evidence: types.Evidence | None = shown(
        "evidence_id", "The evidence that was withdrawn; null for a caller with a receipt."
    )


async def withdraw_evidence(info: Asked, input: WithdrawEvidenceInput) -> EvidenceWithdrawn:
    faults = Faults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    evidence_id = key_of("Evidence", input.evidence_id, "evidenceId")
    receipt = input.receipt or None
    actor = await actor_showing(info, receipt)
    # Whether it belongs to a complaint is not known yet: until then no records name the caller.
    traces = Traces.PSEUDONYMOUS if receipt is None else Traces.ANONYMOUS
    async with writing(info, input, traces=traces) as deed:
        slot = await declaring.claim(deed.session, actor, evidence_id)
        await owners.claim_with(deed.session, actor, slot)
        rules.refuse_unless_expected(slot.state)
        slot.record_withdrawal(reason, at=deed.now)
        is_named = OWNERS[slot.owner_kind].names_people
        audit.record(
            deed.session,
            "evidence.withdrawn",
            by=actor.account_id if is_named else None,
            on=slot.id,
            request_id=info.context.request_id if is_named else None,
        )
        done = deed.done(EvidenceWithdrawn(evidence_id=slot.id))
    opened(info, receipt)
    return done
