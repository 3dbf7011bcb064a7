"""Reopen a published result, whether an objection or the authority itself found it wrong."""

from uuid import UUID

from domain.publication.corrections import Correction
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection
from persistence.publication.table import ResultCorrection
from persistence.standings.rulings import look_again
from schema.mutations import Transaction


async def reopen(
    transaction: Transaction,
    inspection: Inspection,
    correction: Correction,
    *,
    public_record_id: UUID,
    reason: str,
    objection_id: UUID | None = None,
) -> None:
    """Send a locked visit's result back to its officers; its public version stays public. Measures
    that followed from it are to be looked at again."""
    await look_again(transaction.session, inspection.id, transaction.today)
    transaction.session.add(
        ResultCorrection(
            id=new_key(),
            inspection_id=inspection.id,
            public_record_id=public_record_id,
            objection_id=objection_id,
            reason=reason,
            found_on=correction.found_on,
            due_on=correction.due.on,
            due_is_provisional=correction.due.provisional,
            due_rule=correction.due.rule_code,
            reopened_by=transaction.actor.account_id,
            reopened_at=transaction.now,
        )
    )
    transaction.record_transition(
        "Inspection",
        inspection.id,
        from_state=inspection.state,
        to_state=correction.state,
        event="reopen",
        ground=reason,
    )
    inspection.record_state(correction.state)
    transaction.enqueue(
        "inspection.reopened",
        about=inspection.id,
        inspection_id=str(inspection.id),
        due_on=correction.due.on.isoformat(),
    )
