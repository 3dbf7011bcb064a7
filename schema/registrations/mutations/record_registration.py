"""A registrar records that an institution is registered with another organ."""

import datetime as dt
from uuid import UUID

import strawberry

from domain import institutions as institution_rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.registrations import RegistrationKind, RegistrationNumberTaken, rules
from persistence.engine.identifiers import new_key
from persistence.institutions import writes as institutions
from persistence.registrations import writes as registrations
from persistence.registrations.table import ExternalRegistration
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.registrations import registrar_claims, types
from schema.registrations.registrar_claims import SOURCE, RegistrationId


@strawberry.input(description="A registration of an institution with another organ.")
class RecordRegistrationInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    kind: RegistrationKind = field("What kind of registration it is.")
    number: str = field(
        "Number of the registration, up to 100 characters; of an ICP record like 京ICP备12345678号 or, of one "
        "of its sites, 京ICP备12345678号-1."
    )
    level: int | None = optional(
        "Level from 1 to 5; required for an MLPS filing and not allowed otherwise."
    )
    source: str = field(SOURCE)
    valid_to: dt.date | None = optional(
        "Last day of the registration, inclusive, where its register names one."
    )
    verified_on: dt.date | None = optional(
        "Day on which the registrar found it in that register, today at the latest; left out, it is recorded "
        "as not verified."
    )


@strawberry.type(description="The registration is recorded in our register.")
class RegistrationRecorded:
    registration_id: RegistrationId
    registration: types.ExternalRegistration | None = refetched(
        "registration_id", "The registration as it was recorded."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Record a registration of an institution with another organ. Numbers that differ in case, width "
    "or blanks are one number, of which there is one that has not ended; an ICP record and its sites belong to "
    "one institution.",
    refuses=(
        RegistrationNumberTaken,
        institution_rules.InstitutionNotExisting,
        OutsideJurisdiction,
    ),
)
async def record_registration(info: Info, input: RecordRegistrationInput) -> RegistrationRecorded:
    faults = InputFaults()
    number = faults.name("number", input.number, longest=100)
    level = None if input.level is strawberry.UNSET else input.level
    registrar_claims.check(faults, input.kind, rules.Entry(number, level))
    source = faults.name("source", input.source, longest=100)
    faults.refuse()
    verified_on = input.verified_on or None
    if verified_on is not None:
        rules.refuse_future("verifiedOn", verified_on, today=info.context.today())
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        institution = await institutions.claim(transaction.session, key)
        registrar_claims.refuse_unless_reached(transaction, institution)
        institution_rules.refuse_unless_existing(institution.existence)
        await registrations.refuse_taken(transaction.session, key, input.kind, number)
        row = ExternalRegistration(
            id=new_key(),
            institution_id=key,
            kind=input.kind,
            number=number,
            level=level,
            source=source,
            valid_to=input.valid_to or None,
            version=0,
            recorded_at=transaction.now,
        )
        if verified_on is not None:
            row.record_verification(
                on=verified_on,
                source=source,
                by=transaction.actor.account_id,
                authority_id=transaction.actor.authority_id,
            )
        row.version = 1
        transaction.session.add(row)
        transaction.audit("registration.recorded", on=row.id, kind=row.kind)
        return transaction.succeed(RegistrationRecorded(registration_id=row.id))
