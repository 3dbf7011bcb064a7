"""The organ that is competent for a programme renews an entitlement."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.institutions import EntitlementState, InstitutionNotExisting
from domain.institutions.programmes import NotCompetent
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput
from domain.standings import decisions
from domain.standings.terms import StandingKind
from domain.transitions import IllegalTransition
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.institutions import types
from schema.mutations import begin_transaction, mutation
from schema.standings import claims
from schema.standings.claims import EntitlementId


@strawberry.input(description="A further period of an entitlement.")
class RenewEntitlementInput:
    operation_id: UUID = field(OPERATION_ID)
    entitlement_id: strawberry.ID = field("Opaque id of the entitlement.")
    expected_version: int = field(claims.VERSION_OF_ENTITLEMENT)
    from_on: dt.date | None = optional(
        "First day of the new period; the day after the last one if left out. Not before it."
    )
    until_on: dt.date | None = optional(
        "Last day of the new period, inclusive; left out if it has no term."
    )
    ground: str = field(claims.GROUND)
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The entitlement is valid for a further period.")
class EntitlementRenewed:
    entitlement_id: EntitlementId
    entitlement: types.Entitlement | None = refetched(
        "entitlement_id", "The entitlement, as the caller sees it."
    )


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Renew an entitlement that has a term, before or after it ends. What was taken from it for a"
    " time stays taken until that ends.",
    refuses=(
        ChangedMeanwhile,
        NotCompetent,
        IllegalTransition,
        decisions.InstitutionBlackListed,
        InstitutionNotExisting,
        OutsideJurisdiction,
    ),
)
async def renew_entitlement(info: Info, input: RenewEntitlementInput) -> EntitlementRenewed:
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    faults.refuse()
    key = key_of("Entitlement", input.entitlement_id, "entitlementId")
    until_on = input.until_on if is_given(input.until_on) else None
    async with begin_transaction(info, input) as transaction:
        found, row, decider = await claims.claim_entitlement(
            transaction, key, input.expected_version, reasons
        )
        decisions.next_state(found.state_of(row, transaction.today), "renew")
        found.keep_as_entered(row)
        last_on = found.grants(row)[-1].until_on
        if last_on is None:
            raise InvalidInput.of("entitlementId", "该资质没有期限", "has no term to be renewed")
        follows = last_on + dt.timedelta(days=1)
        from_on = claims.day_of(input.from_on, follows)
        if from_on < follows:
            raise InvalidInput.of(
                "fromOn",
                "须晚于现有效期的最后一天",
                "must be after the last day of the period before",
            )
        decisions.refuse_days(
            StandingKind.ENTITLEMENT, from_on, until_on, before=(), today=transaction.today
        )
        decisions.refuse_black_listed(found.list_status(max(from_on, transaction.today)))
        decider.enter(
            found,
            StandingKind.ENTITLEMENT,
            of=row,
            from_on=from_on,
            until_on=until_on,
            entitlement_state=EntitlementState.ACTIVE,
        )
        await decider.settle(found, "entitlement.renewed", on=row.id)
        return transaction.succeed(EntitlementRenewed(entitlement_id=row.id))
