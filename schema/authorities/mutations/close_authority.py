"""A system administrator proposes to close an authority, and names who takes over its work."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities import ChangeKind
from domain.authorities import register as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.authorities import register as authorities
from schema.authorities import entries
from schema.authorities.types import ChangeProposal
from schema.authorities.versions import refuse_unless_current
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="An authority that is to be closed.")
class CloseAuthorityInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID = field("Opaque id of the authority.")
    expected_version: int = field("The `version` of the authority that the closing is based on.")
    reason: str = field(entries.REASON)
    successor_id: strawberry.ID | None = optional(
        "Opaque id of the authority that takes over; required while there is open work, an institution "
        "or an authority below."
    )


@strawberry.type(
    description="The closing waits until a security administrator confirms it with `confirmChange`."
)
class AuthorityClosed:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: ChangeProposal | None = refetched(
        "proposal_id", "The closing as it waits for a second person."
    )


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Propose to close an authority of the caller's jurisdiction. When a security "
    "administrator confirms it, the successor takes over its institutions, open plans, tasks not yet "
    "frozen, complaints, correction orders, items, the authorities below, its officers and their "
    "roles; its officials also finish what was begun in the name of the closed one. The three "
    "administrators' roles end. A closed authority stays readable.",
    refuses=(
        ChangedMeanwhile,
        rules.ClosingOwnAuthority,
        rules.OpenWorkLeft,
        rules.UnfitSuccessor,
        rules.SuccessorOutOfReach,
        rules.RegionOutsideParent,
        AuthorityIsClosed,
        OutsideJurisdiction,
    ),
)
async def close_authority(info: Info, input: CloseAuthorityInput) -> AuthorityClosed:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    faults.refuse()
    key = key_of("Authority", input.authority_id, "authorityId")
    successor_id = None
    if is_given(input.successor_id) and input.successor_id is not None:
        successor_id = key_of("Authority", input.successor_id, "successorId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        await authorities.lock_tree(session)
        row = await authorities.claim(session, key)
        closing, successor, work = await authorities.closing(session, row, successor_id)
        rules.correct(closing.office, by=transaction.actor)
        refuse_unless_current(row, input.expected_version)
        rules.propose_closing(closing, successor, work, by=transaction.actor)
        proposal = authorities.proposal(
            row,
            ChangeKind.CLOSING,
            reason,
            by=transaction.actor.account_id,
            at=transaction.now,
            successor_id=successor_id,
        )
        session.add(proposal)
        transaction.audit("authority.closing_proposed", on=row.id, proposal=str(proposal.id))
        return transaction.succeed(AuthorityClosed(proposal_id=proposal.id))
