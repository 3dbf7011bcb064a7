"""A parent proves to hold a telephone number and receives an account."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import credentials as rules
from domain import identifiers
from domain.accounts import GrantProposal
from domain.complaints.terms import RealName
from domain.refusals import TooManyAttempts
from domain.roles import Role
from persistence.accounts import one_time_codes
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account as AccountRow
from persistence.derived_fields import PHONE
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from schema.accounts.own_account import own_account
from schema.accounts.types import Account
from schema.attempts import attempt, unless
from schema.fields import Info, field
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The account that a parent registers.")
class RegisterParentInput:
    operation_id: UUID = field(OPERATION_ID)
    phone: str = field("The mobile number to which the code was sent.")
    one_time_code: str = field("The six digits sent to that number.")
    display_name: str = field("The name displayed to others, up to 40 characters.")
    password: str = field(
        "The password, 10 to 128 characters; it must not be the telephone number."
    )


@strawberry.type(description="The parent can now sign in with telephone number and password.")
class ParentRegistered:
    account_id: Annotated[UUID, StoredAs("account_id")]
    account: Account | None = own_account("The account that was created.")


@mutation(
    description="Create an account for a parent who has proved to hold the telephone number.",
    refuses=(
        rules.OneTimeCodeWrong,
        rules.PhoneTaken,
        rules.PasswordTooWeak,
        TooManyAttempts,
    ),
)
async def register_parent(info: Info, input: RegisterParentInput) -> ParentRegistered:
    faults = InputFaults()
    phone = faults.text("phone", identifiers.mobile(input.phone), longest=20)
    code = faults.text(
        "oneTimeCode", identifiers.digits(input.one_time_code), longest=6, shortest=6
    )
    display_name = faults.name("displayName", input.display_name, longest=40)
    faults.refuse()
    rules.check_phone(phone)
    rules.check_password(input.password, login=phone)
    context = info.context
    with attempt(
        context.rate_limits.code_attempt,
        context.client,
        phone,
        counts=unless(rules.PhoneTaken),
    ):
        return await _register(info, input, phone, code, display_name)


async def _register(
    info: Info, input: RegisterParentInput, phone: str, code: str, display_name: str
) -> ParentRegistered:
    context = info.context
    # In a transaction of its own: an attempt rolled back with the mutation would not count.
    async with context.database.writing() as session:
        is_right = await one_time_codes.attempt(
            session, phone, code, keys=context.keys, now=context.now()
        )
    password_hash = await context.sessions.passwords.hash(input.password) if is_right else ""
    async with begin_transaction(info, input) as transaction:
        if not is_right or not await one_time_codes.use_up(
            transaction.session, phone, code, keys=transaction.keys
        ):
            raise rules.OneTimeCodeWrong
        account = _account(phone, display_name, password_hash, transaction.keys)
        await accounts.add(
            transaction.session, account, GrantProposal(Role.PARENT), by=None, at=transaction.now
        )
        transaction.audit("account.parent_registered", on=account.id)
        return transaction.succeed(ParentRegistered(account_id=account.id))


def _account(phone: str, display_name: str, password_hash: str, keys: Keys) -> AccountRow:
    id = new_key()
    return AccountRow(
        id=id,
        phone_hash=keys.hash(PHONE, phone.encode()),
        phone_sealed=keys.seal(PHONE, phone.encode(), bound_to=id.bytes),
        display_name=display_name,
        real_name=RealName.DECLARED,
        password_hash=password_hash,
    )
