"""The organ that is competent enters that an institution gave an entitlement up."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.institutions import InstitutionNotExisting
from domain.institutions.programmes import NotCompetent
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import decisions
from domain.transitions import IllegalTransition
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID
from schema.institutions import types
from schema.mutations import mutation
from schema.standings import claims, entitlement_states
from schema.standings.claims import EntitlementId


@strawberry.input(description="That an institution gives up an entitlement.")
class SurrenderEntitlementInput:
    operation_id: UUID = field(OPERATION_ID)
    entitlement_id: strawberry.ID = field("Opaque id of the entitlement.")
    expected_version: int = field(claims.VERSION_OF_ENTITLEMENT)
    from_on: dt.date | None = optional(claims.FROM_ON)
    ground: str = field(claims.GROUND)
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The entitlement is given up.")
class EntitlementSurrendered:
    entitlement_id: EntitlementId
    entitlement: types.Entitlement | None = refetched(
        "entitlement_id", "The entitlement, as the caller sees it."
    )


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Enter that an institution gave an entitlement up of its own will. Courses published under it are"
    " withdrawn with it.",
    refuses=(
        ChangedMeanwhile,
        NotCompetent,
        IllegalTransition,
        decisions.PredatesDecision,
        InstitutionNotExisting,
        OutsideJurisdiction,
    ),
)
async def surrender_entitlement(
    info: Info, input: SurrenderEntitlementInput
) -> EntitlementSurrendered:
    return await entitlement_states.take(info, input, "surrender", EntitlementSurrendered)
