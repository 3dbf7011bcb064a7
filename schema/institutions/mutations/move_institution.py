"""A registrar registers that an institution belongs to another region or another authority."""

from typing import Any
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.institutions import jurisdiction, registrar_claims, types
from schema.institutions.checks import authority_key, region_code
from schema.institutions.registrar_claims import REASON, VERSION, InstitutionId
from schema.mutations import begin_transaction, mutation


@strawberry.input(
    description="Where an institution is registered from now on; what is left out stays."
)
class MoveInstitutionInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(VERSION)
    reason: str = field(REASON)
    region_code: str | None = optional(
        "Code of the region of registration, which must have no regions below it."
    )
    address: str | None = optional("Registered address, up to 200 characters.")
    supervising_authority_id: strawberry.ID | None = optional(
        "Opaque id of the authority that supervises it."
    )


@strawberry.type(description="The institution is registered at its new place.")
class InstitutionMoved:
    institution_id: InstitutionId
    institution: types.Institution | None = refetched(
        "institution_id", "The institution at its new place, as the caller sees it."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Register an institution's new region, address or supervising authority. The registrar's office"
    " must reach the old region and the new one. Sites are moved one by one with `moveSite`; visits, orders and"
    " complaints stay with the authorities that have them.",
    refuses=(
        ChangedMeanwhile,
        rules.InstitutionNotExisting,
        rules.RegionEnded,
        rules.RegionNotALeaf,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
    ),
)
async def move_institution(info: Info, input: MoveInstitutionInput) -> InstitutionMoved:
    faults = InputFaults()
    reason = registrar_claims.reason_of(faults, input.reason)
    given = _columns(faults, input)
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        institution = await registrar_claims.claim(transaction, key, input.expected_version, reason)
        changes = {name: v for name, v in given.items() if getattr(institution, name) != v}
        if not changes:
            raise InvalidInput.of("regionCode", "没有任何变动", "nothing would change")
        rules.update(
            await jurisdiction.facts_of(transaction.session, institution, {}),
            await jurisdiction.facts_of(transaction.session, institution, changes),
            institution_id=institution.id,
            changed=changes,
            by=transaction.actor,
        )
        institution.record_correction(changes, at=transaction.now)
        transaction.audit("institution.moved", on=institution.id, changed=sorted(changes))
        return transaction.succeed(InstitutionMoved(institution_id=institution.id))


def _columns(faults: InputFaults, input: MoveInstitutionInput) -> dict[str, Any]:
    """The columns that are given, checked; none of them may be empty, so that null says nothing."""
    given: dict[str, Any] = {}
    if is_given(input.region_code) and input.region_code is not None:
        given["region_code"] = region_code(faults, "regionCode", input.region_code)
    if is_given(input.address) and input.address is not None:
        given["address"] = faults.name("address", input.address, longest=200)
    if is_given(input.supervising_authority_id) and input.supervising_authority_id is not None:
        given["supervising_authority_id"] = authority_key(
            faults, "supervisingAuthorityId", input.supervising_authority_id
        )
    return given
