"""What all decisions have in common: ground and basis, the office that decides, the version they rest on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from domain import offices
from domain.actors import Office
from domain.institutions import refuse_unless_existing
from domain.institutions.programmes import competent
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted
from domain.standings.terms import Ending, StandingKind
from persistence.institutions.table import Entitlement, Institution
from persistence.standings import writes as standings
from persistence.standings.table import Standing
from persistence.standings.writes import InstitutionStandings
from schema.inputs import InputFaults, is_given, key_of
from schema.mutations import StoredAs, Transaction
from schema.versions import refuse_changed

GROUND = "Ground of the decision, up to 1,000 characters; it is public."
LEGAL_BASIS = (
    "Documents and articles on which it rests: marks of the list of documents with the place, such as `X33` or"
    " `S2 Art. 20`, or titles; 1 to 10 of up to 200 characters each."
)
FROM_ON = "First day on which it holds; today if left out. Not before an earlier decision on the same took effect."
VERSION_OF_ENTITLEMENT = "The `version` of the entitlement on which the decision rests."
VERSION_OF_INSTITUTION = "The `version` of the institution on which the decision rests."
EntitlementId = Annotated[UUID, StoredAs("entitlement_id")]
RulingId = Annotated[UUID, StoredAs("ruling_id")]
VERSION_OF_RULING = "The `version` of the ruling on which this rests."
StandingId = Annotated[UUID, StoredAs("standing_id")]


def reasons_of(faults: InputFaults, input: Any) -> tuple[str, list[str]]:
    """The ground and the legal basis that an input gives."""
    faults.number("legalBasis.length", len(input.legal_basis), least=1, most=10)
    return faults.text("ground", input.ground, longest=1000), [
        faults.text(f"legalBasis[{i}]", each, longest=200)
        for i, each in enumerate(input.legal_basis[:10])
    ]


def entitlement_keys(given: Any) -> set[UUID] | None:
    """The entitlements that an input chooses; None where it leaves them out."""
    if not isinstance(given, list):
        return None
    return {key_of("Entitlement", each, f"entitlementIds[{i}]") for i, each in enumerate(given)}


def day_of(given: dt.date | None, today: dt.date) -> dt.date:
    """The day that an input gives, or today."""
    return given if isinstance(given, dt.date) else today


@dataclass(frozen=True, slots=True)
class Decider:
    """By which office something is decided; of a transaction, to be written down."""

    transaction: Transaction
    office: Office
    ground: str
    legal_basis: list[str]

    @property
    def by(self) -> UUID:
        account_id = self.transaction.actor.account_id
        assert account_id is not None
        return account_id

    def enter(
        self,
        found: InstitutionStandings,
        kind: StandingKind,
        *,
        of: Entitlement | None = None,
        from_on: dt.date,
        until_on: dt.date | None = None,
        **details: Any,
    ) -> Standing:
        return found.enter(
            kind,
            of=of,
            from_on=from_on,
            until_on=until_on,
            ground=self.ground,
            legal_basis=self.legal_basis,
            authority_id=self.office.authority_id,
            by=self.by,
            at=self.transaction.now,
            **details,
        )

    def end(
        self,
        found: InstitutionStandings,
        standing: Standing,
        on: dt.date,
        ending: Ending,
        *,
        proposal_id: UUID | None = None,
    ) -> None:
        found.end(
            standing,
            on,
            ending,
            self.ground,
            authority_id=self.office.authority_id,
            by=self.by,
            at=self.transaction.now,
            proposal_id=proposal_id,
        )

    async def settle(
        self, found: InstitutionStandings, tag: str, *, on: UUID, **detail: Any
    ) -> None:
        """Let the register show it, and keep who did it."""
        transaction = self.transaction
        await found.settle(transaction.today, by=self.by, at=transaction.now, reason=self.ground)
        transaction.audit(tag, on=on, **detail)


async def claim_institution(
    transaction: Transaction,
    institution_id: UUID,
    expected_version: int | None,
    reasons: tuple[str, list[str]],
) -> tuple[InstitutionStandings, Decider]:
    """Lock an institution with all that stands on it, for an office that answers for it. Raises NotFound,
    OutsideJurisdiction, ChangedMeanwhile, InstitutionNotExisting."""
    found = await standings.claim(transaction.session, institution_id)
    institution = found.institution
    office = reaching(transaction, institution.region_code, institution.sector)
    if expected_version is not None:
        await refuse_changed(transaction, institution, expected_version)
    refuse_unless_existing(institution.existence)
    transaction.because(reasons[0])
    return found, Decider(transaction, office, *reasons)


async def refuse_changed_institution(
    transaction: Transaction, institution: Institution, expected_version: int | None
) -> None:
    """For what is about an institution or a person: InvalidInput where the version is left out,
    ChangedMeanwhile where it is another."""
    if not is_given(expected_version) or expected_version is None:
        zh, en = "须填写机构版本", "must be given: the version of the institution"
        raise InvalidInput.of("expectedVersion", zh, en)
    await refuse_changed(transaction, institution, expected_version)


def reaching(transaction: Transaction, region_code: str, sector: Any) -> Office:
    """The office of the actor's that decides there. Raises OutsideJurisdiction, NotAnAdministrativeOrgan,
    AuthorityIsClosed."""
    held = list(transaction.actor.offices_with(Permission.STANDING_DECIDE))
    offices.refuse_unless_reached(held, region_code, sector)
    return offices.organ_among(each for each in held if offices.reaches(each, region_code, sector))


async def claim_entitlement(
    transaction: Transaction,
    entitlement_id: UUID,
    expected_version: int,
    reasons: tuple[str, list[str]],
) -> tuple[InstitutionStandings, Entitlement, Decider]:
    """As `claim_institution`, with the entitlement, for the office that is competent for its programme:
    NotCompetent."""
    found, entitlement = await standings.claim_of_entitlement(transaction.session, entitlement_id)
    institution = found.institution
    office = competent(
        transaction.actor.offices_with(Permission.STANDING_DECIDE),
        entitlement.programme_code,
        region_code=institution.region_code,
        sector=institution.sector,
        granted_by=entitlement.authority_id,
    )
    await refuse_changed(transaction, entitlement, expected_version)
    refuse_unless_existing(institution.existence)
    transaction.because(reasons[0])
    return found, entitlement, Decider(transaction, office, *reasons)


def office_at(transaction: Transaction, authority_id: UUID, permission: Permission) -> Office:
    """The actor's office at an authority. Raises NotPermitted."""
    for each in transaction.actor.offices_with(permission):
        if each.authority_id == authority_id:
            return each
    raise NotPermitted(permission)


def competent_office(
    transaction: Transaction, found: InstitutionStandings, entitlement_ids: Iterable[UUID]
) -> Office:
    """The office that decides on these entitlements of an institution, or on the institution itself where
    there are none. Raises NotCompetent, OutsideJurisdiction, NotAnAdministrativeOrgan, AuthorityIsClosed."""
    institution, office = found.institution, None
    for each in entitlement_ids:
        row = found.entitlements[each]
        office = competent(
            transaction.actor.offices_with(Permission.STANDING_DECIDE),
            row.programme_code,
            region_code=institution.region_code,
            sector=institution.sector,
            granted_by=row.authority_id,
        )
    return office or reaching(transaction, institution.region_code, institution.sector)


def own_office(transaction: Transaction) -> Office:
    """The organ for which the actor decides. Raises NotAnAdministrativeOrgan, AuthorityIsClosed."""
    return offices.organ_among(transaction.actor.offices_with(Permission.STANDING_DECIDE))
