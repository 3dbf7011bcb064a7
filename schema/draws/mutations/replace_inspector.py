"""The head of an authority replaces an officer who cannot go."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.inspections.terms import ReplacementReason
from persistence import inspections
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.visits.replacing import replace


@strawberry.input(description="The officer who is to be replaced, and why.")
class ReplaceInspectorInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(
        description="The id of the visit to which the officer is assigned."
    )
    officer_id: strawberry.ID = strawberry.field(description="The id of the officer who cannot go.")
    reason: ReplacementReason = strawberry.field(description="The reason for the replacement.")
    incoming_officer_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The officer who goes instead. Required for a case visit; left out for a drawn "
        "visit, where the next officer in the draw follows.",
    )


@strawberry.type(description="Another officer has been assigned to the visit.")
class InspectorReplaced:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = shown("inspection_id", "The visit with its new officers.")


async def replace_inspector(info: Asked, input: ReplaceInspectorInput) -> InspectorReplaced:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    officer_id = key_of("Officer", input.officer_id, "officerId")
    incoming_id = (
        key_of("Officer", input.incoming_officer_id, "incomingOfficerId")
        if input.incoming_officer_id is not None
        else None
    )
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        await replace(deed, inspection, officer_id, input.reason, incoming_id)
        return deed.done(InspectorReplaced(inspection_id=inspection.id))
