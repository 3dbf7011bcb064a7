"""A system administrator corrects the days or the number of one of an officer's certificates."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.accounts import CertificateNoTaken
from domain.authorities import officers as rules
from domain.inspections.certificates import Certificate
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.authorities import officers
from persistence.reading import ids
from schema.accounts.types import Officer
from schema.authorities import entries
from schema.authorities.officers import EXPECTED_VERSION, VALID_FROM, VALID_TO, claimed_inspector
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="What is right of a certificate; what is left out stays as it is.")
class CorrectEnforcementCertificateInput:
    operation_id: UUID = field(OPERATION_ID)
    certificate_id: strawberry.ID = field("Opaque id of the certificate.")
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)
    certificate_no: str | None = optional("The number of the certificate, up to 40 characters.")
    valid_from: dt.date | None = optional(VALID_FROM)
    valid_to: dt.date | None = optional(VALID_TO)


@strawberry.type(description="The certificate is as requested, and counts so in the next pool.")
class EnforcementCertificateCorrected:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    officer: Officer | None = refetched("officer_id", "The officer with all certificates.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Correct one of an officer's certificates, within the caller's jurisdiction.",
    refuses=(
        ChangedMeanwhile,
        rules.NotAnInspector,
        rules.CertificateOverlaps,
        CertificateNoTaken,
    ),
)
async def correct_enforcement_certificate(
    info: Info, input: CorrectEnforcementCertificateInput
) -> EnforcementCertificateCorrected:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    number = faults.optional_name("certificateNo", input.certificate_no or None, longest=40)
    faults.refuse()
    key = key_of("EnforcementCertificate", input.certificate_id, "certificateId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        officer_id = await officers.officer_of(session, key)
        officer, profile = await claimed_inspector(
            transaction, ids.write("Officer", officer_id), input.expected_version
        )
        held = await officers.certificates(session, officer.id)
        (row,) = (each for each in held if each.id == key)
        corrected = Certificate(input.valid_from or row.valid_from, input.valid_to or row.valid_to)
        days = rules.correct(
            [each.facts() for each in held if each.id != key], corrected, today=transaction.today
        )
        transaction.because(reason)
        row.number = number or row.number
        row.valid_from, row.valid_to = corrected.valid_from, corrected.valid_to
        latest = max(held, key=lambda each: each.valid_from)
        await officers.have_latest(session, profile, latest.number, days)
        officer.record_change({}, at=transaction.now)
        transaction.audit("certificate.corrected", on=officer.id)
        return transaction.succeed(EnforcementCertificateCorrected(officer_id=officer.id))
