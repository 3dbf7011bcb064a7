"""The effect of a re-inspection's approved result on its order."""

from domain.inspections.terms import ResultCode
from domain.rectification import rechecks as rules
from domain.rectification.terms import ClosedBy, OrderState
from persistence.inspections.table import Inspection, InspectionRecord
from persistence.rectification import writes as orders
from schema.mutations import Transaction
from schema.rectification import transitions


async def recheck_audited(
    transaction: Transaction, inspection: Inspection, record: InspectionRecord
) -> None:
    """Close the order if no problem was found any more, or let it fail. Nothing happens for a visit
    that is no re-inspection, or whose order has moved on."""
    if (order := await orders.claim_rechecked(transaction.session, inspection.id)) is None:
        return
    codes = {ResultCode[code] for code in record.result_codes}
    event, to_state = rules.end(order.state, codes)
    if to_state is OrderState.CLOSED:
        transitions.close(transaction, order, event, ClosedBy.RECHECK, None)
    else:
        await transitions.fail(transaction, order, to_state)
