"""Replacement of an officer: by the next in the draw, in a case visit by a named officer."""

from uuid import UUID

from domain.inspections.terms import ReplacementReason
from domain.rectification.rechecks import refuse_first_team
from domain.tasks import draw_steps as rules
from persistence.draws import replacements
from persistence.draws import writes as draws
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection, InspectionTask
from persistence.rectification import writes as rectification
from persistence.visits import recusal_requests
from schema.mutations import Transaction


async def propose_or_replace(
    transaction: Transaction,
    inspection: Inspection,
    officer_id: UUID,
    reason: ReplacementReason,
    incoming_id: UUID | None,
) -> None:
    """For a locked visit: a head's own wish, which from the third officer of a drawn visit on takes
    a second head. Raises the refusals of replacement; then nothing has changed."""
    await _refuse(transaction, inspection, officer_id, incoming_id)
    if incoming_id is None:
        count, place = await replacements.earlier(transaction.session, inspection, officer_id)
        if not rules.takes_effect(count, place.replacement_proposed_by, by=transaction.actor):
            place.replacement_proposed_by = transaction.actor.account_id
            place.replacement_proposed_at = transaction.now
            inspection.version += 1
            transaction.audit("inspection.replacement_proposed", on=inspection.id, reason=reason)
            return
    await replace(transaction, inspection, officer_id, reason, incoming_id)


async def replace(
    transaction: Transaction,
    inspection: Inspection,
    officer_id: UUID,
    reason: ReplacementReason,
    incoming_id: UUID | None,
) -> replacements.Approval:
    """For a locked visit. Raises the refusals of replacement; then nothing has changed.

    At once, however many were replaced: of a recusal somebody else asked for it.
    """
    task = await _refuse(transaction, inspection, officer_id, incoming_id)
    assert transaction.actor.account_id is not None
    approval = replacements.Approval(reason, transaction.actor.account_id, transaction.now)
    if incoming_id is not None:
        coming_id = await recusal_requests.replace_named(
            transaction.session, transaction.actor, inspection, officer_id, incoming_id, approval
        )
        if first := await rectification.first_team(transaction.session, inspection.id):
            refuse_first_team(first, await inspections.team(transaction.session, inspection))
    else:
        draw = await draws.claim(transaction.session, task.id)
        coming_id = await replacements.replace(
            transaction.session, draw, inspection, task, officer_id, approval, transaction.keys
        )
    transaction.audit("inspection.officer_replaced", on=inspection.id, reason=reason)
    for topic, each in (("unassigned", officer_id), ("assigned", coming_id)):
        transaction.enqueue(
            f"inspection.{topic}",
            about=inspection.id,
            inspection_id=str(inspection.id),
            officer_id=str(each),
        )
    return approval


async def _refuse(
    transaction: Transaction, inspection: Inspection, officer_id: UUID, incoming_id: UUID | None
) -> InspectionTask:
    """The visit's task, locked, where the officer may be replaced."""
    task = await inspections.claim_task(transaction.session, inspection)
    sent = rules.SentOfficer(
        inspection.state,
        inspection.authority_id,
        await replacements.is_drawn(transaction.session, inspection),
        officer_id in await inspections.team(transaction.session, inspection),
    )
    rules.replace(sent, officer_id, by=transaction.actor, is_named=incoming_id is not None)
    return task
