"""The head decides what follows an order that was not followed."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.rectification import escalating as rules
from domain.rectification.terms import EscalationDecision, EscalationMeasure
from persistence import rectification
from persistence.tables.rectification import EscalationProposal
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.rectification import moving, types
from schema.rectification.moving import EXPECTED_VERSION


@strawberry.input(description="A decision on a proposed measure.")
class DecideEscalationInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    proposal_id: strawberry.ID = strawberry.field(description="Opaque id of the proposed measure.")
    expected_version: int = strawberry.field(description=EXPECTED_VERSION)
    decision: EscalationDecision = strawberry.field(
        description="Whether the measure is adopted or dismissed."
    )
    measure: EscalationMeasure | None = strawberry.field(
        default=None,
        description="The measure adopted, if another than the one proposed; the institution's"
        " rules must provide for it.",
    )
    reason: str | None = strawberry.field(
        default=None,
        description="Reason of the decision, up to 1,000 characters; required for a dismissal.",
    )


@strawberry.type(description="The proposal is adopted or dismissed.")
class EscalationDecided:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: types.EscalationProposal | None = shown(
        "proposal_id", "The proposal after the change, as the caller sees it."
    )


async def decide_escalation(info: Asked, input: DecideEscalationInput) -> EscalationDecided:
    faults = Faults()
    reason = faults.optional_text("reason", input.reason, longest=1000)
    if input.measure is not None and input.decision is EscalationDecision.DISMISS:
        faults.add("measure", "不予采取的，不得填写此项", "must be left out of a dismissal")
    faults.refuse()
    proposal_id = key_of("EscalationProposal", input.proposal_id, "proposalId")
    async with writing(info, input) as deed:
        proposal, order = await rectification.claim_proposal(deed.session, deed.actor, proposal_id)
        facts = rules.Proposal(
            proposal.state,
            proposal.measure,
            proposal.authority_id,
            order.state,
            await rectification.kinds_of(deed.session, order),
            await rectification.took_part(deed.session, order),
        )
        decided = rules.decide(
            facts, input.decision, by=deed.actor, measure=input.measure, reason=reason
        )
        moving.refuse_changed(proposal.version, input.expected_version)
        if decided.adopted is not None:
            moving.noted(deed, order, decided.order_state, "escalate", decided.adopted.measure)
            order.record_state(decided.order_state)
            moving.tell(deed, order, "order.escalated")
        _record(deed, proposal, decided, reason)
        return deed.done(EscalationDecided(proposal_id=proposal.id))


def _record(
    deed: Deed, proposal: EscalationProposal, decided: rules.Decision, reason: str | None
) -> None:
    deed.moved(
        "EscalationProposal",
        proposal.id,
        from_state=proposal.state,
        to_state=decided.state,
        event="dismiss" if decided.adopted is None else "adopt",
        ground=reason,
    )
    proposal.record(decided, reason, by=deed.actor.account_id, at=deed.now)
    deed.audit("escalation.decided", on=proposal.id, state=decided.state, measure=proposal.measure)
