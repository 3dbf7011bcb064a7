"""An administrator lets the holder of an account set another password, with a one-time link."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import links, phones
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account as AccountRow
from persistence.accounts.table import AccountLink
from schema.accounts import one_time_links
from schema.accounts.grant_places import ACCOUNT_ID
from schema.accounts.mutations.invite_account import LINK
from schema.accounts.types import Account
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation

PHONE_IS_LOST = (
    "Whether to answer the link although the account has a telephone number, because its holder has lost "
    "that: nothing is sent to the number any more. An administrator's takes both, who issues the reset "
    "and who confirms it. False unless given."
)


@strawberry.input(description="The account whose holder is to set another password.")
class ResetPasswordInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)
    phone_is_lost: bool | None = optional(PHONE_IS_LOST)


def _needs_confirmation(root: strawberry.Parent["PasswordReset"]) -> bool:
    return root.waiting_id is not None


@strawberry.type(
    description="The holder can set another password within 24 hours, or the first one within seven days. "
    "Until then the one before stays good, and sessions go on."
)
class PasswordReset:
    account_id: Annotated[UUID, StoredAs("account_id")]
    link_id: Annotated[UUID | None, StoredAs("link_id")]
    waiting_id: Annotated[UUID | None, StoredAs("waiting_id")]
    link: str | None = one_time_links.answered_link(
        f"{LINK}, or while it waits for a second administrator."
    )
    account: Account | None = refetched("account_id", "The account whose password is reset.")

    needs_confirmation: bool = strawberry.field(
        resolver=_needs_confirmation,
        description="Whether a second administrator has to confirm it, with `confirmPasswordReset`, "
        "because the account is an administrator's.",
    )


@mutation(
    permission=Permission.ACCOUNT_RESET,
    description="Issue a one-time link with which the holder of an account sets another password, or the "
    "first one where none was set yet. All of its roles must lie within the caller's own jurisdiction. It goes to the account's own telephone "
    "where there is one and this system can send messages. A system, security or audit "
    "administrator's waits until another administrator has confirmed it: no one alone comes into "
    "another administrator's account.",
    refuses=(rules.OwnReset, rules.AccountIsDisabled, OutsideJurisdiction),
)
async def reset_password(info: Info, input: ResetPasswordInput) -> PasswordReset:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        held = await accounts.live_grants(transaction.session, account.id)
        waits = rules.may_reset(
            transaction.actor,
            account_id=account.id,
            held=await accounts.proposals(transaction.session, held),
        )
        if account.disabled_at is not None:
            raise rules.AccountIsDisabled
        link = await links.issue(
            transaction.session,
            account.id,
            accounts.purpose_of_link(account),
            by=transaction.actor.account_id,
            keys=transaction.keys,
            now=transaction.now,
            waits=waits,
            phone_is_lost=bool(input.phone_is_lost),
        )
        is_sent = not waits and sent_to_own_phone(
            info, transaction, account, link, is_lost=link.phone_is_lost
        )
        transaction.audit(
            "account.reset_issued",
            on=account.id,
            link=str(link.id),
            waits=waits,
            phone_is_lost=link.phone_is_lost,
        )
        return transaction.succeed(
            PasswordReset(
                account_id=account.id,
                link_id=None if waits or is_sent else link.id,
                waiting_id=link.id if waits else None,
            )
        )


def sent_to_own_phone(
    info: Info, transaction: Transaction, account: AccountRow, link: AccountLink, *, is_lost: bool
) -> bool:
    """Whether the link went to the account's own telephone, and is nobody else's to see. Who found one
    that was lost gets neither this nor a code."""
    if is_lost:
        phones.forget(account)
    phone = phones.of(account, transaction.keys)
    if phone is None or not info.context.can_reach_phones:
        return False
    one_time_links.send(transaction, link, phone)
    return True
