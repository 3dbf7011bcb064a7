"""A security administrator confirms, as the second person, a change of an authority."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.accounts import LastAdministrator, StaffNoTaken
from domain.actors import AuthorityIsClosed
from domain.authorities import ChangeKind, ChangeState
from domain.authorities import register as rules
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.accounts import writes as accounts
from persistence.authorities import officers
from persistence.authorities import register as authorities
from persistence.authorities.table import Authority, ChangeProposal
from schema.authorities import types
from schema.authorities.versions import refuse_unless_current
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation


@strawberry.input(description="A proposed change that takes effect.")
class ConfirmChangeInput:
    operation_id: UUID = field(OPERATION_ID)
    proposal_id: strawberry.ID = field("Opaque id of the proposed change.")


@strawberry.type(description="The change is in force; officials reach what it says within seconds.")
class ChangeConfirmed:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: types.ChangeProposal | None = refetched(
        "proposal_id", "The change after it was confirmed."
    )


@mutation(
    permission=Permission.ACCOUNT_CONFIRM,
    description="Confirm a change of an authority that another administrator proposed, within the "
    "caller's own jurisdiction. What was possible when it was proposed is asked again.",
    refuses=(
        rules.OwnChange,
        rules.ChangeDecided,
        ChangedMeanwhile,
        rules.AuthorityNameTaken,
        rules.AuthorityCycle,
        rules.RegionOutsideParent,
        rules.SectorInUse,
        rules.ClosingOwnAuthority,
        rules.OpenWorkLeft,
        rules.UnfitSuccessor,
        rules.SuccessorOutOfReach,
        StaffNoTaken,
        LastAdministrator,
        AuthorityIsClosed,
        NotAnAdministrativeOrgan,
        OutsideJurisdiction,
    ),
)
async def confirm_change(info: Info, input: ConfirmChangeInput) -> ChangeConfirmed:
    key = key_of("ChangeProposal", input.proposal_id, "proposalId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        await authorities.lock_tree(session)
        proposal = await authorities.claim_proposal(session, transaction.actor, key)
        row = await authorities.claim(session, proposal.authority_id)
        before = await authorities.node(session, row)
        rules.confirm(before.office, proposed_by=proposal.proposed_by, by=transaction.actor)
        if proposal.state is not ChangeState.WAITING:
            raise rules.ChangeDecided
        if proposal.kind in _OF_THE_AUTHORITY:
            refuse_unless_current(row, proposal.authority_version)
        transaction.because(proposal.reason)
        await _CARRY_OUT[proposal.kind](transaction, proposal, row)
        proposal.record_decision(
            ChangeState.CONFIRMED, by=transaction.actor.account_id, at=transaction.now
        )
        return transaction.succeed(ChangeConfirmed(proposal_id=proposal.id))


async def _move(transaction: Transaction, proposal: ChangeProposal, row: Authority) -> None:
    session = transaction.session
    changes = {
        name: value
        for name in ("region_code", "sectors", "parent_id")
        if (value := getattr(proposal, name)) != getattr(row, name)
    }
    after = await authorities.node(session, row, changes)
    rules.move(after, used=await authorities.used_sectors(session, row.id))
    region = changes.get("region_code", row.region_code)
    if await authorities.is_named(session, row.name, region, but=row.id):
        raise rules.AuthorityNameTaken(row.name)
    transaction.audit("authority.moved", on=row.id, changed=sorted(changes))
    await authorities.move(session, row, changes, at=transaction.now)


async def _close(transaction: Transaction, proposal: ChangeProposal, row: Authority) -> None:
    session, successor_id = transaction.session, proposal.successor_id
    closing, successor, work = await authorities.closing(session, row, successor_id)
    rules.confirm_closing(closing, successor, work, by=transaction.actor)
    transaction.audit("authority.closed", on=row.id, successor=successor_id and str(successor_id))
    await authorities.close(
        session,
        row,
        successor_id,
        by=proposal.proposed_by,
        confirmed_by=transaction.actor.account_id,
        at=transaction.now,
    )


async def _enter(transaction: Transaction, proposal: ChangeProposal, _: Authority) -> None:
    session = transaction.session
    for officer in await officers.proposed(session, proposal.id):
        officer.record_change({"confirmed_at": transaction.now}, at=transaction.now)
        transaction.audit("officer.confirmed", on=officer.id)
    for grant in await officers.proposed_grants(session, proposal.id):
        if grant.in_force_at is None:
            grant.record_confirmation(by=transaction.actor.account_id, at=transaction.now)
            transaction.audit("account.grant_confirmed", on=grant.account_id, role=grant.role.value)


async def _move_officer(transaction: Transaction, proposal: ChangeProposal, row: Authority) -> None:
    session, key = transaction.session, proposal.officer_id
    assert key is not None
    assert proposal.successor_id is not None
    officer = await officers.lock(session, key)
    if officer.authority_id != row.id:
        raise rules.ChangeDecided
    target = await authorities.claim(session, proposal.successor_id)
    accounts.office(target).refuse_closed()
    # Administrations end with a move.
    held = await officers.live_grants(session, officer)
    await accounts.refuse_last_administrator(session, held)
    transaction.audit("officer.moved", on=officer.id, to=str(target.id))
    await officers.move(
        session,
        officer,
        target.id,
        staff_no=proposal.staff_no or officer.staff_no,
        by=proposal.proposed_by,
        confirmed_by=transaction.actor.account_id,
        at=transaction.now,
    )


_CARRY_OUT = {
    ChangeKind.JURISDICTION: _move,
    ChangeKind.CLOSING: _close,
    ChangeKind.OFFICERS: _enter,
    ChangeKind.OFFICER_MOVE: _move_officer,
}
_OF_THE_AUTHORITY = (ChangeKind.JURISDICTION, ChangeKind.CLOSING)
