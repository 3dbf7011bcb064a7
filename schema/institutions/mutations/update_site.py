"""A registrar corrects what is registered of a site where it is."""

import datetime as dt
from typing import Any
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.institutions import sites
from domain.institutions.sites import SiteAlreadyClosed
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.institutions import writes as institutions
from persistence.institutions.table import Site
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import parts, registrar_claims, types
from schema.institutions.registrar_claims import REASON, VERSION, SiteId
from schema.mutations import begin_transaction, mutation


@strawberry.input(
    description="Fields of a site to correct: a field left out stays as it is, and null clears a field that"
    " may be empty."
)
class UpdateSiteInput:
    operation_id: UUID = field(OPERATION_ID)
    site_id: strawberry.ID = field("Opaque id of the site.")
    expected_version: int = field(VERSION)
    reason: str = field(REASON)
    name: str | None = optional("Name of the site, up to 100 characters.")
    area_m2: int | None = optional(
        "Floor area in square metres, from 1 to 1,000,000; null clears it."
    )
    capacity: int | None = optional(
        "Number of pupils at the same time, from 1 to 100,000; null clears it."
    )
    opened_on: dt.date | None = optional("First day on which it was open; null clears it.")
    is_main: bool | None = optional("True makes it the main site instead of the one that was.")


@strawberry.type(description="The site is registered as requested.")
class SiteUpdated:
    site_id: SiteId
    site: types.Site | None = refetched("site_id", "The site after the change.")


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Correct the name, size, first day or rank of an open site; where it is, `moveSite` changes. A"
    " correction that changes nothing keeps the version.",
    refuses=(
        ChangedMeanwhile,
        rules.InstitutionNotExisting,
        SiteAlreadyClosed,
        OutsideJurisdiction,
    ),
)
async def update_site(info: Info, input: UpdateSiteInput) -> SiteUpdated:
    faults = InputFaults()
    reason = registrar_claims.reason_of(faults, input.reason)
    given = _columns(faults, input)
    faults.refuse()
    key = key_of("Site", input.site_id, "siteId")
    async with begin_transaction(info, input) as transaction:
        site, institution = await registrar_claims.claim_site(
            transaction, key, input.expected_version, reason
        )
        sites.refuse_closed(site.facts())
        changes = {name: value for name, value in given.items() if getattr(site, name) != value}
        for name, value in changes.items():
            setattr(site, name, value)
        if changes:
            others = await institutions.sites(transaction.session, institution.id)
            institutions.make_main(site, others)
            institution.record_correction({}, at=transaction.now, parts=(Site,))
            transaction.audit("site.updated", on=site.id, changed=sorted(changes))
        return transaction.succeed(SiteUpdated(site_id=site.id))


def _columns(faults: InputFaults, input: UpdateSiteInput) -> dict[str, Any]:
    """The columns that are given. A main site stays one until another is: null and false say nothing."""
    given = parts.site_details(faults, input)
    if input.is_main is False:
        zh, en = "请将另一校区设为主校区", "must be true: make another site the main one instead"
        faults.add("isMain", zh, en)
    if input.is_main is True:
        given["is_main"] = True
    return given
