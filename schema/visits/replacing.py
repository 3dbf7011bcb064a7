"""Replacement of an officer: by the next in the draw, in a case visit by a named officer."""

from uuid import UUID

from domain.inspections.terms import ReplacementReason
from domain.rectification.rechecking import refuse_first_team
from domain.tasks import drawing as rules
from persistence import drawing, inspections, rectification
from persistence.drawing import replacing
from persistence.tables.inspections import Inspection
from persistence.visits import recusing
from schema.deeds import Deed


async def replace(
    deed: Deed,
    inspection: Inspection,
    officer_id: UUID,
    reason: ReplacementReason,
    incoming_id: UUID | None,
) -> replacing.Approval:
    """For a locked visit. Raises the refusals of replacement; then nothing has changed."""
    task = await inspections.claim_task(deed.session, inspection)
    sent = rules.Sent(
        inspection.state,
        inspection.authority_id,
        await replacing.is_drawn(deed.session, inspection),
        officer_id in await inspections.team(deed.session, inspection),
    )
    rules.replace(sent, officer_id, by=deed.actor, is_named=incoming_id is not None)
    assert deed.actor.account_id is not None
    approval = replacing.Approval(reason, deed.actor.account_id, deed.now)
    if incoming_id is not None:
        coming_id = await recusing.replace_named(
            deed.session, deed.actor, inspection, officer_id, incoming_id, approval
        )
        if first := await rectification.first_team(deed.session, inspection.id):
            refuse_first_team(first, await inspections.team(deed.session, inspection))
    else:
        draw = await drawing.claim(deed.session, task.id)
        coming_id = await replacing.replace(
            deed.session, draw, inspection, task, officer_id, approval, deed.keys
        )
    deed.audit("inspection.officer_replaced", on=inspection.id, reason=reason)
    for topic, each in (("unassigned", officer_id), ("assigned", coming_id)):
        deed.sends(
            f"inspection.{topic}",
            about=inspection.id,
            inspection_id=str(inspection.id),
            officer_id=str(each),
        )
    return approval
