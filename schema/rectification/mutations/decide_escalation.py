"""The head decides what follows an order that was not followed."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication.results import DeciderTookPart
from domain.rectification import escalations as rules
from domain.rectification import measures
from domain.rectification.terms import EscalationDecision, EscalationMeasure
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from persistence.rectification import writes as rectification
from persistence.rectification.table import EscalationProposal
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.rectification import transitions, types
from schema.rectification.transitions import EXPECTED_VERSION


@strawberry.input(description="A decision on a proposed measure.")
class DecideEscalationInput:
    operation_id: UUID = field(OPERATION_ID)
    proposal_id: strawberry.ID = field("Opaque id of the proposed measure.")
    expected_version: int = field(EXPECTED_VERSION)
    decision: EscalationDecision = field("Whether the measure is adopted or dismissed.")
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
    proposal: types.EscalationProposal | None = refetched(
        "proposal_id", "The proposal after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_ESCALATE,
    description="Adopt or dismiss a measure proposed because an order was not followed. The decision"
    " is recorded, and an order whose measure is adopted is escalated; no licence, listing or grade changes"
    " by itself: what was adopted is carried out by an official.",
    refuses=(
        IllegalTransition,
        DeciderTookPart,
        measures.MeasureNotOfRegime,
        ChangedMeanwhile,
    ),
)
async def decide_escalation(info: Info, input: DecideEscalationInput) -> EscalationDecided:
    faults = InputFaults()
    reason = faults.optional_text("reason", input.reason, longest=1000)
    if input.measure is not None and input.decision is EscalationDecision.DISMISS:
        faults.add("measure", "不予采取的，不得填写此项", "must be left out of a dismissal")
    faults.refuse()
    proposal_id = key_of("EscalationProposal", input.proposal_id, "proposalId")
    async with begin_transaction(info, input) as transaction:
        proposal, order = await rectification.claim_proposal(
            transaction.session, transaction.actor, proposal_id
        )
        facts = rules.ProposedEscalation(
            proposal.state,
            proposal.measure,
            proposal.authority_id,
            order.state,
            await rectification.kinds_of(transaction.session, order),
            await rectification.took_part(transaction.session, order),
        )
        decided = rules.decide(
            facts, input.decision, by=transaction.actor, measure=input.measure, reason=reason
        )
        transitions.refuse_changed(proposal.version, input.expected_version)
        if decided.adopted is not None:
            transitions.record_transition(
                transaction, order, decided.order_state, "escalate", decided.adopted.measure
            )
            order.record_state(decided.order_state)
            transitions.notify(transaction, order, "order.escalated")
        _record(transaction, proposal, decided, reason)
        return transaction.succeed(EscalationDecided(proposal_id=proposal.id))


def _record(
    transaction: Transaction,
    proposal: EscalationProposal,
    decided: rules.Decision,
    reason: str | None,
) -> None:
    transaction.record_transition(
        "EscalationProposal",
        proposal.id,
        from_state=proposal.state,
        to_state=decided.state,
        event="dismiss" if decided.adopted is None else "adopt",
        ground=reason,
    )
    proposal.record(decided, reason, by=transaction.actor.account_id, at=transaction.now)
    transaction.audit(
        "escalation.decided", on=proposal.id, state=decided.state, measure=proposal.measure
    )
