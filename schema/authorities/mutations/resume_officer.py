"""A system administrator lets a suspended officer inspect again."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.authorities import officers as rules
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from schema.accounts.types import Officer
from schema.authorities import entries
from schema.authorities.officers import (
    EXPECTED_VERSION,
    OFFICER_ID,
    claimed_inspector,
    listed,
)
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="An officer who inspects again.")
class ResumeOfficerInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(OFFICER_ID)
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)


@strawberry.type(description="The officer is in the pools that are frozen from now on.")
class OfficerResumed:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    officer: Officer | None = refetched("officer_id", "The officer after the change.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="End the suspension of an officer of the caller's jurisdiction.",
    refuses=(ChangedMeanwhile, rules.NotAnInspector, rules.OfficerLeft, rules.OfficerNotSuspended),
)
async def resume_officer(info: Info, input: ResumeOfficerInput) -> OfficerResumed:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        officer, profile = await claimed_inspector(
            transaction, input.officer_id, input.expected_version
        )
        rules.resume(listed(profile), today=transaction.today)
        transaction.because(reason)
        profile.suspended_at = None
        officer.record_change({}, at=transaction.now)
        transaction.audit("officer.resumed", on=officer.id)
        return transaction.succeed(OfficerResumed(officer_id=officer.id))
