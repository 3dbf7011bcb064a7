"""A person who forgot the password sets another, with the code that was sent to the account's telephone."""

from uuid import UUID

import strawberry

from domain import credentials as rules
from domain import identifiers
from domain.refusals import TooManyAttempts
from persistence.accounts import links, one_time_codes, sessions
from persistence.accounts import writes as accounts
from persistence.engine import audit
from schema.accounts.named_account import LOGIN, PHONE, named, subject_of
from schema.accounts.own_account import own_account
from schema.accounts.types import Account
from schema.attempts import attempt, unless
from schema.fields import Info, field, optional
from schema.inputs import InputFaults
from schema.mutations import session_mutation


@strawberry.input(
    description="The account, its code, and the password that its holder chooses. Give either `login` or "
    "`phone`, as when the code was requested."
)
class ResetPasswordByCodeInput:
    login: str | None = optional(LOGIN)
    phone: str | None = optional(PHONE)
    one_time_code: str = field("The eight digits that `requestPasswordReset` had sent.")
    new_password: str = field("The new password, 10 to 128 characters; it must not be the login.")


@strawberry.type(
    description="The password is set and all sessions of the account have ended. Sign in with the new "
    "password."
)
class PasswordByCodeReset:
    account_id: strawberry.Private[UUID]
    account: Account | None = own_account("The account whose password was set.")


@session_mutation(
    description="Set another password with the code of `requestPasswordReset`. Unknown accounts, wrong "
    "and expired codes get the same answer; from one network address, five wrong codes can be entered "
    "for an account.",
    refuses=(rules.OneTimeCodeWrong, rules.PasswordTooWeak, TooManyAttempts),
)
async def reset_password_by_code(
    info: Info, input: ResetPasswordByCodeInput
) -> PasswordByCodeReset:
    subject = subject_of(input)
    faults = InputFaults()
    code = faults.text(
        "oneTimeCode",
        identifiers.digits(input.one_time_code),
        longest=one_time_codes.RESET_DIGITS,
        shortest=one_time_codes.RESET_DIGITS,
    )
    faults.refuse()
    rules.check_password(input.new_password, login=subject)
    context = info.context
    with attempt(
        context.rate_limits.code_attempt, context.client, f"reset {subject}", counts=unless()
    ):
        account_id = await _reset(info, input, subject, code)
    context.sessions.forget(account_id)
    return PasswordByCodeReset(account_id=account_id)


async def _reset(info: Info, input: ResetPasswordByCodeInput, subject: str, code: str) -> UUID:
    context = info.context
    now = context.now()
    async with context.database.writing() as session:
        found = await named(session, input, context.keys)
        proof = one_time_codes.for_reset(found.id if found else None, subject)
        # Committed before anything is refused: an attempt rolled back would not count.
        is_right = await one_time_codes.attempt(session, proof, code, keys=context.keys, now=now)
    # Also for what is wrong, so that it takes as long.
    password_hash = await context.sessions.passwords.hash(input.new_password)
    # A code that was made for an account without a telephone was sent to nobody: it can be guessed only.
    if not is_right or found is None or found.phone_sealed is None:
        raise rules.OneTimeCodeWrong
    async with context.database.writing() as session:
        account = await accounts.lock(session, found.id)
        if (
            account.disabled_at is not None
            or await accounts.takes_two(session, account.id)
            or not await one_time_codes.use_up(session, proof, code, keys=context.keys)
        ):
            raise rules.OneTimeCodeWrong
        account.record_password(password_hash, at=now)
        await links.end_all(session, account.id, at=now)
        await one_time_codes.end_resets(session, account.id, keys=context.keys)
        await sessions.end_all(session, account.id, at=now)
        audit.record(
            session,
            "account.password_reset",
            by=account.id,
            on=account.id,
            request_id=context.request_id,
        )
    return account.id
