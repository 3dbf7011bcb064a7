"""A system administrator records the first enforcement certificate of an officer."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.accounts import CertificateNoTaken
from domain.authorities.officers import AlreadyInspector
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.authorities import officers, register
from schema.accounts.mutations.create_account import InspectorInput, inspector_row
from schema.accounts.types import Officer
from schema.authorities import entries
from schema.authorities.officers import EXPECTED_VERSION, OFFICER_ID, claimed, wait_for_second
from schema.authorities.types import ChangeProposal
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The first certificate of an officer, who inspects from then on.")
class IssueEnforcementCertificateInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(OFFICER_ID)
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)
    inspector: InspectorInput = field("The certificate, and the officer's qualities as inspector.")


@strawberry.type(
    description="The officer is an inspector, and is drawn once a security administrator has confirmed it with "
    "`confirmChange`."
)
class EnforcementCertificateIssued:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    officer: Officer | None = refetched("officer_id", "The officer with the certificate.")
    proposal: ChangeProposal | None = refetched("proposal_id", "What waits for a second person.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Record the first enforcement certificate of an officer of the caller's jurisdiction. Until a "
    "security administrator confirms it with `confirmChange`, nobody draws or sends the officer.",
    refuses=(ChangedMeanwhile, AlreadyInspector, CertificateNoTaken),
)
async def issue_enforcement_certificate(
    info: Info, input: IssueEnforcementCertificateInput
) -> EnforcementCertificateIssued:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    inspector = inspector_row(faults, input.inspector)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        officer, profile = await claimed(transaction, input.officer_id, input.expected_version)
        if profile is not None:
            raise AlreadyInspector
        transaction.because(reason)
        authority = await register.claim(session, officer.authority_id)
        proposal_id = await wait_for_second(transaction, officer, authority, reason)
        inspector.entered_on = transaction.today
        officer.record_change({}, at=transaction.now)
        await officers.enter_in_list(session, officer, inspector)
        transaction.audit("certificate.issued", on=officer.id)
        return transaction.succeed(
            EnforcementCertificateIssued(officer_id=officer.id, proposal_id=proposal_id)
        )
