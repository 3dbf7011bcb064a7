"""Codes sent to telephones: six digits, ten minutes, each good whatever is sent after it."""

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain import identifiers
from persistence.accounts.table import OneTimeCode
from persistence.derived_fields import PHONE
from persistence.engine.keys import Keys

DIGITS = 6
RESET_DIGITS = 8
"""Of a code that opens an account: who may guess from many addresses for a month gets nowhere."""
VALID_WITHIN = dt.timedelta(minutes=10)
ATTEMPTS = 100
"""Of everybody together. What one address may try is budgeted before, and is far less."""


@dataclass(frozen=True, slots=True)
class SentCode:
    """Only the message contains the code."""

    code: str
    expires_at: dt.datetime


def for_reset(account_id: UUID | None, name: str) -> str:
    """In place of a telephone: a code that was sent for an account's password is good for nothing else,
    and no other code for that. Names of nobody have theirs, which are sent to nobody."""
    # A name may be spelt as an account's id is.
    return f"password reset {account_id or f'of {identifiers.folded(name)}'}"


async def send(
    session: AsyncSession, phone: str, *, keys: Keys, now: dt.datetime, digits: int = DIGITS
) -> SentCode:
    """A new code for this telephone, beside those that have not expired."""
    phone_hash = _phone_hash(keys, phone)
    await session.execute(
        sa.delete(OneTimeCode).where(
            OneTimeCode.phone_hash == phone_hash, OneTimeCode.expires_at <= now
        )
    )
    sent = SentCode(f"{secrets.randbelow(10**digits):0{digits}d}", now + VALID_WITHIN)
    values = {
        "sent_at": now,
        "expires_at": sent.expires_at,
        "attempts_left": ATTEMPTS,
    }
    statement = insert(OneTimeCode).values(
        phone_hash=phone_hash, code_hash=_hash(keys, phone, sent.code), **values
    )
    # The same six digits again.
    await session.execute(
        statement.on_conflict_do_update(index_elements=["phone_hash", "code_hash"], set_=values)
    )
    return sent


async def attempt(
    session: AsyncSession, phone: str, code: str, *, keys: Keys, now: dt.datetime
) -> bool:
    """Take one attempt of all codes sent to the telephone, whether or not it is one of them.

    Commit before the answer is given: an attempt rolled back with a refusal would not count.
    """
    statement = (
        sa.update(OneTimeCode)
        .where(
            OneTimeCode.phone_hash == _phone_hash(keys, phone),
            OneTimeCode.attempts_left > 0,
            OneTimeCode.expires_at > now,
        )
        .values(attempts_left=OneTimeCode.attempts_left - 1)
        .returning(OneTimeCode.code_hash)
    )
    tried = _hash(keys, phone, code)
    living = (await session.scalars(statement)).all()
    return any(secrets.compare_digest(kept, tried) for kept in living)


async def use_up(session: AsyncSession, phone: str, code: str, *, keys: Keys) -> bool:
    """Take the code away; False when another transaction took it."""
    statement = (
        sa.delete(OneTimeCode)
        .where(
            OneTimeCode.phone_hash == _phone_hash(keys, phone),
            OneTimeCode.code_hash == _hash(keys, phone, code),
        )
        .returning(OneTimeCode.phone_hash)
    )
    return await session.scalar(statement) is not None


async def end_resets(session: AsyncSession, account_id: UUID, *, keys: Keys) -> None:
    """None of the account's codes sets a password from now on: it has another, or another telephone."""
    proof = _phone_hash(keys, for_reset(account_id, ""))
    await session.execute(sa.delete(OneTimeCode).where(OneTimeCode.phone_hash == proof))


def _phone_hash(keys: Keys, phone: str) -> bytes:
    return keys.hash(PHONE, phone.encode())


def _hash(keys: Keys, phone: str, code: str) -> bytes:
    """One code is good for one telephone."""
    return keys.hash("one-time code", f"{phone} {code}".encode())
