"""A registrar enters an institution with its first sites and entitlements."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.actors import AuthorityIsClosed
from domain.authorities import Sector
from domain.institutions import (
    Existence,
    InstitutionKind,
    LegalForm,
    ListStatus,
    RiskClass,
    SubjectKind,
    programmes,
)
from domain.institutions.programmes import NotCompetent
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import IdTaken
from persistence.accounts import writes as accounts
from persistence.authorities import writes as authorities
from persistence.institutions.table import Entitlement, Institution
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, own_key
from schema.institutions import jurisdiction, parts, types
from schema.institutions.checks import check_reading, columns
from schema.institutions.inputs import EntitlementInput, SiteInput
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.scalars import FenAmount


@strawberry.input(description="An institution to enter in the register.")
class RegisterInstitutionInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = optional(OWN_ID)
    unified_social_credit_code: str = field(
        "Unified social credit code: 18 characters, the last a check character (GB 32100-2015); blanks, "
        "dashes, small and full-width letters are taken."
    )
    name: str = field("Name as registered, up to 100 characters.")
    reading: str | None = optional(
        "Pinyin of the name where the usual reading is wrong (单县: `shan xian`): one"
        " syllable without tone for each Chinese character."
    )
    kinds: list[InstitutionKind] = field("Kinds of institution that it is, at least one.")
    subject_kind: SubjectKind = field(
        "Whether its training is subject-type, by purpose, content and evaluation."
    )
    legal_form: LegalForm = field("Whether it is run for profit.")
    sector: Sector = field("Sector whose authority supervises the institution.")
    region_code: str = field(
        "Code of the region of registration, which must have no regions below it."
    )
    address: str = field("Registered address, up to 200 characters.")
    established_on: dt.date = field("Day of establishment; not in the future.")
    supervising_authority_id: strawberry.ID = field(
        "Opaque id of the authority that supervises it."
    )
    legal_representative: str = field("Name of the legal representative, up to 50 characters.")
    registered_capital_fen: FenAmount | None = optional(
        "Registered capital in fen; 100 fen are one yuan."
    )
    registration_authority: str | None = optional(
        "Authority with which it is registered, up to 100 characters."
    )
    sponsor: str | None = optional("Sponsor of the institution (举办者), up to 100 characters.")
    introduction: str | None = optional(
        "The institution's own introduction, up to 2,000 characters."
    )
    website: str | None = optional("Web address with http or https, up to 200 characters.")
    public_phone: str | None = optional("Telephone number for the public, up to 100 characters.")
    contact_name: str | None = optional(
        "Name of the contact person, up to 50 characters; not public."
    )
    contact_phone: str | None = optional(
        "Telephone number of the contact person, up to 100 characters; not public."
    )
    sites: list[SiteInput] = strawberry.field(
        default_factory=list,
        description="Sites where it trains, at most 50; the first is the main site.",
    )
    entitlements: list[EntitlementInput] = strawberry.field(
        default_factory=list, description="Entitlements of the institution, at most 50."
    )


@strawberry.type(description="The institution is in the register.")
class InstitutionRegistered:
    institution_id: Annotated[UUID, StoredAs("institution_id")]
    institution: types.Institution | None = refetched(
        "institution_id", "The institution after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Enter an institution with its first sites and entitlements.",
    refuses=(
        rules.CreditCodeTaken,
        rules.LicenceNumberTaken,
        rules.RegionEnded,
        rules.RegionNotALeaf,
        NotCompetent,
        rules.ConflictOfInterest,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
        IdTaken,
    ),
)
async def register_institution(
    info: Info, input: RegisterInstitutionInput
) -> InstitutionRegistered:
    faults, today, key = InputFaults(), info.context.today(), own_key("Institution", input.id)
    entry = columns(faults, input, today=today)
    check_reading(faults, entry.get("reading"), of_name=input.name)
    sites = parts.sites(faults, input.sites, key)
    entitlements = parts.entitlements(faults, input.entitlements, key, today=today)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        supervisor = await authorities.get(transaction.session, entry["supervising_authority_id"])
        fields = {"regionCode": input.region_code}
        fields |= {f"sites[{i}].regionCode": site.region_code for i, site in enumerate(sites)}
        place, *site_places = await jurisdiction.places(transaction.session, fields)
        facts = rules.Institution(
            kinds=frozenset(input.kinds),
            sector=input.sector,
            place=place,
            supervisor=accounts.office(supervisor),
            sites=tuple(site_places),
        )
        rules.register(facts, by=transaction.actor)
        await _refuse_unlawful(transaction, entitlements, input.region_code, input.sector)
        institution = Institution(
            id=key,
            **entry,
            existence=Existence.EXISTING,
            list_status=ListStatus.NONE,
            risk_class=RiskClass.B,
            version=1,
            registered_at=transaction.now,
            updated_at=transaction.now,
        )
        institution.record_search([each.number for each in entitlements])
        transaction.session.add(institution)
        await transaction.session.flush()
        transaction.session.add_all([*sites, *entitlements])
        _note(transaction, institution, entitlements)
        return transaction.succeed(InstitutionRegistered(institution_id=key))


async def _refuse_unlawful(
    transaction: Transaction,
    entitlements: Sequence[Entitlement],
    region_code: str,
    sector: Sector,
) -> None:
    """Refuse entitlements that the registrar is not competent for, that the authority may not grant there,
    and conflicting listings."""
    held: list[rules.Entitlement] = []
    for each in entitlements:
        grantor = accounts.office(await authorities.get(transaction.session, each.authority_id))
        jurisdiction.refuse_unless_granting(grantor, region_code)
        programmes.competent(
            transaction.actor.offices_with(Permission.INSTITUTION_REGISTER),
            each.programme_code,
            region_code=region_code,
            sector=sector,
            granted_by=grantor.authority_id,
        )
        programmes.refuse_unfit_grantor(each.programme_code, grantor)
        facts = each.facts()
        if facts.listing_role is not None and facts.occupation is not None:
            rules.refuse_conflict_of_interest(facts.listing_role, facts.occupation, held)
        held.append(facts)


def _note(
    transaction: Transaction, institution: Institution, entitlements: Sequence[Entitlement]
) -> None:
    transaction.record_transition(
        "Institution",
        institution.id,
        from_state=None,
        to_state=institution.existence,
        event="register",
    )
    for each in entitlements:
        transaction.record_transition(
            "Entitlement", each.id, from_state=None, to_state=each.state, event="register"
        )
    transaction.audit("institution.registered", on=institution.id)
