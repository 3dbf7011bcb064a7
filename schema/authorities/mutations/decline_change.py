"""A security administrator declines a change of an authority."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.authorities import ChangeState
from domain.authorities import register as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import writes as accounts
from persistence.authorities import register as authorities
from schema.authorities import types
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="A proposed change that is turned down.")
class DeclineChangeInput:
    operation_id: UUID = field(OPERATION_ID)
    proposal_id: strawberry.ID = field("Opaque id of the proposed change.")
    reason: str = field("Why it is declined, up to 500 characters.")


@strawberry.type(description="The change does not take effect, and nothing was altered.")
class ChangeDeclined:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: types.ChangeProposal | None = refetched(
        "proposal_id", "The change after it was declined."
    )


@mutation(
    permission=Permission.ACCOUNT_CONFIRM,
    description="Decline a change of an authority that waits for a second person, within the caller's "
    "own jurisdiction.",
    refuses=(rules.OwnChange, rules.ChangeDecided, OutsideJurisdiction),
)
async def decline_change(info: Info, input: DeclineChangeInput) -> ChangeDeclined:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=500)
    faults.refuse()
    key = key_of("ChangeProposal", input.proposal_id, "proposalId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        proposal = await authorities.claim_proposal(session, transaction.actor, key)
        row = await authorities.claim(session, proposal.authority_id)
        rules.confirm(accounts.office(row), proposed_by=proposal.proposed_by, by=transaction.actor)
        if proposal.state is not ChangeState.WAITING:
            raise rules.ChangeDecided
        proposal.decline_reason = reason
        proposal.record_decision(
            ChangeState.DECLINED, by=transaction.actor.account_id, at=transaction.now
        )
        transaction.audit("authority.change_declined", on=row.id, proposal=str(proposal.id))
        return transaction.succeed(ChangeDeclined(proposal_id=proposal.id))
