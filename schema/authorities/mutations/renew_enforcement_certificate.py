"""A system administrator records the certificate that follows an officer's last one."""

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
from persistence.authorities.table import EnforcementCertificate
from persistence.engine.identifiers import new_key
from schema.accounts.types import Officer
from schema.authorities import entries
from schema.authorities.officers import (
    EXPECTED_VERSION,
    OFFICER_ID,
    VALID_FROM,
    VALID_TO,
    claimed_inspector,
    listed,
)
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The certificate that follows the officer's last one.")
class RenewEnforcementCertificateInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(OFFICER_ID)
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)
    certificate_no: str | None = optional(
        "The number of the new certificate, up to 40 characters; left out, it stays the same."
    )
    valid_from: dt.date = field(VALID_FROM)
    valid_to: dt.date = field(VALID_TO)


@strawberry.type(description="The certificate counts in the next pool that is frozen.")
class EnforcementCertificateRenewed:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    officer: Officer | None = refetched("officer_id", "The officer with all certificates.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Record a further enforcement certificate of an officer of the caller's jurisdiction. It "
    "follows the last one without overlapping it; while that is valid, also without a day between.",
    refuses=(
        ChangedMeanwhile,
        rules.NotAnInspector,
        rules.OfficerLeft,
        rules.CertificateOverlaps,
        rules.CertificatePredates,
        rules.CertificateLeavesGap,
        CertificateNoTaken,
    ),
)
async def renew_enforcement_certificate(
    info: Info, input: RenewEnforcementCertificateInput
) -> EnforcementCertificateRenewed:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    number = faults.optional_name("certificateNo", input.certificate_no or None, longest=40)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        officer, profile = await claimed_inspector(
            transaction, input.officer_id, input.expected_version
        )
        listed(profile).refuse_left(transaction.today)
        held = await officers.certificates(session, officer.id)
        days = rules.renew(
            [each.facts() for each in held],
            Certificate(input.valid_from, input.valid_to),
            today=transaction.today,
        )
        transaction.because(reason)
        renewed = EnforcementCertificate(
            id=new_key(),
            officer_id=officer.id,
            number=number or profile.certificate_no,
            valid_from=input.valid_from,
            valid_to=input.valid_to,
            recorded_at=transaction.now,
        )
        session.add(renewed)
        await officers.have_latest(session, profile, renewed.number, days)
        officer.record_change({}, at=transaction.now)
        transaction.audit("certificate.renewed", on=officer.id)
        return transaction.succeed(EnforcementCertificateRenewed(officer_id=officer.id))
