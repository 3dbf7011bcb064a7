"""A registrar corrects an institution's entry; the institution itself its contacts."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry import UNSET

from domain import institutions as rules
from domain import offices
from domain.authorities import Sector
from domain.institutions import Existence, InstitutionKind, LegalForm, SubjectKind
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence import accounts, authorities, institutions
from persistence.tables.institutions import Institution
from schema.answering import Asked, shown
from schema.deeds import Deed, StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.institutions import entering, types
from schema.institutions.columns import check_reading, columns
from schema.scalars import FenAmount


@strawberry.input(
    description="What is to be corrected; a field left out stays, null empties one that may be."
)
class UpdateInstitutionInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    institution_id: strawberry.ID = strawberry.field(description="The institution.")
    expected_version: int = strawberry.field(description="The version that was read.")
    unified_social_credit_code: str | None = strawberry.field(
        default=UNSET, description="18 characters with check digit (GB 32100)."
    )
    name: str | None = strawberry.field(
        default=UNSET, description="Name as registered, up to 100 characters."
    )
    reading: str | None = strawberry.field(
        default=UNSET,
        description="Pinyin of the name where the usual reading is wrong; may be emptied, and is by"
        " a new name that comes without one.",
    )
    kinds: list[InstitutionKind] | None = strawberry.field(
        default=UNSET, description="What it is; at least one."
    )
    subject_kind: SubjectKind | None = strawberry.field(
        default=UNSET, description="Subject-type or not."
    )
    legal_form: LegalForm | None = strawberry.field(default=UNSET, description="For profit or not.")
    sector: Sector | None = strawberry.field(
        default=UNSET, description="The sector that supervises it."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Region; one without regions below it."
    )
    address: str | None = strawberry.field(
        default=UNSET, description="Registered address, up to 200 characters."
    )
    established_on: dt.date | None = strawberry.field(
        default=UNSET, description="Date of establishment."
    )
    supervising_authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Who supervises it."
    )
    legal_representative: str | None = strawberry.field(
        default=UNSET, description="Legal representative, up to 50 characters."
    )
    existence: Existence | None = strawberry.field(default=UNSET, description="Legal existence.")
    registered_capital_fen: FenAmount | None = strawberry.field(
        default=UNSET, description="Registered capital; may be emptied."
    )
    registration_authority: str | None = strawberry.field(
        default=UNSET, description="Where it is registered; may be emptied."
    )
    sponsor: str | None = strawberry.field(default=UNSET, description="Sponsor; may be emptied.")
    introduction: str | None = strawberry.field(
        default=UNSET, description="What it says of itself; the institution's; may be emptied."
    )
    website: str | None = strawberry.field(
        default=UNSET, description="Web address; the institution's; may be emptied."
    )
    public_phone: str | None = strawberry.field(
        default=UNSET, description="Published number; the institution's; may be emptied."
    )
    contact_name: str | None = strawberry.field(
        default=UNSET, description="Contact person; the institution's; may be emptied."
    )
    contact_phone: str | None = strawberry.field(
        default=UNSET, description="Contact number; the institution's; may be emptied."
    )


@strawberry.type(description="The entry is as was asked.")
class InstitutionUpdated:
    institution_id: Annotated[UUID, StoredAs("institution_id")]
    institution: types.Institution | None = shown("institution_id", "The institution.")


async def update_institution(info: Asked, input: UpdateInstitutionInput) -> InstitutionUpdated:
    faults = Faults()
    given = columns(faults, input, today=info.context.today())
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with writing(info, input) as deed:
        row = await institutions.claim(deed.session, key)
        offices.refuse_unless_own_or_reached(
            deed.actor, Permission.INSTITUTION_UPDATE, row.id, row.region_code, row.sector
        )
        if input.expected_version != row.version:
            raise ChangedMeanwhile(input.expected_version, row.version)
        changes = _changes(row, given)
        rules.update(
            await _facts(deed.session, row, {}),
            await _facts(deed.session, row, changes),
            institution_id=row.id,
            changed=changes,
            by=deed.actor,
        )
        if changes:
            _note(deed, row, changes)
            row.record_correction(changes, at=deed.now)
        return deed.done(InstitutionUpdated(institution_id=row.id))


def _changes(row: Institution, given: Mapping[str, Any]) -> dict[str, Any]:
    """What differs. A reading is that of one name: it goes with it."""
    changes = {name: value for name, value in given.items() if getattr(row, name) != value}
    if "name" in changes and "reading" not in given and row.reading is not None:
        changes["reading"] = None
    faults = Faults()
    reading = changes.get("reading", row.reading)
    check_reading(faults, reading, of_name=changes.get("name", row.name))
    faults.refuse()
    return changes


async def _facts(
    session: AsyncSession, row: Institution, changes: Mapping[str, Any]
) -> rules.Institution:
    """The entry as it would be with these changes."""
    entry = {name: getattr(row, name) for name in _RULED} | dict(changes)
    supervisor = await authorities.get(session, entry["supervising_authority_id"])
    (place,) = await entering.places(session, {"regionCode": entry["region_code"]})
    return rules.Institution(
        kinds=frozenset(InstitutionKind[kind] for kind in entry["kinds"]),
        sector=entry["sector"],
        place=place,
        supervisor=accounts.office(supervisor),
    )


def _note(deed: Deed, row: Institution, changes: Mapping[str, Any]) -> None:
    if "existence" in changes:
        deed.moved(
            "Institution",
            row.id,
            from_state=row.existence,
            to_state=changes["existence"],
            event="correct",
        )
    deed.audit("institution.updated", on=row.id, changed=sorted(changes))


_RULED = ("kinds", "sector", "region_code", "supervising_authority_id")
