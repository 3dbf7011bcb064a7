"""Publish an approved result, whether the audit or a mutation of its own does it."""

from uuid import UUID

from domain.inspections.terms import TaskState
from domain.inspections.transitions import TASK
from domain.moments import day_of
from domain.publication import publishing as rules
from domain.publication.publishing import Withheld
from domain.transitions import transition
from persistence import inspections
from persistence.drawing import revealing
from persistence.inspections import publishing
from persistence.publication import withdrawing
from persistence.tables.inspections import Inspection, InspectionTask
from schema.deeds import Deed


async def publish(
    deed: Deed, inspection: Inspection, task: InspectionTask, withheld: Withheld | None
) -> UUID:
    """Publish an approved result of a locked visit and task; returns the key of the public version.

    If `withheld` is None, a correction withholds what the version before it did.
    """
    record = await inspections.current_record(deed.session, inspection)
    correction = await publishing.open_correction(deed.session, inspection.id)
    institution = await publishing.institution_of(deed.session, inspection)
    first_at = inspection.published_at
    found = [] if record is None else await publishing.violation_codes(deed.session, record)
    if withheld is None:
        withheld = await publishing.withheld_before(deed.session, inspection, found)
    decided = rules.publish(
        inspection.facts_of_publication(
            await inspections.ever_sent(deed.session, inspection),
            violation_codes=tuple(found),
            credit_code=institution.unified_social_credit_code,
            first_published_on=day_of(first_at) if first_at else None,
            correct_due_on=correction.due_on if correction else None,
        ),
        by=deed.actor,
        withheld=withheld,
        today=deed.today,
    )
    # An approved result has a record; every other state was refused above.
    assert record is not None
    published = await publishing.publish(
        deed.session, inspection, task, record, decided, at=deed.now
    )
    by = withdrawing.By(deed.actor.account_id, deed.now)
    for earlier_id in await withdrawing.take_back(deed.session, inspection, by=by):
        deed.audit("public_record.taken_back", on=earlier_id)
    if correction is not None:
        correction.corrected_at, correction.is_late = deed.now, decided.is_late
    deed.moved(
        "Inspection",
        inspection.id,
        from_state=inspection.state,
        to_state=decided.state,
        event=decided.event,
    )
    inspection.record_publication(decided, at=deed.now)
    deed.audit(
        "inspection.result_published",
        on=inspection.id,
        version=published.version_no,
        is_late=decided.is_late,
    )
    deed.sends(
        "publication.enterprise_credit",
        about=inspection.id,
        public_record_id=str(published.id),
        document=published.document,
    )
    deed.sends(
        "inspection.published",
        about=inspection.id,
        inspection_id=str(inspection.id),
        public_record_id=str(published.id),
    )
    await _end_task(deed, inspection, task)
    return published.id


async def _end_task(deed: Deed, inspection: Inspection, task: InspectionTask) -> None:
    """The first publication of its last visit completes a task; corrections come after that."""
    if task.state is not TaskState.IN_PROGRESS:
        return
    if await publishing.is_last_open(deed.session, inspection):
        to_state = transition(TASK, task.state, "all_published")
        deed.moved(
            "InspectionTask",
            task.id,
            from_state=task.state,
            to_state=to_state,
            event="all_published",
        )
        task.record_state(to_state)
        await revealing.reveal_with_results(deed.session, task, deed.keys, at=deed.now)
