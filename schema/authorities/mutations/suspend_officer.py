"""A system administrator suspends an officer from inspecting."""

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


@strawberry.input(description="An officer who is not to inspect for a time.")
class SuspendOfficerInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(OFFICER_ID)
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)


@strawberry.type(description="The officer is in no pool that is frozen from now on.")
class OfficerSuspended:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    officer: Officer | None = refetched("officer_id", "The officer after the change.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Suspend an officer of the caller's jurisdiction: nobody draws or sends the officer until `resumeOfficer`.",
    refuses=(ChangedMeanwhile, rules.NotAnInspector, rules.OfficerLeft, rules.OfficerIsSuspended),
)
async def suspend_officer(info: Info, input: SuspendOfficerInput) -> OfficerSuspended:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        officer, profile = await claimed_inspector(
            transaction, input.officer_id, input.expected_version
        )
        rules.suspend(listed(profile), today=transaction.today)
        transaction.because(reason)
        profile.suspended_at = transaction.now
        officer.record_change({}, at=transaction.now)
        transaction.audit("officer.suspended", on=officer.id)
        return transaction.succeed(OfficerSuspended(officer_id=officer.id))
