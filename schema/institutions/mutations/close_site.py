"""A registrar registers that an institution trains no more at one of its sites."""

import datetime as dt
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.institutions import sites
from domain.institutions.sites import SiteAlreadyClosed, SiteHasCourses
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.institutions import writes as institutions
from persistence.institutions.table import Site
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import registrar_claims, types
from schema.institutions.registrar_claims import REASON, VERSION, SiteId
from schema.mutations import begin_transaction, mutation


@strawberry.input(description="The end of training at a site.")
class CloseSiteInput:
    operation_id: UUID = field(OPERATION_ID)
    site_id: strawberry.ID = field("Opaque id of the site.")
    expected_version: int = field(VERSION)
    reason: str = field(REASON)
    closed_on: dt.date = field("Last day on which it was open, inclusive; today at the latest.")


@strawberry.type(description="The site is closed from now on.")
class SiteClosed:
    site_id: SiteId
    site: types.Site | None = refetched("site_id", "The site after it was closed.")


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Close a site at which no published course is held. Where it was the main one, the first of"
    " the others that are open is from now on. Visits stay where they were made.",
    refuses=(
        ChangedMeanwhile,
        rules.InstitutionNotExisting,
        SiteAlreadyClosed,
        SiteHasCourses,
        OutsideJurisdiction,
    ),
)
async def close_site(info: Info, input: CloseSiteInput) -> SiteClosed:
    faults = InputFaults()
    reason = registrar_claims.reason_of(faults, input.reason)
    faults.refuse()
    key = key_of("Site", input.site_id, "siteId")
    async with begin_transaction(info, input) as transaction:
        site, institution = await registrar_claims.claim_site(
            transaction, key, input.expected_version, reason
        )
        sites.close(
            site.facts(),
            on=input.closed_on,
            today=transaction.today,
            course_count=await institutions.courses_at(transaction.session, site.id),
        )
        site.closed_on = input.closed_on
        others = await institutions.sites(transaction.session, institution.id)
        still_open = [each for each in others if each.closed_on is None]
        if site.is_main and still_open:
            still_open[0].is_main = True
            institutions.make_main(still_open[0], others)
        institution.record_correction({}, at=transaction.now, parts=(Site,))
        transaction.audit("site.closed", on=site.id)
        return transaction.succeed(SiteClosed(site_id=site.id))
