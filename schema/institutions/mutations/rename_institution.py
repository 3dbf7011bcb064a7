"""A registrar registers that an institution has another name."""

from uuid import UUID

import strawberry

from domain import institutions as rules
from domain import search
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput
from persistence.engine.identifiers import new_key
from persistence.institutions.table import FormerName
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.institutions import registrar_claims, types
from schema.institutions.checks import check_reading
from schema.institutions.registrar_claims import REASON, VERSION, InstitutionId
from schema.mutations import begin_transaction, mutation


@strawberry.input(description="The new name of an institution.")
class RenameInstitutionInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(VERSION)
    reason: str = field(REASON)
    name: str = field("The new name as registered, up to 100 characters.")
    reading: str | None = optional(
        "Pinyin of the new name where the usual reading is wrong, as in `registerInstitution`."
    )


@strawberry.type(description="The institution has its new name.")
class InstitutionRenamed:
    institution_id: InstitutionId
    institution: types.Institution | None = refetched(
        "institution_id", "The institution under its new name."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Register a new name. The one before stays among `formerNames`, by which it is still found; a"
    " name that was entered wrongly is corrected with `updateInstitution` instead, and is kept nowhere but in"
    " the history.",
    refuses=(ChangedMeanwhile, rules.InstitutionNotExisting, OutsideJurisdiction),
)
async def rename_institution(info: Info, input: RenameInstitutionInput) -> InstitutionRenamed:
    faults = InputFaults()
    reason = registrar_claims.reason_of(faults, input.reason)
    name = faults.name("name", input.name, longest=100)
    reading = _reading(faults, input.reading, name)
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        institution = await registrar_claims.claim(transaction, key, input.expected_version, reason)
        if name == institution.name:
            raise InvalidInput.of("name", "与现名称相同", "is the name that it has")
        former = FormerName(
            id=new_key(),
            institution_id=institution.id,
            name=institution.name,
            last_on=transaction.today,
        )
        transaction.session.add(former)
        institution.record_correction({"name": name, "reading": reading}, at=transaction.now)
        transaction.audit("institution.renamed", on=institution.id)
        return transaction.succeed(InstitutionRenamed(institution_id=institution.id))


def _reading(faults: InputFaults, reading: str | None, name: str) -> str | None:
    if not is_given(reading) or reading is None:
        return None
    read = faults.optional_text("reading", search.fold(reading), longest=700)
    check_reading(faults, read, of_name=name)
    return read
