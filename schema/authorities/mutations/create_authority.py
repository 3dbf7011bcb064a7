"""A system administrator enters an authority below those of the own jurisdiction."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities import AuthorityKind, Sector
from domain.authorities import register as rules
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import IdTaken
from persistence.authorities import register as authorities
from persistence.authorities.table import Authority
from schema.authorities import entries
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, is_given, key_of, own_key
from schema.institutions import jurisdiction
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.regions import types


@strawberry.input(description="An authority to enter in the register.")
class CreateAuthorityInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = optional(OWN_ID)
    kind: AuthorityKind = field("Administrative organ or social organisation; never changed.")
    name: str = field(entries.NAME)
    region_code: str = field(
        "Code of the region that it answers for, with all regions below; its level is the authority's."
    )
    sectors: list[Sector] = field("Sectors that it answers for, at least one.")
    parent_id: strawberry.ID | None = optional(
        "Opaque id of the authority above, whose region includes this one's; left out if there is none."
    )
    complaint_phone: str | None = optional(entries.PHONE)
    complaint_hours: str | None = optional(entries.HOURS)
    yearly_cap: int | None = optional(entries.CAP)


@strawberry.type(description="The authority is in the register; accounts can be created at it.")
class AuthorityCreated:
    authority_id: Annotated[UUID, StoredAs("authority_id")]
    authority: types.Authority | None = refetched("authority_id", "The authority that was entered.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Enter an authority in the caller's jurisdiction: its region and sectors lie within "
    "those of the caller's own authority.",
    refuses=(
        rules.AuthorityNameTaken,
        rules.AuthorityCycle,
        rules.RegionOutsideParent,
        AuthorityIsClosed,
        NotAnAdministrativeOrgan,
        OutsideJurisdiction,
        IdTaken,
    ),
)
async def create_authority(info: Info, input: CreateAuthorityInput) -> AuthorityCreated:
    faults, key = InputFaults(), own_key("Authority", input.id)
    entry = entries.columns(faults, input, today=info.context.today())
    faults.refuse()
    parent_id = None
    if is_given(input.parent_id) and input.parent_id is not None:
        parent_id = key_of("Authority", input.parent_id, "parentId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        await authorities.lock_tree(session)
        await jurisdiction.places(session, {"regionCode": entry["region_code"]})
        row = Authority(
            id=key,
            kind=input.kind,
            parent_id=parent_id,
            version=1,
            created_at=transaction.now,
            updated_at=transaction.now,
            **entry,
        )
        rules.create(await authorities.node(session, row), by=transaction.actor)
        if await authorities.is_named(session, row.name, row.region_code):
            raise rules.AuthorityNameTaken(row.name)
        session.add(row)
        transaction.audit("authority.created", on=row.id)
        return transaction.succeed(AuthorityCreated(authority_id=row.id))
