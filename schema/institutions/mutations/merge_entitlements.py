"""A registrar merges two entitlements of an institution that are one, entered twice."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from domain import offices
from domain.institutions import duplicates as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings.decisions import DuplicateHasDecisions
from persistence.institutions import writes as institutions
from persistence.institutions.table import Entitlement
from persistence.standings import writes as standings
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.institutions import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.versions import refuse_changed


@strawberry.input(description="Two entitlements of one institution that are one.")
class MergeEntitlementsInput:
    operation_id: UUID = field(OPERATION_ID)
    duplicate_id: strawberry.ID = field("Opaque id of the entitlement that is taken out.")
    kept_id: strawberry.ID = field("Opaque id of the entitlement that is kept.")
    expected_version: int = field("The `version` of the institution that the merger is based on.")


@strawberry.type(description="The two entitlements are one.")
class EntitlementsMerged:
    institution_id: Annotated[UUID, StoredAs("institution_id")]
    institution: types.Institution | None = refetched(
        "institution_id", "The institution after the merger, as the caller sees it."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Merge two entitlements of an institution that have one number. The duplicate is taken out, its "
    "courses go to the other, and the audit keeps what it was.",
    refuses=(
        ChangedMeanwhile,
        rules.NotDuplicates,
        DuplicateHasDecisions,
        OutsideJurisdiction,
    ),
)
async def merge_entitlements(info: Info, input: MergeEntitlementsInput) -> EntitlementsMerged:
    duplicate_id = key_of("Entitlement", input.duplicate_id, "duplicateId")
    kept_id = key_of("Entitlement", input.kept_id, "keptId")
    async with begin_transaction(info, input) as transaction:
        duplicate, kept, institution = await institutions.claim_entitlements(
            transaction.session, duplicate_id, kept_id
        )
        offices.refuse_unless_reached(
            transaction.actor.offices_with(Permission.INSTITUTION_REGISTER),
            institution.region_code,
            institution.sector,
        )
        rules.refuse_unless_same(_part(duplicate), _part(kept))
        await refuse_changed(transaction, institution, input.expected_version)
        if await standings.has_decisions(transaction.session, duplicate.id):
            raise DuplicateHasDecisions
        transaction.audit(
            "entitlement.merged", on=duplicate.id, into=str(kept.id), before=_before(duplicate)
        )
        await institutions.merge_entitlements(
            transaction.session, duplicate, kept, institution, at=transaction.now
        )
        return transaction.succeed(EntitlementsMerged(institution_id=institution.id))


def _part(row: Entitlement) -> rules.Part:
    return rules.Part(row.id, row.institution_id, (row.number_key,))


def _before(row: Entitlement) -> dict[str, Any]:
    """The row whole, as it was."""
    return {
        name: str(value)
        for name in Entitlement.names()
        if (value := getattr(row, name)) is not None
    }
