"""A system administrator proposes to move an officer to another authority within reach."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities import ChangeKind
from domain.authorities import register as rules
from domain.authorities.officers import OfficerStays
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.accounts import writes as accounts
from persistence.authorities import register
from schema.authorities import entries
from schema.authorities.officers import EXPECTED_VERSION, OFFICER_ID, claimed, proposed
from schema.authorities.types import ChangeProposal
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="An officer who is to be on the staff of another authority.")
class MoveOfficerInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(OFFICER_ID)
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)
    to_authority_id: strawberry.ID = field("The authority to which the officer moves.")
    staff_no: str | None = optional(
        "Staff number there, up to 40 characters; left out, it stays the same."
    )


@strawberry.type(
    description="The move waits until a security administrator confirms it with `confirmChange`."
)
class OfficerMoved:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: ChangeProposal | None = refetched(
        "proposal_id", "The move as it waits for a second person."
    )


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Propose to move an officer between two authorities of the caller's jurisdiction. When a "
    "security administrator confirms it, the roles of the officer's account at the one become roles at "
    "the other; administrators' roles end. Visits of before keep the authority that made them.",
    refuses=(ChangedMeanwhile, OfficerStays, AuthorityIsClosed, OutsideJurisdiction),
)
async def move_officer(info: Info, input: MoveOfficerInput) -> OfficerMoved:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    staff_no = faults.optional_name("staffNo", input.staff_no or None, longest=40)
    faults.refuse()
    key = key_of("Authority", input.to_authority_id, "toAuthorityId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        officer, _ = await claimed(transaction, input.officer_id, input.expected_version)
        if officer.authority_id == key:
            raise OfficerStays
        for each in (officer.authority_id, key):
            found = await register.claim(session, each)
            rules.correct(accounts.office(found), by=transaction.actor)
        authority = await register.claim(session, officer.authority_id)
        proposal = proposed(
            transaction,
            ChangeKind.OFFICER_MOVE,
            authority,
            reason,
            officer_id=officer.id,
            successor_id=key,
            staff_no=staff_no or officer.staff_no,
        )
        transaction.audit("officer.move_proposed", on=officer.id, proposal=str(proposal.id))
        return transaction.succeed(OfficerMoved(proposal_id=proposal.id))
