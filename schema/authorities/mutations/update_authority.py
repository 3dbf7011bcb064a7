"""A system administrator renames an authority, or corrects what it tells the public."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities import register as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.accounts import writes as accounts
from persistence.authorities import register as authorities
from schema.authorities import entries
from schema.authorities.versions import refuse_unless_current
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.regions import types


@strawberry.input(
    description="Corrections of an authority's entry; what is left out stays as it is. Region, sectors "
    "and the authority above are changed by `moveAuthority`."
)
class UpdateAuthorityInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID = field("Opaque id of the authority.")
    expected_version: int = field("The `version` of the authority that the change is based on.")
    reason: str = field(entries.REASON)
    name: str | None = optional(entries.NAME)
    complaint_phone: str | None = optional(f"{entries.PHONE} Null clears it.")
    complaint_hours: str | None = optional(f"{entries.HOURS} Null clears it.")
    yearly_cap: int | None = optional(f"{entries.CAP} Null clears it.")
    yearly_cap_from: dt.date | None = optional(entries.CAP_FROM)


@strawberry.type(description="The authority's entry is now as requested.")
class AuthorityUpdated:
    authority_id: Annotated[UUID, StoredAs("authority_id")]
    authority: types.Authority | None = refetched("authority_id", "The authority after the change.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Rename an authority of the caller's jurisdiction, or correct its published telephone, "
    "hours or yearly cap. An update that changes nothing keeps the version.",
    refuses=(
        ChangedMeanwhile,
        rules.AuthorityNameTaken,
        AuthorityIsClosed,
        OutsideJurisdiction,
    ),
)
async def update_authority(info: Info, input: UpdateAuthorityInput) -> AuthorityUpdated:
    faults = InputFaults()
    given = entries.columns(faults, input, today=info.context.today())
    cap_from = entries.cap_from(faults, input, today=info.context.today())
    reason = entries.reason(faults, input.reason)
    faults.refuse()
    key = key_of("Authority", input.authority_id, "authorityId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        await authorities.lock_tree(session)
        row = await authorities.claim(session, key)
        rules.correct(accounts.office(row), by=transaction.actor)
        refuse_unless_current(row, input.expected_version)
        if "yearly_cap" in given:
            cap = row.published_cap().change(given["yearly_cap"], cap_from, transaction.today)
            given |= cap.columns()
        changes = {name: value for name, value in given.items() if getattr(row, name) != value}
        name = changes.get("name")
        if name is not None and await authorities.is_named(
            session, name, row.region_code, but=row.id
        ):
            raise rules.AuthorityNameTaken(name)
        if changes:
            transaction.because(reason)
            transaction.audit("authority.updated", on=row.id, changed=sorted(changes))
            row.record_correction(changes, at=transaction.now)
        return transaction.succeed(AuthorityUpdated(authority_id=row.id))
