"""The head of an authority replaces an officer who cannot go."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities.officers import OfficerIsSuspended
from domain.draws import replacements
from domain.inspections import assignments
from domain.inspections.certificates import CertificateNotValid
from domain.inspections.terms import ReplacementReason
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.rectification.rechecks import RecheckTeamUnchanged
from domain.tasks import draw_steps
from persistence.inspections import writes as inspections
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.visits.replacements import propose_or_replace


@strawberry.input(description="The officer who is to be replaced, and why.")
class ReplaceInspectorInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("The id of the visit to which the officer is assigned.")
    officer_id: strawberry.ID = field("The id of the officer who cannot go.")
    reason: ReplacementReason = field("The reason for the replacement.")
    incoming_officer_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The officer who goes instead. Required for a case visit; left out for a drawn "
        "visit, where the next officer in the draw follows.",
    )


@strawberry.type(
    description="Another officer has been assigned to the visit, or the replacement is proposed: "
    "`replacementProposedAt` of the assignment tells."
)
class InspectorReplaced:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The visit with its new officers."
    )


@mutation(
    permission=Permission.INSPECTION_REPLACE_OFFICER,
    description="Replace an officer who cannot go: in a drawn visit by the next officer in the "
    "draw, in a case visit by the officer named. From the third officer of a drawn visit on, one "
    "head proposes the replacement, and it is made when another head asks for it too.",
    refuses=(
        draw_steps.NotDrawn,
        draw_steps.IncomingOfficerDrawn,
        draw_steps.NotOnTheVisit,
        draw_steps.OwnReplacement,
        draw_steps.ReplacementTooLate,
        replacements.NobodyIsNext,
        replacements.NotInTheDraw,
        RecheckTeamUnchanged,
        assignments.OwnAssignment,
        assignments.OfficerOutsideAuthority,
        assignments.OfficerRecused,
        OfficerIsSuspended,
        assignments.MayNotLead,
        CertificateNotValid,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def replace_inspector(info: Info, input: ReplaceInspectorInput) -> InspectorReplaced:
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    officer_id = key_of("Officer", input.officer_id, "officerId")
    incoming_id = (
        key_of("Officer", input.incoming_officer_id, "incomingOfficerId")
        if input.incoming_officer_id is not None
        else None
    )
    async with begin_transaction(info, input) as transaction:
        inspection = await inspections.claim(transaction.session, transaction.actor, inspection_id)
        await propose_or_replace(transaction, inspection, officer_id, input.reason, incoming_id)
        return transaction.succeed(InspectorReplaced(inspection_id=inspection.id))
