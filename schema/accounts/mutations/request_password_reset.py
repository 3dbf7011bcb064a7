"""A person who forgot the password requests a code, to the telephone of the account."""

import datetime as dt

import strawberry

from domain import credentials as rules
from domain.refusals import TooManyAttempts
from persistence.accounts import one_time_codes, phones
from persistence.accounts import writes as accounts
from persistence.engine import audit, outbox
from persistence.engine.identifiers import new_key
from schema.accounts.named_account import LOGIN, PHONE, named, subject_of
from schema.fields import Info, field, optional
from schema.mutations import session_mutation

TOPIC = "sms.password_reset"


@strawberry.input(description="Whose password was forgotten. Give either `login` or `phone`.")
class RequestPasswordResetInput:
    login: str | None = optional(LOGIN)
    phone: str | None = optional(PHONE)


@strawberry.type(
    description="If there is such an account with a telephone number, a code is on its way to it. The "
    "answer is the same where there is not."
)
class PasswordResetRequested:
    expires_at: dt.datetime = field("The moment at which such a code expires.")


@session_mutation(
    description="Send a code to the telephone number of an account whose password was forgotten, for "
    "`resetPasswordByCode`. Accounts that are unknown, disabled, without a number or one of the three "
    "administrators' get the same answer, and no code is sent. It has eight digits and is valid for ten "
    "minutes.",
    refuses=(rules.CodesCannotBeSent, TooManyAttempts),
)
async def request_password_reset(
    info: Info, input: RequestPasswordResetInput
) -> PasswordResetRequested:
    context, subject = info.context, subject_of(input)
    context.refuse_without_phones()
    # Never refunded: this limits the messages sent and the new codes to guess at.
    context.rate_limits.one_time_code.acquire(context.client, f"reset {subject}")
    async with context.database.writing() as session:
        account = await named(session, input, context.keys)
        phone = phones.of(account, context.keys) if account else None
        # The same steps where nobody is reached, so that they take as long.
        account_id = account.id if account else None
        takes_two = await accounts.takes_two(session, account_id)
        is_reached = (
            account is not None
            and phone is not None
            and account.disabled_at is None
            and not takes_two
        )
        sent = await one_time_codes.send(
            session,
            one_time_codes.for_reset(account_id, subject),
            keys=context.keys,
            now=context.now(),
            digits=one_time_codes.RESET_DIGITS,
        )
        message_id = new_key()
        sealed = outbox.seal(context.keys, message_id, phone=phone or "", code=sent.code)
        if is_reached:
            outbox.add(session, TOPIC, about=message_id, sealed=sealed, until=sent.expires_at)
        audit.record(
            session,
            "account.reset_requested",
            by=None,
            on=account_id,
            request_id=context.request_id,
        )
    return PasswordResetRequested(expires_at=sent.expires_at)
