"""A person decides what follows an order that was not kept: nothing follows by itself."""

from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.institutions.terms import InstitutionKind
from domain.permissions import Permission
from domain.publication.results import refuse_part
from domain.rectification import measures
from domain.rectification.submissions import refuse_unless_at
from domain.rectification.terms import (
    EscalationDecision,
    EscalationMeasure,
    EscalationState,
    OrderState,
)
from domain.rectification.transitions import ESCALATION, ORDER
from domain.refusals import InvalidInput, Refusal
from domain.transitions import transition


class NoReviewDue(
    Refusal,
    zh="该措施目前无须复核。",
    en="This measure is not due to be looked at again.",
):
    """There is nothing to be said about it."""


@dataclass(frozen=True, slots=True)
class ProposedEscalation:
    """The facts about a proposed measure, its order and the institution; `officers` are all who were
    ever sent to the visit or to the re-inspection."""

    state: EscalationState
    measure: EscalationMeasure
    authority_id: UUID
    order_state: OrderState
    kinds: frozenset[InstitutionKind]
    officers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of proposal and order; the measure that follows, if one does."""

    state: EscalationState
    order_state: OrderState
    adopted: measures.AvailableMeasure | None = None


def decide(
    proposal: ProposedEscalation,
    decision: EscalationDecision,
    *,
    by: Actor,
    measure: EscalationMeasure | None,
    reason: str | None,
) -> Decision:
    """Decide a proposal, or refuse.

    NotPermitted at another authority; IllegalTransition for one decided already, or where the order
    has been answered meanwhile; DeciderTookPart for an officer of the visit or the re-inspection;
    MeasureNotOfRegime; InvalidInput for a dismissal without a reason.
    """
    refuse_unless_at(proposal.authority_id, Permission.ORDER_ESCALATE, by=by)
    if decision is EscalationDecision.DISMISS:
        state = transition(ESCALATION, proposal.state, "dismiss")
        refuse_part(proposal.officers, by)
        if reason is None:
            raise InvalidInput.of(
                "reason", "不予采取须说明理由", "is required to dismiss the proposal"
            )
        return Decision(state, proposal.order_state)
    state = transition(ESCALATION, proposal.state, "adopt")
    order_state = transition(ORDER, proposal.order_state, "escalate")
    refuse_part(proposal.officers, by)
    chosen = measures.refuse_foreign(measure or proposal.measure, proposal.kinds)
    return Decision(state, order_state, chosen)
