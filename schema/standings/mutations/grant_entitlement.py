"""The organ that is competent for a programme grants an institution an entitlement."""

from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.actors import AuthorityIsClosed
from domain.institutions import programmes
from domain.institutions.programmes import NotCompetent
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, IdTaken
from domain.standings import decisions
from domain.standings.terms import StandingKind
from persistence.accounts import writes as accounts
from persistence.authorities import writes as authorities
from persistence.institutions.table import Entitlement
from persistence.standings import writes as standings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, key_of, own_key
from schema.institutions import jurisdiction, parts, types
from schema.institutions.inputs import EntitlementInput
from schema.mutations import begin_transaction, mutation
from schema.standings import claims
from schema.standings.claims import EntitlementId
from schema.versions import refuse_changed


@strawberry.input(description="An entitlement that is granted.")
class GrantEntitlementInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = optional(OWN_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(claims.VERSION_OF_INSTITUTION)
    entitlement: EntitlementInput = field("What is granted, by whom and for how long.")
    ground: str = field(claims.GROUND)
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The institution has the entitlement now.")
class EntitlementGranted:
    entitlement_id: EntitlementId
    entitlement: types.Entitlement | None = refetched(
        "entitlement_id", "The entitlement, as the caller sees it."
    )


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Enter an entitlement that an institution of the register was granted. Only the organ that is"
    " competent for the programme does so; what the institution is by it is added to its kinds.",
    refuses=(
        ChangedMeanwhile,
        NotCompetent,
        decisions.InstitutionBlackListed,
        rules.ConflictOfInterest,
        rules.LicenceNumberTaken,
        rules.InstitutionNotExisting,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
        IdTaken,
    ),
)
async def grant_entitlement(info: Info, input: GrantEntitlementInput) -> EntitlementGranted:
    faults, today = InputFaults(), info.context.today()
    reasons = claims.reasons_of(faults, input)
    columns = parts.entitlement(faults, "entitlement", input.entitlement, today=today)
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        found = await standings.claim(session, key)
        institution = found.institution
        grantor = accounts.office(await authorities.get(session, columns["authority_id"]))
        programme = columns["programme_code"]
        office = programmes.competent(
            transaction.actor.offices_with(Permission.STANDING_DECIDE),
            programme,
            region_code=institution.region_code,
            sector=institution.sector,
            granted_by=grantor.authority_id,
        )
        await refuse_changed(transaction, institution, input.expected_version)
        rules.refuse_unless_existing(institution.existence)
        programmes.refuse_unfit_grantor(programme, grantor)
        jurisdiction.refuse_unless_granting(grantor, institution.region_code)
        decisions.refuse_black_listed(found.list_status(max(today, columns["valid_from"])))
        if columns["listing_role"] is not None:
            rules.refuse_conflict_of_interest(
                columns["listing_role"],
                columns["occupation"],
                [each.facts() for each in found.entitlements.values()],
            )
        transaction.because(reasons[0])
        row = Entitlement(
            id=own_key("Entitlement", input.id),
            institution_id=institution.id,
            created_at=transaction.now,
            **columns,
        )
        session.add(row)
        await session.flush()
        found.entitlements[row.id] = row
        decider = claims.Decider(transaction, office, *reasons)
        decider.enter(
            found,
            StandingKind.ENTITLEMENT,
            of=row,
            from_on=row.valid_from,
            until_on=row.valid_to,
            is_new=True,
            entitlement_state=rules.EntitlementState.ACTIVE,
        )
        transaction.record_transition(
            "Entitlement", row.id, from_state=None, to_state=row.state, event="grant"
        )
        institution.record_licences([row.number])
        await decider.settle(found, "entitlement.granted", on=row.id)
        return transaction.succeed(EntitlementGranted(entitlement_id=row.id))
