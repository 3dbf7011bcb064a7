"""A registrar notes that a registration with another organ has ended."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.registrations import DifferenceState, RegistrationAlreadyEnded, rules
from domain.registrations.differences import OPEN
from persistence.registrations import writes as registrations
from persistence.registrations.table import ExternalRegistration
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import Transaction, begin_transaction, mutation
from schema.registrations import registrar_claims, types
from schema.registrations.registrar_claims import REASON, VERSION, RegistrationId


@strawberry.input(description="The end of a registration with another organ.")
class EndRegistrationInput:
    operation_id: UUID = field(OPERATION_ID)
    registration_id: strawberry.ID = field("Opaque id of the registration.")
    expected_version: int = field(VERSION)
    ended_on: dt.date = field("First day without the registration; today at the latest.")
    reason: str = field(REASON)


@strawberry.type(description="The registration has ended, its number is free.")
class RegistrationEnded:
    registration_id: RegistrationId
    registration: types.ExternalRegistration | None = refetched(
        "registration_id", "The registration, which has ended."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Note that a registration was cancelled, revoked or given up. It stays with its history, its "
    "number can be recorded again, and its differences wait no longer.",
    refuses=(ChangedMeanwhile, RegistrationAlreadyEnded, OutsideJurisdiction),
)
async def end_registration(info: Info, input: EndRegistrationInput) -> RegistrationEnded:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=200)
    faults.refuse()
    key = key_of("ExternalRegistration", input.registration_id, "registrationId")
    async with begin_transaction(info, input) as transaction:
        row = await registrar_claims.claim(transaction, key, input.expected_version)
        transaction.because(reason)
        await end(transaction, row, input.ended_on)
        return transaction.succeed(RegistrationEnded(registration_id=row.id))


async def end(transaction: Transaction, row: ExternalRegistration, on: dt.date) -> None:
    """End a claimed registration with all that waits about it, or raise RegistrationAlreadyEnded or InvalidInput."""
    rules.end(row.facts(), on=on, today=transaction.today)
    row.record_end(on)
    for each in await registrations.differences_of(transaction.session, row.id):
        if each.state in OPEN:
            registrations.record_state(
                transaction.session,
                each,
                DifferenceState.SUPERSEDED,
                event="end",
                by=transaction.actor.account_id,
            )
    transaction.audit("registration.ended", on=row.id)
