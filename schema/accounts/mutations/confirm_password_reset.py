"""A second administrator confirms that an administrator's password may be set again."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import accounts as rules
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import links
from persistence.accounts import writes as accounts
from schema.accounts import one_time_links
from schema.accounts.grant_places import ACCOUNT_ID
from schema.accounts.mutations.invite_account import LINK
from schema.accounts.mutations.reset_password import PHONE_IS_LOST, sent_to_own_phone
from schema.accounts.types import Account
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The administrator's account whose reset is confirmed.")
class ConfirmPasswordResetInput:
    operation_id: UUID = field(OPERATION_ID)
    account_id: strawberry.ID = field(ACCOUNT_ID)
    phone_is_lost: bool | None = optional(PHONE_IS_LOST)


@strawberry.type(description="The administrator can set another password within 24 hours.")
class PasswordResetConfirmed:
    account_id: Annotated[UUID, StoredAs("account_id")]
    link_id: Annotated[UUID | None, StoredAs("link_id")]
    link: str | None = one_time_links.answered_link(f"{LINK}.")
    account: Account | None = refetched("account_id", "The account whose password is reset.")


@mutation(
    permission=Permission.ACCOUNT_CONFIRM_RESET,
    description="Confirm the reset of an administrator's password that another administrator issued in "
    "the last 24 hours, within the caller's own jurisdiction.",
    refuses=(
        rules.OwnReview,
        rules.NothingToConfirm,
        rules.AccountIsDisabled,
        OutsideJurisdiction,
    ),
)
async def confirm_password_reset(
    info: Info, input: ConfirmPasswordResetInput
) -> PasswordResetConfirmed:
    async with begin_transaction(info, input) as transaction:
        account_id = key_of("Account", input.account_id, "accountId")
        account = await accounts.claim(transaction.session, transaction.actor, account_id)
        link = await links.waiting(transaction.session, account.id, now=transaction.now)
        held = await accounts.live_grants(transaction.session, account.id)
        rules.may_confirm_reset(
            transaction.actor,
            account_id=account.id,
            issued_by=None if link is None else link.issued_by,
            held=await accounts.proposals(transaction.session, held),
        )
        if account.disabled_at is not None:
            raise rules.AccountIsDisabled
        if link is None:
            raise rules.NothingToConfirm
        link.record_confirmation(by=transaction.actor.account_id, at=transaction.now)
        # Else who confirms could alone have the link instead of its holder.
        is_lost = link.phone_is_lost and bool(input.phone_is_lost)
        is_sent = sent_to_own_phone(info, transaction, account, link, is_lost=is_lost)
        transaction.audit(
            "account.reset_confirmed", on=account.id, link=str(link.id), phone_is_lost=is_lost
        )
        return transaction.succeed(
            PasswordResetConfirmed(account_id=account.id, link_id=None if is_sent else link.id)
        )
