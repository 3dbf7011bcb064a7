"""A registrar merges two sites of an institution that are one, entered twice."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import offices
from domain.institutions import duplicates as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.institutions import writes as institutions
from persistence.institutions.table import Site
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.institutions import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.versions import refuse_changed


@strawberry.input(description="Two sites of one institution that are one.")
class MergeSitesInput:
    operation_id: UUID = field(OPERATION_ID)
    duplicate_id: strawberry.ID = field("Opaque id of the site that is closed.")
    kept_id: strawberry.ID = field("Opaque id of the site that is kept.")
    expected_version: int = field("The `version` of the institution that the merger is based on.")


@strawberry.type(description="The two sites are one.")
class SitesMerged:
    institution_id: Annotated[UUID, StoredAs("institution_id")]
    institution: types.Institution | None = refetched(
        "institution_id", "The institution after the merger, as the caller sees it."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Merge two open sites of an institution at one address. The duplicate is closed, its courses go to "
    "the other, and visits stay where they were made.",
    refuses=(ChangedMeanwhile, rules.NotDuplicates, OutsideJurisdiction),
)
async def merge_sites(info: Info, input: MergeSitesInput) -> SitesMerged:
    duplicate_id = key_of("Site", input.duplicate_id, "duplicateId")
    kept_id = key_of("Site", input.kept_id, "keptId")
    async with begin_transaction(info, input) as transaction:
        duplicate, kept, institution = await institutions.claim_sites(
            transaction.session, duplicate_id, kept_id
        )
        offices.refuse_unless_reached(
            transaction.actor.offices_with(Permission.INSTITUTION_REGISTER),
            institution.region_code,
            institution.sector,
        )
        rules.refuse_unless_same(_part(duplicate), _part(kept))
        await refuse_changed(transaction, institution, input.expected_version)
        transaction.audit("site.merged", on=duplicate.id, into=str(kept.id))
        await institutions.merge_sites(
            transaction.session,
            duplicate,
            kept,
            institution,
            on=transaction.today,
            at=transaction.now,
        )
        return transaction.succeed(SitesMerged(institution_id=institution.id))


def _part(row: Site) -> rules.Part:
    return rules.Part(
        row.id, row.institution_id, (row.region_code, row.address_key), row.closed_on is None
    )
