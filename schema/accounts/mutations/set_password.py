"""The holder of an account sets its password with a one-time link; every session has to begin again."""

from uuid import UUID

import strawberry

from domain import credentials
from domain.links import LinkNotValid
from domain.refusals import TooManyAttempts
from persistence.accounts import links, one_time_codes, sessions
from persistence.accounts import writes as accounts
from persistence.engine import audit
from schema.accounts.own_account import own_account
from schema.accounts.types import Account
from schema.attempts import attempt, unless
from schema.fields import Info, field
from schema.mutations import session_mutation


@strawberry.input(description="The password that the holder of a one-time link chooses.")
class SetPasswordInput:
    token: str = field(
        "What stands behind `#` in the link. It is good for one account, and once; send it in the "
        "body of a request only."
    )
    new_password: str = field("The new password, 10 to 128 characters; it must not be the login.")


@strawberry.type(
    description="The password is set, the link is used up, and all sessions of the account have "
    "ended. Sign in with the new password."
)
class PasswordSet:
    account_id: strawberry.Private[UUID]
    account: Account | None = own_account("The account whose password was set.")


@session_mutation(
    description="Set an account's password with a one-time link: an invitation, which is valid for "
    "seven days, or a reset, which is valid for 24 hours. A newer link of the same kind, and every "
    "change of the password, ends it. Links that are wrong, used, expired or of a disabled account "
    "get the same answer.",
    refuses=(LinkNotValid, credentials.PasswordTooWeak, TooManyAttempts),
)
async def set_password(info: Info, input: SetPasswordInput) -> PasswordSet:
    credentials.check_password(input.new_password, login="")
    context = info.context
    # Each guess is another token: only who guesses is counted.
    with attempt(
        context.rate_limits.link, context.client, counts=unless(credentials.PasswordTooWeak)
    ):
        account_id = await _set(info, input)
    context.sessions.forget(account_id)
    return PasswordSet(account_id=account_id)


async def _set(info: Info, input: SetPasswordInput) -> UUID:
    context = info.context
    now = context.now()
    # Outside any transaction, and for wrong links too: no connection waits for argon2, and what is
    # wrong takes as long as what is right.
    password_hash = await context.sessions.passwords.hash(input.new_password)
    async with context.database.writing() as session:
        link = await links.find(session, input.token, keys=context.keys, now=now)
        account = await accounts.lock(session, link.account_id)
        credentials.check_password(input.new_password, login=account.login or "")
        await links.redeem(session, link, account, now=now)
        account.record_password(password_hash, at=now)
        await links.end_all(session, account.id, at=now)
        await one_time_codes.end_resets(session, account.id, keys=context.keys)
        await sessions.end_all(session, account.id, at=now)
        audit.record(
            session,
            "account.password_set",
            by=account.id,
            on=account.id,
            request_id=context.request_id,
            link=str(link.id),
            purpose=link.purpose.value,
        )
    return account.id
