"""A system administrator records that an officer leaves the list."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.authorities import officers as rules
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.roles import Role
from persistence.authorities import officers
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


@strawberry.input(description="An officer who leaves the list of inspectors.")
class EndOfficerServiceInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(OFFICER_ID)
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)
    left_on: dt.date = field(
        "The first day on which the officer no longer inspects; up to a year ahead."
    )


@strawberry.type(
    description="The officer inspects until that day, and visits of before stay as they are."
)
class OfficerServiceEnded:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    officer: Officer | None = refetched("officer_id", "The officer after the change.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Record that an officer of the caller's jurisdiction leaves the list of inspectors. Where that "
    "is so already, the role of inspector at the authority ends too; the account stays.",
    refuses=(ChangedMeanwhile, rules.NotAnInspector, rules.OfficerLeft),
)
async def end_officer_service(info: Info, input: EndOfficerServiceInput) -> OfficerServiceEnded:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        officer, profile = await claimed_inspector(
            transaction, input.officer_id, input.expected_version
        )
        rules.leave(
            listed(profile),
            input.left_on,
            entered_on=profile.entered_on,
            today=transaction.today,
        )
        transaction.because(reason)
        profile.left_on = input.left_on
        if input.left_on <= transaction.today:
            for grant in await officers.live_grants(transaction.session, officer):
                if grant.role is Role.INSPECTOR:
                    grant.record_revocation(by=transaction.actor.account_id, at=transaction.now)
        officer.record_change({}, at=transaction.now)
        transaction.audit("officer.service_ended", on=officer.id)
        return transaction.succeed(OfficerServiceEnded(officer_id=officer.id))
