"""A registrar corrects an institution's entry; the institution corrects its own contact details."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain import offices
from domain.actors import AuthorityIsClosed
from domain.authorities import Sector
from domain.institutions import Existence, InstitutionKind, LegalForm, SubjectKind
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.institutions import writes as institutions
from persistence.institutions.table import Institution
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import corrections, types
from schema.institutions.checks import check_reading, columns
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.scalars import FenAmount
from schema.versions import refuse_changed


@strawberry.input(
    description="Fields to correct: a field left out stays as it is, and null clears a field"
    " that may be empty."
)
class UpdateInstitutionInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field("The `version` of the entry that the correction is based on.")
    unified_social_credit_code: str | None = optional(
        "Unified social credit code: 18 characters, the last a check character (GB 32100-2015); blanks, "
        "dashes, small and full-width letters are taken."
    )
    name: str | None = optional("Name as registered, up to 100 characters.")
    reading: str | None = optional(
        "Pinyin of the name where the usual reading is wrong; null clears it, and so"
        " does a new name without a reading."
    )
    kinds: list[InstitutionKind] | None = optional("Kinds of institution that it is, at least one.")
    subject_kind: SubjectKind | None = optional(
        "Whether its training is subject-type, by purpose, content and evaluation."
    )
    legal_form: LegalForm | None = optional("Whether it is run for profit.")
    sector: Sector | None = optional("Sector whose authority supervises the institution.")
    region_code: str | None = optional(
        "Code of the region of registration, which must have no regions below it."
    )
    address: str | None = optional("Registered address, up to 200 characters.")
    established_on: dt.date | None = optional("Day of establishment; not in the future.")
    supervising_authority_id: strawberry.ID | None = optional(
        "Opaque id of the authority that supervises it."
    )
    legal_representative: str | None = optional(
        "Name of the legal representative, up to 50 characters."
    )
    existence: Existence | None = optional(
        "Legal existence: existing, deregistered, revoked, cancelled or moved out."
    )
    registered_capital_fen: FenAmount | None = optional(
        "Registered capital in fen; 100 fen are one yuan; null clears it."
    )
    registration_authority: str | None = optional(
        "Authority with which it is registered, up to 100 characters; null clears it."
    )
    sponsor: str | None = optional(
        "Sponsor of the institution (举办者), up to 100 characters; null clears it."
    )
    introduction: str | None = optional(
        "The institution's own introduction, up to 2,000 characters; the institution"
        " may change it; null clears it."
    )
    website: str | None = optional(
        "Web address with http or https; the institution may change it; null clears it."
    )
    public_phone: str | None = optional(
        "Telephone number for the public; the institution may change it; null clears it."
    )
    contact_name: str | None = optional(
        "Name of the contact person; the institution may change it; null clears it."
    )
    contact_phone: str | None = optional(
        "Telephone number of the contact person; the institution may change it; null clears it."
    )


@strawberry.type(description="The entry is now as requested.")
class InstitutionUpdated:
    institution_id: Annotated[UUID, StoredAs("institution_id")]
    institution: types.Institution | None = refetched(
        "institution_id", "The institution after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.INSTITUTION_UPDATE,
    description="Correct an institution's entry or, as the institution, its own contact"
    " details. An update that changes nothing keeps the version.",
    refuses=(
        ChangedMeanwhile,
        rules.CreditCodeTaken,
        rules.RegionEnded,
        rules.RegionNotALeaf,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def update_institution(info: Info, input: UpdateInstitutionInput) -> InstitutionUpdated:
    faults = InputFaults()
    given = columns(faults, input, today=info.context.today())
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        row = await institutions.claim(transaction.session, key)
        offices.refuse_unless_own_or_reached(
            transaction.actor, Permission.INSTITUTION_UPDATE, row.id, row.region_code, row.sector
        )
        await refuse_changed(transaction, row, input.expected_version)
        changes = _changes(row, given)
        await corrections.correct(transaction, row, changes)
        return transaction.succeed(InstitutionUpdated(institution_id=row.id))


def _changes(row: Institution, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that differ. A reading belongs to one name and is dropped with it."""
    changes = {name: value for name, value in given.items() if getattr(row, name) != value}
    if "name" in changes and "reading" not in given and row.reading is not None:
        changes["reading"] = None
    faults = InputFaults()
    reading = changes.get("reading", row.reading)
    check_reading(faults, reading, of_name=changes.get("name", row.name))
    faults.refuse()
    return changes
