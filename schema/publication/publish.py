"""Publish an approved result, whether the audit or a mutation of its own does it."""

from uuid import UUID

from domain.inspections.transitions import TASK
from domain.publication import publish_result as rules
from domain.publication.publish_result import Withheld
from domain.transitions import transition
from persistence.draws import reveal
from persistence.inspections import publish_result
from persistence.publication import withdrawals
from persistence.publication.facts import ResultFacts
from schema.mutations import DraftedTransaction


async def publish(
    transaction: DraftedTransaction, result: ResultFacts, withheld: Withheld | None
) -> UUID:
    """Publish an approved result; returns the key of the public version.

    If `withheld` is None, a correction withholds what the version before it did. A correction, and the
    last result of a draw, happen under locks.
    """
    inspection = result.inspection
    decided = rules.publish(
        result.to_publish(),
        by=transaction.actor,
        withheld=result.withheld_before() if withheld is None else withheld,
        today=transaction.today,
    )
    if result.versions:
        await _supersede(transaction, result, decided.withheld)
    published = publish_result.publish(transaction.draft, result, decided, at=transaction.now)
    if result.correction is not None:
        result.correction.corrected_at = transaction.now
        result.correction.is_late = decided.is_late
    transaction.record_transition(
        "Inspection",
        inspection.id,
        from_state=inspection.state,
        to_state=decided.state,
        event=decided.event,
    )
    inspection.record_publication(decided, at=transaction.now)
    transaction.audit(
        "inspection.result_published",
        on=inspection.id,
        version=published.version_no,
        is_late=decided.is_late,
    )
    transaction.enqueue(
        withdrawals.CREDIT_TOPIC,
        about=inspection.id,
        public_record_id=str(published.id),
        document=published.document,
    )
    transaction.enqueue(
        "inspection.published",
        about=inspection.id,
        inspection_id=str(inspection.id),
        public_record_id=str(published.id),
    )
    if result.is_last:
        await _end_task(transaction, result)
    return published.id


async def _supersede(
    transaction: DraftedTransaction, result: ResultFacts, withheld: Withheld
) -> None:
    locked = await transaction.under_locks()
    by = withdrawals.By(transaction.actor.account_id, transaction.now)
    for earlier_id in await withdrawals.supersede(
        locked.session, result.inspection, withheld, by=by
    ):
        transaction.audit("public_record.taken_back", on=earlier_id)


async def _end_task(transaction: DraftedTransaction, result: ResultFacts) -> None:
    """The first publication of its last visit completes a task; corrections come after that."""
    task = result.task
    to_state = transition(TASK, task.state, "all_published")
    transaction.record_transition(
        "InspectionTask",
        task.id,
        from_state=task.state,
        to_state=to_state,
        event="all_published",
    )
    task.record_state(to_state)
    if result.is_sealed:
        locked = await transaction.under_locks()
        await reveal.reveal_with_results(locked.session, task, transaction.keys, at=transaction.now)
