"""A security administrator confirms, as the second person, a role that was granted."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.roles import Role
from persistence.accounts import links
from persistence.accounts import writes as accounts
from schema.accounts.grant_places import ACCOUNT_ID, AUTHORITY_ID, INSTITUTION_ID, place_of
from schema.accounts.types import Account
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The granted role to confirm, and where it is to be held.")
class ConfirmGrantInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)
    role: Role = field("The role that was granted.")
    authority_id: strawberry.ID | None = optional(AUTHORITY_ID)
    institution_id: strawberry.ID | None = optional(INSTITUTION_ID)


@strawberry.type(description="The account holds the role, which takes effect within seconds.")
class GrantConfirmed:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account that holds the role.")


@mutation(
    permission=Permission.ACCOUNT_CONFIRM,
    description="Confirm a role that another administrator granted, within the caller's own "
    "jurisdiction.",
    refuses=(
        rules.OwnGrant,
        rules.OwnProposal,
        rules.NothingToConfirm,
        rules.RoleNotHeld,
        rules.AccountIsDisabled,
        rules.LinkStillOpen,
        OutsideJurisdiction,
    ),
)
async def confirm_grant(info: Info, input: ConfirmGrantInput) -> GrantConfirmed:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        proposal = await place_of(
            transaction.session, input.role, input.authority_id, input.institution_id
        )
        grant = await accounts.live_grant(transaction.session, account.id, proposal)
        rules.may_confirm(
            transaction.actor, proposal, account_id=account.id, granted_by=grant.granted_by
        )
        if account.disabled_at is not None:
            raise rules.AccountIsDisabled
        if grant.in_force_at is not None:
            raise rules.NothingToConfirm
        if proposal.role in rules.THREE_ROLES and await links.has_open(
            transaction.session, account.id, at=transaction.now
        ):
            raise rules.LinkStillOpen
        grant.record_confirmation(by=transaction.actor.account_id, at=transaction.now)
        transaction.audit("account.grant_confirmed", on=account.id, **proposal.trace())
        confirmed = transaction.succeed(GrantConfirmed(account_id=account.id))
    info.context.sessions.forget(account_id)
    return confirmed
