"""An administrator lets somebody who entered wrong passwords try again at once."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import lockouts
from persistence.accounts import writes as accounts
from schema.accounts.grant_places import ACCOUNT_ID
from schema.accounts.types import Account
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The account at which wrong passwords were entered.")
class UnlockAccountInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)


@strawberry.type(
    description="The wrong passwords that were entered count no longer, within seconds."
)
class AccountUnlocked:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account that was unlocked.")


@mutation(
    permission=Permission.ACCOUNT_RESET,
    description="Forget the wrong passwords that were entered for an account in the last 15 minutes, from "
    "its own devices too. All of its roles must lie within the caller's own jurisdiction. What a "
    "network address may try stays limited.",
    refuses=(OutsideJurisdiction,),
)
async def unlock_account(info: Info, input: UnlockAccountInput) -> AccountUnlocked:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        held = await accounts.live_grants(transaction.session, account.id)
        rules.may_unlock(transaction.actor, await accounts.proposals(transaction.session, held))
        lifted = await lockouts.lift(transaction.session, account, keys=transaction.keys)
        transaction.audit("account.unlocked", on=account.id)
        unlocked = transaction.succeed(AccountUnlocked(account_id=account.id))
    for payload in lifted:
        # This process need not wait to be notified.
        info.context.database.changes.pass_on(payload)
    return unlocked
