"""The organ that is competent ends a suspension, or the time in which to put things right."""

from uuid import UUID

import strawberry

from domain.institutions import InstitutionNotExisting
from domain.institutions.programmes import NotCompetent
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.transitions import IllegalTransition
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID
from schema.institutions import types
from schema.mutations import mutation
from schema.standings import claims, entitlement_states
from schema.standings.claims import EntitlementId


@strawberry.input(description="The end of what was taken from an entitlement for a time.")
class ResumeEntitlementInput:
    operation_id: UUID = field(OPERATION_ID)
    entitlement_id: strawberry.ID = field("Opaque id of the entitlement.")
    expected_version: int = field(claims.VERSION_OF_ENTITLEMENT)
    ground: str = field(claims.GROUND)
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The entitlement is in force again, if its term lasts.")
class EntitlementResumed:
    entitlement_id: EntitlementId
    entitlement: types.Entitlement | None = refetched(
        "entitlement_id", "The entitlement, as the caller sees it."
    )


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="End the suspension of an entitlement, or its rectification, from today on. It is in force again"
    " if its term lasts and nothing else keeps it from being. One that has not begun does not begin.",
    refuses=(
        ChangedMeanwhile,
        NotCompetent,
        IllegalTransition,
        InstitutionNotExisting,
        OutsideJurisdiction,
    ),
)
async def resume_entitlement(info: Info, input: ResumeEntitlementInput) -> EntitlementResumed:
    return await entitlement_states.give_back(info, input, EntitlementResumed)
