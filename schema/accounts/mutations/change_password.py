"""A person changes their own password; every other device has to sign in again."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import credentials as rules
from domain.refusals import TooManyAttempts
from domain.sessions import SignInNeeded
from persistence.accounts import links, one_time_codes, sessions
from persistence.accounts import writes as accounts
from schema.accounts.own_account import own_account
from schema.accounts.types import Account
from schema.attempts import attempt, unless
from schema.fields import Info, field
from schema.inputs import OPERATION_ID
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The password change that the caller requests.")
class ChangePasswordInput:
    operation_id: UUID = field(OPERATION_ID)
    current_password: str = field("The password that is valid now.")
    new_password: str = field("The new password, 10 to 128 characters; it must not be the login.")


async def _access_token(root: strawberry.Parent["PasswordChanged"], info: Info) -> str | None:
    # Issued with each answer: a stored operation holds no token.
    context = info.context
    if context.session_id is None:
        return None
    token: str = context.sessions.access_token(root.account_id, context.session_id)[0]
    return token


@strawberry.type(description="The password is changed and all other sessions have ended.")
class PasswordChanged:
    account_id: Annotated[UUID, StoredAs("account_id")]
    access_token: str | None = strawberry.field(
        resolver=_access_token,
        description="Replaces the access token of this request, which is no longer valid; null if "
        "the request belonged to no session. The device's refresh token remains valid.",
    )
    account: Account | None = own_account("The account whose password was changed.")


@mutation(
    description="Change the caller's own password and end all of the caller's other sessions.",
    refuses=(
        SignInNeeded,
        rules.WrongPassword,
        rules.PasswordTooWeak,
        TooManyAttempts,
    ),
)
async def change_password(info: Info, input: ChangePasswordInput) -> PasswordChanged:
    context, account_id = info.context, info.context.actor.account_id
    if account_id is None:
        raise SignInNeeded
    # By the account alone: what is entered in a session is no guess of the address's.
    with attempt(
        context.rate_limits.password_change,
        context.client,
        str(account_id),
        counts=unless(rules.PasswordTooWeak),
    ):
        changed = await _change(info, input, account_id)
    context.sessions.forget(account_id)
    return changed


async def _change(info: Info, input: ChangePasswordInput, account_id: UUID) -> PasswordChanged:
    context = info.context
    async with context.database.writing() as session:
        before = await accounts.lock(session, account_id)
    rules.check_new_password(
        input.new_password, current=input.current_password, login=before.login or ""
    )
    # Before the transaction: no connection waits for argon2.
    passwords = context.sessions.passwords
    is_right = await passwords.matches(before.password_hash, input.current_password)
    new_hash = await passwords.hash(input.new_password) if is_right else ""
    async with begin_transaction(info, input) as transaction:
        account = await accounts.lock(transaction.session, account_id)
        if not is_right or account.password_hash != before.password_hash:
            raise rules.WrongPassword
        account.record_password(new_hash, at=transaction.now)
        await links.end_all(transaction.session, account_id, at=transaction.now)
        await one_time_codes.end_resets(transaction.session, account_id, keys=transaction.keys)
        await sessions.end_all(
            transaction.session, account_id, at=transaction.now, but=context.session_id
        )
        transaction.audit("account.password_changed", on=account_id)
        return transaction.succeed(PasswordChanged(account_id=account_id))
