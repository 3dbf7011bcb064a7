"""The effect of a re-inspection's approved result on its order."""

from domain.rectification import rechecks as rules
from domain.rectification.terms import ClosedBy, OrderState
from persistence.publication.facts import ResultFacts
from persistence.rectification import writes as orders
from schema.mutations import DraftedTransaction
from schema.rectification import transitions


async def recheck_audited(transaction: DraftedTransaction, result: ResultFacts) -> None:
    """Close the order that waits for this re-inspection if no problem was found any more, or let it
    fail; under locks."""
    locked = await transaction.under_locks()
    order = await orders.claim_rechecked(locked.session, result.inspection.id)
    if order is None:
        # It lapsed meanwhile.
        return
    event, to_state = rules.end(order.state, result.record.codes())
    if to_state is OrderState.CLOSED:
        await transitions.close(locked, order, event, ClosedBy.RECHECK, None)
    else:
        await transitions.fail(locked, order, to_state)
