"""An administrator lets an account that was disabled sign in again."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import writes as accounts
from schema.accounts.grant_places import ACCOUNT_ID
from schema.accounts.types import Account
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The account that is to be enabled again.")
class EnableAccountInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)


@strawberry.type(
    description="The account can sign in with the password that it had. Its roles are granted again and "
    "wait to be confirmed with `confirmGrant`; a parent's is held at once."
)
class AccountEnabled:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account that was enabled.")


@mutation(
    permission=Permission.ACCOUNT_ENABLE,
    description="Enable an account that was disabled. All of its roles must lie within the caller's own "
    "jurisdiction; each has to be confirmed by a security administrator before it is held again.",
    refuses=(rules.OwnAccount, rules.AccountIsActive, OutsideJurisdiction),
)
async def enable_account(info: Info, input: EnableAccountInput) -> AccountEnabled:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        held = await accounts.live_grants(transaction.session, account.id)
        rules.may_enable(
            transaction.actor,
            account_id=account.id,
            held=await accounts.proposals(transaction.session, held),
        )
        if account.disabled_at is None:
            raise rules.AccountIsActive
        account.record_enabling(at=transaction.now)
        await accounts.grant_again(
            transaction.session, held, by=transaction.actor.account_id, at=transaction.now
        )
        transaction.audit("account.enabled", on=account.id)
        enabled = transaction.succeed(AccountEnabled(account_id=account.id))
    info.context.sessions.forget(account_id)
    return enabled
