"""A registrar looks a registration up in its own register, and says what that shows."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.registrations import RegistrationAlreadyEnded, differences, rules
from persistence.registrations import writes as registrations
from persistence.registrations.table import ExternalRegistration
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import Transaction, begin_transaction, mutation
from schema.registrations import registrar_claims, types
from schema.registrations.registrar_claims import SOURCE, VERSION, RegistrationId


@strawberry.input(description="What the other register shows of a registration.")
class RegistrationEntryInput:
    number: str = field("Number as that register shows it, up to 100 characters.")
    level: int | None = optional("Level as that register shows it; for an MLPS filing.")
    valid_to: dt.date | None = optional("Last day that it shows; left out if it shows none.")


@strawberry.input(description="A registration that was looked up in its register.")
class VerifyRegistrationInput:
    operation_id: UUID = field(OPERATION_ID)
    registration_id: strawberry.ID = field("Opaque id of the registration.")
    expected_version: int = field(VERSION)
    consulted_on: dt.date = field(
        "Day on which the register was consulted: today at the latest, and not before the last verification."
    )
    source: str = field(SOURCE)
    entry: RegistrationEntryInput | None = field(
        "What the register shows; null where it knows no such registration."
    )


@strawberry.type(
    description="The registration is verified, or what its register says otherwise is queued."
)
class RegistrationVerified:
    registration_id: RegistrationId
    registration: types.ExternalRegistration | None = refetched(
        "registration_id", "The registration, `DIFFERS` where a difference waits."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="State what the register of a registration shows. Where that is what is recorded here, the "
    "registration is verified; otherwise each difference waits in `registrationDifferences`, and nothing that "
    "the public sees changes.",
    refuses=(ChangedMeanwhile, RegistrationAlreadyEnded, OutsideJurisdiction),
)
async def verify_registration(info: Info, input: VerifyRegistrationInput) -> RegistrationVerified:
    faults = InputFaults()
    source = faults.name("source", input.source, longest=100)
    entry = _entry(faults, input.entry)
    faults.refuse()
    key = key_of("ExternalRegistration", input.registration_id, "registrationId")
    async with begin_transaction(info, input) as transaction:
        row = await registrar_claims.claim(transaction, key, input.expected_version)
        if entry is not None:
            registrar_claims.check(faults, row.kind, entry, "entry.")
            faults.refuse()
        found = rules.verify(
            row.facts(), entry, consulted_on=input.consulted_on, today=transaction.today
        )
        await _queue(transaction, row, entry, found, source)
        if not found and entry is not None:
            _verify(transaction, row, entry, input.consulted_on, source)
        transaction.audit("registration.verified", on=row.id, differences=len(found))
        return transaction.succeed(RegistrationVerified(registration_id=row.id))


def _entry(faults: InputFaults, input: RegistrationEntryInput | None) -> rules.Entry | None:
    if input is None:
        return None
    level = None if input.level is strawberry.UNSET else input.level
    number = faults.name("entry.number", input.number, longest=100)
    return rules.Entry(number, level, input.valid_to or None)


async def _queue(
    transaction: Transaction,
    row: ExternalRegistration,
    entry: rules.Entry | None,
    found: list[rules.Stated],
    source: str,
) -> None:
    earlier = await registrations.differences_of(transaction.session, row.id)
    facts = [each.facts() for each in earlier]
    await registrations.queue(
        transaction.session,
        differences.queue(rules.compared(entry), found, facts),
        earlier,
        institution_id=row.institution_id,
        registration_id=row.id,
        source=source,
        by=transaction.actor.account_id,
        at=transaction.now,
    )


def _verify(
    transaction: Transaction,
    row: ExternalRegistration,
    entry: rules.Entry,
    consulted_on: dt.date,
    source: str,
) -> None:
    row.valid_to = row.valid_to or entry.valid_to
    row.record_verification(
        on=consulted_on,
        source=source,
        by=transaction.actor.account_id,
        authority_id=transaction.actor.authority_id,
    )
