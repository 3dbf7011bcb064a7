"""An account as who is not signed in names it: by login, or by telephone number."""

from typing import Protocol

from domain import identifiers
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account
from persistence.engine.database import AsyncSession
from persistence.engine.keys import Keys
from schema.inputs import InputFaults, is_given

LOGIN = "The sign-in name; officials and institution administrators use it."
PHONE = "The telephone number, with which parents sign in."


class Named(Protocol):
    login: str | None
    phone: str | None


def refuse_unless_one(faults: InputFaults, input: Named) -> None:
    if is_given(input.login) == is_given(input.phone):
        faults.add(
            "login", "登录名与手机号须且只须填写一项", "give either login or phone, not both"
        )


def subject_of(input: Named) -> str:
    """What attempts are counted by: one account's guesses, however its digits are grouped. Raises
    InvalidInput unless one is named."""
    faults = InputFaults()
    refuse_unless_one(faults, input)
    faults.refuse()
    return input.login or identifiers.mobile(input.phone or "")


async def named(session: AsyncSession, input: Named, keys: Keys) -> Account | None:
    if input.login:
        return await accounts.by_login(session, input.login)
    return await accounts.by_phone(session, input.phone or "", keys)
