"""A registrar corrects what is recorded of a registration."""

import datetime as dt
from typing import Any
from uuid import UUID

import strawberry

from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.registrations import RegistrationAlreadyEnded, RegistrationNumberTaken, rules
from persistence.registrations import writes as registrations
from persistence.registrations.table import ExternalRegistration
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import Transaction, begin_transaction, mutation
from schema.registrations import registrar_claims, types
from schema.registrations.registrar_claims import REASON, VERSION, RegistrationId


@strawberry.input(
    description="What is right about a registration; a field left out stays as it is."
)
class CorrectRegistrationInput:
    operation_id: UUID = field(OPERATION_ID)
    registration_id: strawberry.ID = field("Opaque id of the registration.")
    expected_version: int = field(VERSION)
    reason: str = field(REASON)
    number: str | None = optional("The right number, up to 100 characters.")
    level: int | None = optional("The right level of an MLPS filing, from 1 to 5.")
    valid_to: dt.date | None = optional(
        "The right last day, inclusive; null where the register names none."
    )


@strawberry.type(description="The registration is as it was corrected.")
class RegistrationCorrected:
    registration_id: RegistrationId
    registration: types.ExternalRegistration | None = refetched(
        "registration_id", "The registration after the correction."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Correct number, level or last day of a registration. With another number or level it is no "
    "longer verified: what somebody found in its register was another one.",
    refuses=(
        ChangedMeanwhile,
        RegistrationAlreadyEnded,
        RegistrationNumberTaken,
        OutsideJurisdiction,
    ),
)
async def correct_registration(
    info: Info, input: CorrectRegistrationInput
) -> RegistrationCorrected:
    faults = InputFaults()
    given = _given(faults, input)
    reason = faults.text("reason", input.reason, longest=200)
    faults.refuse()
    key = key_of("ExternalRegistration", input.registration_id, "registrationId")
    async with begin_transaction(info, input) as transaction:
        row = await registrar_claims.claim(transaction, key, input.expected_version)
        rules.refuse_ended(row.facts())
        transaction.because(reason)
        await correct(transaction, row, given)
        return transaction.succeed(RegistrationCorrected(registration_id=row.id))


def _given(faults: InputFaults, input: CorrectRegistrationInput) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if input.number is None:
        faults.add("number", "不得为空", "must not be null")
    elif input.number is not strawberry.UNSET:
        given["number"] = faults.name("number", input.number, longest=100)
    if input.level is not strawberry.UNSET:
        given["level"] = input.level
    if input.valid_to is not strawberry.UNSET:
        given["valid_to"] = input.valid_to
    return given


async def correct(
    transaction: Transaction, row: ExternalRegistration, given: dict[str, Any]
) -> None:
    """Correct a claimed registration, or raise InvalidInput or RegistrationNumberTaken; what changes nothing
    keeps the version."""
    faults = InputFaults()
    after = rules.Entry(given.get("number", row.number), given.get("level", row.level))
    registrar_claims.check(faults, row.kind, after)
    faults.refuse()
    changes = {name: value for name, value in given.items() if getattr(row, name) != value}
    if "number" in changes:
        await registrations.refuse_taken(
            transaction.session, row.institution_id, row.kind, changes["number"]
        )
    if changes:
        transaction.audit("registration.corrected", on=row.id, changed=sorted(changes))
        row.record_correction(**changes)
