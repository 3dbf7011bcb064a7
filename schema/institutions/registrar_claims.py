"""What all changes of an institution's entry by a registrar have in common."""

from typing import Annotated
from uuid import UUID

from domain import offices
from domain.institutions import refuse_unless_existing
from domain.permissions import Permission
from persistence.institutions import writes as institutions
from persistence.institutions.table import Institution, Site
from schema.inputs import InputFaults
from schema.mutations import StoredAs, Transaction
from schema.versions import refuse_changed

REASON = "Reason for the change, up to 200 characters; it is kept in the history."
VERSION = "The `version` of the institution that the change is based on."
InstitutionId = Annotated[UUID, StoredAs("institution_id")]
SiteId = Annotated[UUID, StoredAs("site_id")]


def reason_of(faults: InputFaults, reason: str) -> str:
    return faults.text("reason", reason, longest=200)


async def claim(
    transaction: Transaction, institution_id: UUID, expected_version: int, reason: str
) -> Institution:
    """Lock an institution that the registrar answers for and that exists. Raises NotFound,
    OutsideJurisdiction, ChangedMeanwhile or InstitutionNotExisting."""
    institution = await institutions.claim(transaction.session, institution_id)
    await _begin(transaction, institution, expected_version, reason)
    return institution


async def claim_site(
    transaction: Transaction, site_id: UUID, expected_version: int, reason: str
) -> tuple[Site, Institution]:
    """Lock a site with its institution; as `claim`."""
    site, institution = await institutions.claim_site(transaction.session, site_id)
    await _begin(transaction, institution, expected_version, reason)
    return site, institution


async def _begin(
    transaction: Transaction, institution: Institution, expected_version: int, reason: str
) -> None:
    offices.refuse_unless_reached(
        transaction.actor.offices_with(Permission.INSTITUTION_REGISTER),
        institution.region_code,
        institution.sector,
    )
    await refuse_changed(transaction, institution, expected_version)
    refuse_unless_existing(institution.existence)
    transaction.because(reason)
