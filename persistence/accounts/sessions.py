"""Sessions: begun by signing in, carried on by refresh tokens, ended once and for all."""

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.sessions import RecognisedToken, Turn
from domain.sessions import refresh as decide
from persistence.accounts.table import Account, RefreshToken, Session
from persistence.engine import violations
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys

TOKEN_BYTES = 32

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
    """`now`, and how long a session lives without being used."""

    now: dt.datetime
    refresh_within: dt.timedelta

    @property
    def end(self) -> dt.datetime:
        return self.now + self.refresh_within


async def begin(
    session: AsyncSession, account_id: UUID, device_id: str, *, keys: Keys, lives: Lifetimes
) -> tuple[UUID, str]:
    """A new session of this device; its id and its first refresh token."""
    row = Session(
        id=new_key(),
        account_id=account_id,
        device_id=device_id,
        created_at=lives.now,
        expires_at=lives.end,
    )
    session.add(row)
    await session.flush()
    return row.id, _issue(session, row.id, keys, lives.now)


async def refresh(
    session: AsyncSession, token: str, device_id: str, *, keys: Keys, lives: Lifetimes
) -> RefreshedSession | None:
    """Use the token, or revoke its session; None for a token that never was.

    The session's row is locked: of two that come at once the second sees the token used.
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
    recognised = RecognisedToken(family.device_id, family.expires_at, family.ended_at, used.used_at)
    turn = decide(recognised, device_id=device_id, now=lives.now)
    if turn is Turn.GO_ON and account.disabled_at is not None:
        turn = Turn.STOP
    if turn is Turn.REVOKE:
        family.ended_at = lives.now
    if turn is not Turn.GO_ON:
        return RefreshedSession(turn, family.id, family.account_id)
    # The first use counts: asking again does not open another sixty seconds.
    used.used_at = used.used_at or lives.now
    family.expires_at = lives.end
    successor = _issue(session, family.id, keys, lives.now)
    return RefreshedSession(turn, family.id, family.account_id, successor)


async def end(session: AsyncSession, session_id: UUID, *, at: dt.datetime) -> None:
    await _end(session, Session.id == session_id, at)


async def end_all(
    session: AsyncSession, account_id: UUID, *, at: dt.datetime, but: UUID | None = None
) -> None:
    """End all sessions of the account, `but` this one."""
    condition = Session.account_id == account_id
    await _end(session, condition if but is None else condition & (Session.id != but), at)


async def is_live(
    session: AsyncSession, session_id: UUID, account_id: UUID, issued_at: dt.datetime
) -> bool:
    """Whether an access token of this session and moment is good: not ended, not overtaken.

    Tokens tell milliseconds, so what happened within the same one did not come before it.
    """
    statement = (
        sa.select(Account.sessions_valid_from)
        .join(Session, Session.account_id == Account.id)
        .where(
            Session.id == session_id,
            Session.account_id == account_id,
            Session.ended_at.is_(None),
            Account.disabled_at.is_(None),
        )
    )
    valid_from = await session.scalar(statement)
    return valid_from is not None and milliseconds(issued_at) >= milliseconds(valid_from)


def milliseconds(moment: dt.datetime) -> int:
    """Since 1970, rounded down, without the detour over binary fractions."""
    return (moment - _EPOCH) // dt.timedelta(milliseconds=1)


async def _end(session: AsyncSession, condition: sa.ColumnElement[bool], at: dt.datetime) -> None:
    await session.execute(
        sa.update(Session).where(condition, Session.ended_at.is_(None)).values(ended_at=at)
    )


def _issue(session: AsyncSession, session_id: UUID, keys: Keys, now: dt.datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = RefreshToken(token_hash=_hash(keys, token), session_id=session_id, issued_at=now)
    session.add(row)
    return token


def _hash(keys: Keys, token: str) -> bytes:
    return keys.hash("refresh token", token.encode())


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
