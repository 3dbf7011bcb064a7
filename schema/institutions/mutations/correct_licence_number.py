"""A registrar corrects the number of an entitlement, such as one that is another's too but for its spelling."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain import offices
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.institutions import writes as institutions
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.versions import refuse_changed


@strawberry.input(description="The right number of a licence, filing, listing or title.")
class CorrectLicenceNumberInput:
    operation_id: UUID = field(OPERATION_ID)
    entitlement_id: strawberry.ID = field("Opaque id of the entitlement.")
    expected_version: int = field(
        "The `version` of the entitlement that the correction is based on."
    )
    number: str = field("The number as it stands on the document, up to 100 characters.")


@strawberry.type(description="The entitlement has the number that was given.")
class LicenceNumberCorrected:
    entitlement_id: Annotated[UUID, StoredAs("entitlement_id")]
    entitlement: types.Entitlement | None = refetched(
        "entitlement_id", "The entitlement after the correction, as the caller sees it."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Correct the number of an entitlement. Numbers that differ in case, width, blanks or "
    "characters that cannot be seen are one number; entitlements from before that share one are "
    "marked by `sharesNumber`.",
    refuses=(ChangedMeanwhile, rules.LicenceNumberTaken, OutsideJurisdiction),
)
async def correct_licence_number(
    info: Info, input: CorrectLicenceNumberInput
) -> LicenceNumberCorrected:
    faults = InputFaults()
    number = faults.name("number", input.number, longest=100)
    faults.refuse()
    key = key_of("Entitlement", input.entitlement_id, "entitlementId")
    async with begin_transaction(info, input) as transaction:
        row, institution = await institutions.claim_entitlement(transaction.session, key)
        offices.refuse_unless_reached(
            transaction.actor.offices_with(Permission.INSTITUTION_REGISTER),
            institution.region_code,
            institution.sector,
        )
        await refuse_changed(transaction, row, input.expected_version)
        if number != row.number:
            transaction.audit("entitlement.number_corrected", on=row.id, before=row.number)
            await institutions.correct_number(
                transaction.session, row, institution, number, at=transaction.now
            )
        return transaction.succeed(LicenceNumberCorrected(entitlement_id=row.id))
