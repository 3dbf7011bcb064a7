"""One change of a correction order's state, with its records."""

from domain.rectification.terms import ClosedBy, EscalationCause, OrderState
from domain.refusals import ChangedMeanwhile
from persistence.rectification import proposing
from persistence.tables.rectification import CorrectionOrder
from schema.deeds import Deed

EXPECTED_VERSION = "The `version` of the row that the decision is based on."


def refuse_changed(current: int, expected: int) -> None:
    if current != expected:
        raise ChangedMeanwhile(expected, current)


def noted(
    deed: Deed, order: CorrectionOrder, to_state: OrderState, event: str, ground: str | None = None
) -> None:
    """Record a change of state; the row is changed by the caller."""
    deed.moved(
        "CorrectionOrder",
        order.id,
        from_state=order.state,
        to_state=to_state,
        event=event,
        ground=ground,
    )


def close(deed: Deed, order: CorrectionOrder, event: str, by: ClosedBy, note: str | None) -> None:
    noted(deed, order, OrderState.CLOSED, event)
    order.record_closing(by, note, at=deed.now)
    deed.audit("order.closed", on=order.id, closed_by=by)
    tell(deed, order, "order.closed")


async def fail(deed: Deed, order: CorrectionOrder, to_state: OrderState) -> None:
    noted(deed, order, to_state, "fail")
    order.record_state(to_state)
    await proposing.propose(deed.session, order, EscalationCause.FAILED, at=deed.now)
    deed.audit("order.failed", on=order.id)
    tell(deed, order, "order.failed")


def tell(deed: Deed, order: CorrectionOrder, topic: str) -> None:
    deed.sends(
        topic,
        about=order.id,
        order_id=str(order.id),
        institution_id=str(order.institution_id),
    )
