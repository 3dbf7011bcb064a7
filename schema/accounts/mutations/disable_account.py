"""An administrator disables an account; its sessions end within seconds."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import links, one_time_codes, sessions
from persistence.accounts import writes as accounts
from schema.accounts.grant_places import ACCOUNT_ID
from schema.accounts.types import Account
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The account that is to be disabled.")
class DisableAccountInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)


@strawberry.type(description="The account is disabled and its sessions have ended.")
class AccountDisabled:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account that was disabled.")


@mutation(
    permission=Permission.ACCOUNT_DISABLE,
    description="Disable an account. All of its roles must lie within the caller's own "
    "jurisdiction. Its one-time links end, and those that it issued or confirmed for others.",
    refuses=(
        rules.OwnAccount,
        rules.AccountIsDisabled,
        rules.LastAdministrator,
        OutsideJurisdiction,
    ),
)
async def disable_account(info: Info, input: DisableAccountInput) -> AccountDisabled:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        held = await accounts.live_grants(transaction.session, account.id)
        rules.may_disable(
            transaction.actor,
            account_id=account.id,
            held=await accounts.proposals(transaction.session, held),
        )
        if account.disabled_at is not None:
            raise rules.AccountIsDisabled
        await accounts.refuse_last_administrator(transaction.session, held)
        account.record_disabling(at=transaction.now)
        await links.end_all(transaction.session, account.id, at=transaction.now)
        await links.end_all_by(transaction.session, account.id, at=transaction.now)
        await one_time_codes.end_resets(transaction.session, account.id, keys=transaction.keys)
        await sessions.end_all(transaction.session, account.id, at=transaction.now)
        transaction.audit("account.disabled", on=account.id)
        disabled = transaction.succeed(AccountDisabled(account_id=account.id))
    info.context.sessions.forget(account_id)
    return disabled
