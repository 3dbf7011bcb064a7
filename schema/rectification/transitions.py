"""One change of a correction order's state, with its records."""

from domain.rectification.terms import ClosedBy, EscalationCause, OrderState
from domain.refusals import ChangedMeanwhile
from persistence.rectification import proposals
from persistence.rectification.table import CorrectionOrder
from schema.mutations import Transaction
from schema.standings.measures import lift_with

EXPECTED_VERSION = "The `version` of the row that the decision is based on."


def refuse_changed(current: int, expected: int) -> None:
    if current != expected:
        raise ChangedMeanwhile(expected, current)


def record_transition(
    transaction: Transaction,
    order: CorrectionOrder,
    to_state: OrderState,
    event: str,
    ground: str | None = None,
) -> None:
    """Record a change of state; the row is changed by the caller."""
    transaction.record_transition(
        "CorrectionOrder",
        order.id,
        from_state=order.state,
        to_state=to_state,
        event=event,
        ground=ground,
    )


async def close(
    transaction: Transaction, order: CorrectionOrder, event: str, by: ClosedBy, note: str | None
) -> None:
    """Close the order; what was to hold until then is lifted with it."""
    record_transition(transaction, order, OrderState.CLOSED, event)
    order.record_closing(by, note, at=transaction.now)
    transaction.audit("order.closed", on=order.id, closed_by=by)
    notify(transaction, order, "order.closed")
    await lift_with(transaction, order)


async def fail(transaction: Transaction, order: CorrectionOrder, to_state: OrderState) -> None:
    record_transition(transaction, order, to_state, "fail")
    order.record_state(to_state)
    await proposals.propose(transaction.session, order, EscalationCause.FAILED, at=transaction.now)
    transaction.audit("order.failed", on=order.id)
    notify(transaction, order, "order.failed")


def notify(transaction: Transaction, order: CorrectionOrder, topic: str) -> None:
    transaction.enqueue(
        topic,
        about=order.id,
        order_id=str(order.id),
        institution_id=str(order.institution_id),
    )
