"""The head sends who follows in the draw, instead of an officer who cannot go."""

from uuid import UUID

import strawberry

from domain.inspections.terms import ReplacementReason
from domain.tasks import drawing as rules
from persistence import drawing, inspections
from persistence.drawing import replacing
from schema.answering import Asked, shown
from schema.deeds import writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types


@strawberry.input(description="An officer to be replaced.")
class ReplaceInspectorInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="The visit.")
    officer_id: strawberry.ID = strawberry.field(description="Who cannot go.")
    reason: ReplacementReason = strawberry.field(description="Why.")


@strawberry.type(description="Who follows in the draw goes instead.")
class InspectorReplaced:
    inspection_id: strawberry.Private[UUID]
    inspection: types.Inspection | None = shown("inspection_id", "The visit.")


async def replace_inspector(info: Asked, input: ReplaceInspectorInput) -> InspectorReplaced:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    officer_id = key_of("Officer", input.officer_id, "officerId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        task = await inspections.claim_task(deed.session, inspection)
        sent = rules.Sent(
            inspection.state,
            inspection.authority_id,
            await replacing.is_drawn(deed.session, inspection),
            officer_id in await inspections.team(deed.session, inspection),
        )
        rules.replace(sent, officer_id, by=deed.actor)
        assert deed.actor.account_id is not None
        draw = await drawing.claim(deed.session, task.id)
        approval = replacing.Approval(input.reason, deed.actor.account_id, deed.now)
        coming_id = await replacing.replace(
            deed.session, draw, inspection, task, officer_id, approval, deed.keys
        )
        deed.audit("inspection.officer_replaced", on=inspection.id, reason=input.reason)
        for topic, each in (("unassigned", officer_id), ("assigned", coming_id)):
            deed.sends(
                f"inspection.{topic}",
                about=inspection.id,
                inspection_id=str(inspection.id),
                officer_id=str(each),
            )
        return deed.done(InspectorReplaced(inspection_id=inspection.id))
