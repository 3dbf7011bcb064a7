"""A person proves to hold a telephone number, and has it as the account's own from then on."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import credentials as rules
from domain import identifiers
from domain.refusals import TooManyAttempts
from domain.sessions import SignInNeeded
from persistence.accounts import links, one_time_codes, phones
from persistence.accounts import writes as accounts
from schema.accounts.types import Account
from schema.attempts import attempt, unless
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The number that the caller has, and the code that was sent to it.")
class SetOwnPhoneInput:
    operation_id: UUID = field(OPERATION_ID)
    current_password: str = field("The password of the account, which is entered once more.")
    phone: str = field("Mainland mobile number of eleven digits.")
    one_time_code: str = field("The six digits that `requestOneTimeCode` sent to that number.")


@strawberry.type(
    description="The account has the number: codes and links for its password are sent there."
)
class OwnPhoneSet:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = refetched("account_id", "The account of the caller, as it is now.")


@mutation(
    description="Register or change the telephone number of the caller's own account, with a code that "
    "was sent to it. Officials sign in by their login as before; parents sign in by the new number.",
    refuses=(
        SignInNeeded,
        rules.OwnPasswordFirst,
        rules.WrongPassword,
        rules.OneTimeCodeWrong,
        rules.PhoneTaken,
        TooManyAttempts,
    ),
)
async def set_own_phone(info: Info, input: SetOwnPhoneInput) -> OwnPhoneSet:
    context, account_id = info.context, info.context.actor.account_id
    if account_id is None:
        raise SignInNeeded
    faults = InputFaults()
    phone = faults.text("phone", identifiers.mobile(input.phone), longest=20)
    code = faults.text(
        "oneTimeCode", identifiers.digits(input.one_time_code), longest=6, shortest=6
    )
    faults.refuse()
    rules.check_phone(phone)
    limits = context.rate_limits
    with (
        attempt(
            limits.password_change,
            context.client,
            str(account_id),
            counts=unless(
                rules.OwnPasswordFirst, rules.OneTimeCodeWrong, rules.PhoneTaken, TooManyAttempts
            ),
        ),
        attempt(
            limits.code_attempt,
            context.client,
            phone,
            counts=unless(rules.OwnPasswordFirst, rules.WrongPassword, rules.PhoneTaken),
        ),
    ):
        return await _set(info, input, account_id, phone, code)


async def _set(
    info: Info, input: SetOwnPhoneInput, account_id: UUID, phone: str, code: str
) -> OwnPhoneSet:
    context = info.context
    async with context.database.writing() as session:
        before = await accounts.lock(session, account_id)
    if before.must_change_password:
        raise rules.OwnPasswordFirst
    # Outside any transaction: no connection waits for argon2.
    knows = await context.sessions.passwords.matches(before.password_hash, input.current_password)
    # In a transaction of its own: an attempt rolled back with the mutation would not count.
    is_right = False
    if knows:
        async with context.database.writing() as session:
            is_right = await one_time_codes.attempt(
                session, phone, code, keys=context.keys, now=context.now()
            )
    async with begin_transaction(info, input) as transaction:
        account = await accounts.lock(transaction.session, account_id)
        if not knows or account.password_hash != before.password_hash:
            raise rules.WrongPassword
        if not is_right or not await one_time_codes.use_up(
            transaction.session, phone, code, keys=transaction.keys
        ):
            raise rules.OneTimeCodeWrong
        phones.register(account, phone, transaction.keys)
        # What went to the number before is nobody's any more.
        await links.end_all(transaction.session, account_id, at=transaction.now)
        await one_time_codes.end_resets(transaction.session, account_id, keys=transaction.keys)
        transaction.audit("account.phone_set", on=account_id)
        return transaction.succeed(OwnPhoneSet(account_id=account_id))
