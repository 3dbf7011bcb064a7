"""Telephones of accounts: sealed for sending; a parent's is hashed too, for it is the name to sign in by."""

from persistence.accounts.table import Account
from persistence.derived_fields import PHONE
from persistence.engine.keys import Keys


def of(account: Account, keys: Keys) -> str | None:
    """The number in clear, for a message; None where none is registered."""
    if account.phone_sealed is None:
        return None
    return keys.open(PHONE, account.phone_sealed, bound_to=account.id.bytes).decode()


def forget(account: Account) -> None:
    """Send nothing more to a number that was lost; a parent goes on signing in by it."""
    account.phone_sealed = None


def register(account: Account, phone: str, keys: Keys) -> None:
    """Keep a number that its holder proved to have, or that was given at the set-up for one of its
    administrators, whom a telephone alone never lets in. Who has a login may share it with a parent's
    account: both may be one person's."""
    account.phone_sealed = keys.seal(PHONE, phone.encode(), bound_to=account.id.bytes)
    if account.login is None:
        account.phone_hash = keys.hash(PHONE, phone.encode())
