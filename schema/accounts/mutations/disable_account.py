"""An administrator disables an account; its sessions end within seconds."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from persistence import accounts, sessions
from schema.accounts.mutations.place import ACCOUNT_ID
from schema.accounts.types import Account
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, key_of


@strawberry.input(description="The account that is to be disabled.")
class DisableAccountInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    account_id: strawberry.ID = strawberry.field(description=ACCOUNT_ID)


@strawberry.type(description="The account is disabled and its sessions have ended.")
class AccountDisabled:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = shown("account_id", "The account that was disabled.")


async def disable_account(info: Asked, input: DisableAccountInput) -> AccountDisabled:
    async with writing(info, input) as deed:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(deed.session, deed.actor, account_id)
        held = await accounts.live_grants(deed.session, account.id)
        rules.may_disable(
            deed.actor,
            account_id=account.id,
            held=await accounts.proposals(deed.session, held),
        )
        if account.disabled_at is not None:
            raise rules.AccountIsDisabled
        account.record_disabling(at=deed.now)
        await sessions.end_all(deed.session, account.id, at=deed.now)
        deed.audit("account.disabled", on=account.id)
        disabled = deed.done(AccountDisabled(account_id=account.id))
    info.context.sessions.forget(account_id)
    return disabled
