"""One-time links: issued for an account and a purpose, redeemed once, never kept in clear."""

import base64
import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.links import LinkNotValid, LinkPurpose
from persistence.accounts.table import Account, AccountLink
from persistence.engine import violations
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys

PAGE = "/password"
"""Where a link leads: the token stands behind `#`, which no browser sends to a server."""

violations.UNREACHABLE["uq_account_links_token_hash"] = "made of the row's id"  # noqa: S105  # a name
violations.UNREACHABLE["uq_account_links_open"] = "`issue` ends the older, under a lock"


async def issue(
    session: AsyncSession,
    account_id: UUID,
    purpose: LinkPurpose,
    *,
    by: UUID | None,
    keys: Keys,
    now: dt.datetime,
    waits: bool = False,
    phone_is_lost: bool = False,
) -> AccountLink:
    """A new link, which ends the older ones of its purpose; good at once unless it `waits` for a second
    person. The account is locked by the caller, or new."""
    await _end(
        session, AccountLink.account_id == account_id, AccountLink.purpose == purpose, at=now
    )
    id = new_key()
    row = AccountLink(
        id=id,
        account_id=account_id,
        purpose=purpose,
        token_hash=_hash(keys, token(keys, id)),
        issued_by=by,
        issued_at=now,
        expires_at=now + purpose.valid_within,
        in_force_at=None if waits else now,
        phone_is_lost=phone_is_lost,
    )
    session.add(row)
    await session.flush()
    return row


def token(keys: Keys, link_id: UUID) -> str:
    """The secret of a link: made of its key each time it is answered, and kept nowhere."""
    made = keys.hash("account link token", link_id.bytes)
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def address(keys: Keys, link_id: UUID) -> str:
    """The link itself, below this installation's own address."""
    return f"{PAGE}#{token(keys, link_id)}"


async def find(session: AsyncSession, token: str, *, keys: Keys, now: dt.datetime) -> AccountLink:
    """The link of this token, if it can be used. Raises LinkNotValid, after one statement whatever is
    wrong with it."""
    statement = (
        sa.select(AccountLink)
        .join(Account, Account.id == AccountLink.account_id)
        .where(
            AccountLink.token_hash == _hash(keys, token),
            AccountLink.in_force_at.is_not(None),
            AccountLink.closed_at.is_(None),
            AccountLink.expires_at > now,
            Account.disabled_at.is_(None),
        )
    )
    found = await session.scalar(statement)
    if found is None:
        raise LinkNotValid
    return found


async def redeem(
    session: AsyncSession, link: AccountLink, account: Account, *, now: dt.datetime
) -> None:
    """Use the link up, with its account locked. Raises LinkNotValid where another was quicker, or the
    account has been disabled."""
    if account.disabled_at is not None:
        raise LinkNotValid
    used = (
        sa.update(AccountLink)
        .where(AccountLink.id == link.id, AccountLink.closed_at.is_(None))
        .values(closed_at=now, used_at=now)
        .returning(AccountLink.id)
    )
    if await session.scalar(used) is None:
        raise LinkNotValid


async def waiting(
    session: AsyncSession, account_id: UUID, *, now: dt.datetime
) -> AccountLink | None:
    """The reset of the account that waits for a second person, if there is one in time."""
    return await session.scalar(
        sa.select(AccountLink).where(*_is_open(account_id, now), AccountLink.in_force_at.is_(None))
    )


async def has_open(session: AsyncSession, account_id: UUID, *, at: dt.datetime) -> bool:
    """Whether somebody may hold a link of the account that can still be used."""
    held = sa.exists().where(*_is_open(account_id, at))
    return bool(await session.scalar(sa.select(held)))


def _is_open(account_id: UUID, now: dt.datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        AccountLink.account_id == account_id,
        AccountLink.closed_at.is_(None),
        AccountLink.expires_at > now,
    )


async def end_all(session: AsyncSession, account_id: UUID, *, at: dt.datetime) -> None:
    """None of the account's links can be used from now on: it has another password, or is disabled."""
    await _end(session, AccountLink.account_id == account_id, at=at)


async def end_all_by(session: AsyncSession, account_id: UUID, *, at: dt.datetime) -> None:
    """None of the links that this person issued or confirmed can be used from now on: they may have kept
    them, and stand for nothing any more."""
    await _end(
        session,
        sa.or_(AccountLink.issued_by == account_id, AccountLink.confirmed_by == account_id),
        at=at,
    )


async def _end(session: AsyncSession, *conditions: sa.ColumnElement[bool], at: dt.datetime) -> None:
    await session.execute(
        sa.update(AccountLink)
        .where(*conditions, AccountLink.closed_at.is_(None))
        .values(closed_at=at)
    )


def _hash(keys: Keys, token: str) -> bytes:
    return keys.hash("account link", token.encode("utf-8", "surrogatepass"))
