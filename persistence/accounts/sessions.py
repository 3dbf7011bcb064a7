"""Sessions: begun by signing in, carried on by refresh tokens, ended once and for all."""

import base64
import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.sessions import RecognisedToken, Turn
from domain.sessions import refresh as decide
from persistence.accounts.policies import session_of_seen_account
from persistence.accounts.table import Account, RefreshToken, Session
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys

TOKEN_BYTES = 32
MOST_STEPS = 100
"""Successors of a token that was shown before are looked up one by one; a device that refreshed more
often than this within the minute signs in again."""

violations.UNREACHABLE["pk_refresh_tokens"] = "256 random bits"


@dataclass(frozen=True, slots=True)
class RefreshedSession:
    """What came of showing a refresh token; `token` is its successor where the session goes on."""

    turn: Turn
    session_id: UUID
    account_id: UUID
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """`now`; how long a session lives without being used, and how long however much it is used."""

    now: dt.datetime
    refresh_within: dt.timedelta
    session_within: dt.timedelta

    def end(self, began_at: dt.datetime) -> dt.datetime:
        """Until when a session of that age goes on that is used now."""
        return min(self.now + self.refresh_within, began_at + self.session_within)


async def begin(
    session: AsyncSession, account_id: UUID, device_id: str, *, keys: Keys, lives: Lifetimes
) -> tuple[UUID, str]:
    """A new session of this device; its id and its first refresh token."""
    row = Session(
        id=new_key(),
        account_id=account_id,
        device_id=device_id,
        created_at=lives.now,
        last_used_at=lives.now,
        expires_at=lives.end(lives.now),
    )
    session.add(row)
    await session.flush()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _issue(session, row.id, keys, token, lives.now)
    return row.id, token


async def refresh(
    session: AsyncSession, token: str, device_id: str, *, keys: Keys, lives: Lifetimes
) -> RefreshedSession | None:
    """Use the token, or revoke its session; None for a token that never was.

    The session's row is locked: of two that come at once the second sees the token used. Both are
    answered with one successor, so that a session has one living token at any time.
    """
    token_hash = _hash(keys, token)
    statement = (
        sa.select(Session)
        .join(RefreshToken, RefreshToken.session_id == Session.id)
        .where(RefreshToken.token_hash == token_hash)
        .with_for_update(of=Session)
    )
    family = await session.scalar(statement)
    if family is None:
        return None
    used = await session.get_one(RefreshToken, token_hash)
    account = await session.get_one(Account, family.account_id)
    # The longest life may have been made shorter since the session was used last.
    expires_at = min(family.expires_at, family.created_at + lives.session_within)
    recognised = RecognisedToken(family.device_id, expires_at, family.ended_at, used.used_at)
    turn = decide(recognised, device_id=device_id, now=lives.now)
    if turn is Turn.GO_ON and account.disabled_at is not None:
        turn = Turn.STOP
    if turn is Turn.REVOKE:
        family.ended_at = lives.now
    if turn is not Turn.GO_ON:
        return RefreshedSession(turn, family.id, family.account_id)
    family.expires_at = lives.end(family.created_at)
    family.last_used_at = lives.now
    if used.used_at is not None:
        # The first use counts: asking again does not open another sixty seconds.
        successor = await _living(session, token, keys)
        turn = turn if successor is not None else Turn.STOP
    else:
        used.used_at, successor = lives.now, _successor(keys, token)
        _issue(session, family.id, keys, successor, lives.now)
    return RefreshedSession(turn, family.id, family.account_id, successor)


async def claim(session: AsyncSession, actor: Actor, session_id: UUID) -> Session:
    """Lock a session of an account that the actor may see: one's own, or one that is administered."""
    return await claim_visible(session, actor, Session, session_of_seen_account, session_id)


async def has_begun(session: AsyncSession, account_id: UUID, device_id: str) -> bool:
    """Whether the account was ever signed in on a device of this name."""
    begun = sa.exists().where(Session.account_id == account_id, Session.device_id == device_id)
    return bool(await session.scalar(sa.select(begun)))


def device_token(account_id: UUID, device_id: str, *, keys: Keys) -> str:
    """What only a device has that was signed in to the account: a keyed hash of both, kept nowhere."""
    return _encoded(keys.hash("device token", account_id.bytes + device_id.encode()))


async def end(session: AsyncSession, session_id: UUID, *, at: dt.datetime) -> None:
    await _end(session, Session.id == session_id, at)


async def end_all(
    session: AsyncSession, account_id: UUID, *, at: dt.datetime, but: UUID | None = None
) -> None:
    """End all sessions of the account, `but` this one."""
    condition = Session.account_id == account_id
    await _end(session, condition if but is None else condition & (Session.id != but), at)


def milliseconds(moment: dt.datetime) -> int:
    """Since 1970, rounded down, without the detour over binary fractions."""
    return (moment - _EPOCH) // dt.timedelta(milliseconds=1)


async def _end(session: AsyncSession, condition: sa.ColumnElement[bool], at: dt.datetime) -> None:
    await session.execute(
        sa.update(Session).where(condition, Session.ended_at.is_(None)).values(ended_at=at)
    )


async def _living(session: AsyncSession, token: str, keys: Keys) -> str | None:
    """The one descendant of a used token that is unused; None where there are too many between."""
    for _ in range(MOST_STEPS):
        token = _successor(keys, token)
        found = await session.get(RefreshToken, _hash(keys, token))
        if found is None:
            break
        if found.used_at is None:
            return token
    return None


def _successor(keys: Keys, token: str) -> str:
    """Made from the token before it, so that it can be answered again and is never kept."""
    return _encoded(keys.hash("refresh token successor", token.encode()))


def _encoded(made: bytes) -> str:
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def _issue(
    session: AsyncSession, session_id: UUID, keys: Keys, token: str, now: dt.datetime
) -> None:
    row = RefreshToken(token_hash=_hash(keys, token), session_id=session_id, issued_at=now)
    session.add(row)


def _hash(keys: Keys, token: str) -> bytes:
    return keys.hash("refresh token", token.encode())


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
