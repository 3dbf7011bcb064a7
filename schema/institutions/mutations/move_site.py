"""A registrar registers that a site has moved to another address."""

from dataclasses import replace
from uuid import UUID

import strawberry

from domain import identifiers, positions
from domain import institutions as rules
from domain.institutions import sites
from domain.institutions.sites import SiteAlreadyClosed, SiteAtSameAddress
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.positions import Position
from domain.refusals import ChangedMeanwhile
from persistence.institutions import writes as institutions
from persistence.institutions.table import Site
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.institutions import jurisdiction, registrar_claims, types
from schema.institutions.checks import region_code
from schema.institutions.inputs import PositionInput
from schema.institutions.registrar_claims import REASON, VERSION, SiteId
from schema.mutations import begin_transaction, mutation


@strawberry.input(description="Where a site is from now on.")
class MoveSiteInput:
    operation_id: UUID = field(OPERATION_ID)
    site_id: strawberry.ID = field("Opaque id of the site.")
    expected_version: int = field(VERSION)
    reason: str = field(REASON)
    region_code: str = field("Code of the site's region, which must have no regions below it.")
    address: str = field("Address of the site, up to 200 characters.")
    position: PositionInput | None = optional(
        "Position of the new place on the map. Left out, the site has none: the old one is wrong."
    )


@strawberry.type(description="The site is registered at its new place.")
class SiteMoved:
    site_id: SiteId
    site: types.Site | None = refetched("site_id", "The site at its new place.")


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Register a site's new address. Its courses go with it, and visits stay where they were made.",
    refuses=(
        ChangedMeanwhile,
        rules.InstitutionNotExisting,
        rules.RegionEnded,
        rules.RegionNotALeaf,
        SiteAlreadyClosed,
        SiteAtSameAddress,
        OutsideJurisdiction,
    ),
)
async def move_site(info: Info, input: MoveSiteInput) -> SiteMoved:
    faults = InputFaults()
    reason = registrar_claims.reason_of(faults, input.reason)
    code = region_code(faults, "regionCode", input.region_code)
    address = faults.name("address", input.address, longest=200)
    position = _position(faults, input)
    faults.refuse()
    key = key_of("Site", input.site_id, "siteId")
    async with begin_transaction(info, input) as transaction:
        site, institution = await registrar_claims.claim_site(
            transaction, key, input.expected_version, reason
        )
        (place,) = await jurisdiction.places(transaction.session, {"regionCode": code})
        others = await institutions.sites(transaction.session, institution.id)
        there = replace(site.facts(), region_code=code, address_key=identifiers.address(address))
        sites.place(there, place, [each.facts() for each in others])
        site.move(code, address, position)
        institution.record_correction({}, at=transaction.now, parts=(Site,))
        transaction.audit("site.moved", on=site.id)
        return transaction.succeed(SiteMoved(site_id=site.id))


def _position(faults: InputFaults, input: MoveSiteInput) -> Position | None:
    if not is_given(input.position) or input.position is None:
        return None
    place = input.position
    position = Position(place.latitude, place.longitude, place.datum)
    faults.found.extend(positions.faults_of_position(position, "position"))
    return position
