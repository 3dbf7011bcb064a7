"""A registrar adds a place where an institution trains."""

import datetime as dt
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.institutions import sites
from domain.institutions.sites import SiteAtSameAddress
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, IdTaken
from persistence.institutions import writes as institutions
from persistence.institutions.table import Site
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, OWN_ID, InputFaults, is_given, key_of, own_key
from schema.institutions import jurisdiction, parts, registrar_claims, types
from schema.institutions.inputs import SiteInput
from schema.institutions.registrar_claims import REASON, VERSION, SiteId
from schema.mutations import begin_transaction, mutation


@strawberry.input(description="A further place where an institution trains.")
class AddSiteInput:
    operation_id: UUID = field(OPERATION_ID)
    id: strawberry.ID | None = optional(OWN_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(VERSION)
    reason: str = field(REASON)
    site: SiteInput = field("The site as it is to be registered.")
    opened_on: dt.date | None = optional("First day on which it is open; left out if not known.")


@strawberry.type(description="The site is in the register.")
class SiteAdded:
    site_id: SiteId
    site: types.Site | None = refetched("site_id", "The site as it was registered.")


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Add a site to an institution; the first open one is its main site.",
    refuses=(
        ChangedMeanwhile,
        rules.InstitutionNotExisting,
        rules.RegionEnded,
        rules.RegionNotALeaf,
        SiteAtSameAddress,
        OutsideJurisdiction,
        IdTaken,
    ),
)
async def add_site(info: Info, input: AddSiteInput) -> SiteAdded:
    faults = InputFaults()
    reason = registrar_claims.reason_of(faults, input.reason)
    site = Site(
        id=own_key("Site", input.id),
        institution_id=key_of("Institution", input.institution_id, "institutionId"),
        opened_on=input.opened_on if is_given(input.opened_on) else None,
        **parts.site(faults, "site", input.site),
    )
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        institution = await registrar_claims.claim(
            transaction, site.institution_id, input.expected_version, reason
        )
        (place,) = await jurisdiction.places(
            transaction.session, {"site.regionCode": site.region_code}
        )
        others = await institutions.sites(transaction.session, institution.id)
        if any(each.id == site.id for each in others):
            raise IdTaken
        sites.place(site.facts(), place, [each.facts() for each in others])
        site.is_main = all(each.closed_on is not None for each in others)
        institutions.make_main(site, others)
        institution.record_correction({}, at=transaction.now, parts=(Site,))
        transaction.session.add(site)
        transaction.audit("site.added", on=site.id)
        return transaction.succeed(SiteAdded(site_id=site.id))
