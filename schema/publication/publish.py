"""Publish an approved result, whether the audit or a mutation of its own does it."""

from uuid import UUID

from domain.inspections.terms import TaskState
from domain.inspections.transitions import TASK
from domain.moments import day_of
from domain.publication import publish_result as rules
from domain.publication.publish_result import Withheld
from domain.transitions import transition
from persistence.draws import reveal
from persistence.inspections import publish_result
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection, InspectionTask
from persistence.publication import withdrawals
from schema.mutations import Transaction


async def publish(
    transaction: Transaction,
    inspection: Inspection,
    task: InspectionTask,
    withheld: Withheld | None,
) -> UUID:
    """Publish an approved result of a locked visit and task; returns the key of the public version.

    If `withheld` is None, a correction withholds what the version before it did.
    """
    record = await inspections.current_record(transaction.session, inspection)
    correction = await publish_result.open_correction(transaction.session, inspection.id)
    institution = await publish_result.institution_of(transaction.session, inspection)
    first_at = inspection.published_at
    found = (
        [] if record is None else await publish_result.violation_codes(transaction.session, record)
    )
    if withheld is None:
        withheld = await publish_result.withheld_before(transaction.session, inspection, found)
    decided = rules.publish(
        inspection.facts_of_publication(
            await inspections.ever_sent(transaction.session, inspection),
            violation_codes=tuple(found),
            credit_code=institution.unified_social_credit_code,
            first_published_on=day_of(first_at) if first_at else None,
            correct_due_on=correction.due_on if correction else None,
        ),
        by=transaction.actor,
        withheld=withheld,
        today=transaction.today,
    )
    # An approved result has a record; every other state was refused above.
    assert record is not None
    published = await publish_result.publish(
        transaction.session, inspection, task, record, decided, at=transaction.now
    )
    by = withdrawals.By(transaction.actor.account_id, transaction.now)
    for earlier_id in await withdrawals.take_back(transaction.session, inspection, by=by):
        transaction.audit("public_record.taken_back", on=earlier_id)
    if correction is not None:
        correction.corrected_at, correction.is_late = transaction.now, decided.is_late
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
    await _end_task(transaction, inspection, task)
    return published.id


async def _end_task(transaction: Transaction, inspection: Inspection, task: InspectionTask) -> None:
    """The first publication of its last visit completes a task; corrections come after that."""
    if task.state is not TaskState.IN_PROGRESS:
        return
    if await publish_result.is_last_open(transaction.session, inspection):
        to_state = transition(TASK, task.state, "all_published")
        transaction.record_transition(
            "InspectionTask",
            task.id,
            from_state=task.state,
            to_state=to_state,
            event="all_published",
        )
        task.record_state(to_state)
        await reveal.reveal_with_results(
            transaction.session, task, transaction.keys, at=transaction.now
        )
