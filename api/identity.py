"""Who asks: from the bearer token of a request to an actor, at most five seconds old."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from cachetools import LRUCache
from starlette.types import Scope

from api.endpoint import Unauthenticated
from api.tokens import AccessTokens, Claims, TokenUnusable
from domain import actors
from domain.actors import Actor
from persistence.accounts import sessions
from persistence.accounts import writes as accounts
from persistence.accounts.passwords import Passwords
from persistence.engine.database import Database
from persistence.engine.keys import Keys

REMEMBERED_WITHIN = dt.timedelta(seconds=5)
"""How long what was revoked elsewhere may go on here."""
CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class _Known:
    actor: Actor
    claims: Claims
    read_at: dt.datetime
    turn: int


class SessionIdentity:
    """Tells who asks, and is the `Sessions` of every request's context."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Callable[[], dt.datetime],
        *,
        access_within: dt.timedelta,
        refresh_within: dt.timedelta,
        session_within: dt.timedelta,
        passwords: Passwords | None = None,
    ) -> None:
        self.refresh_within, self.session_within = refresh_within, session_within
        self.passwords = passwords or Passwords()
        self._database, self._keys, self._clock = database, keys, clock
        self._tokens = AccessTokens(keys, clock, valid_within=access_within)
        self._known: LRUCache[bytes, _Known] = LRUCache(CAPACITY)
        self._forgotten: LRUCache[UUID, int] = LRUCache(CAPACITY)
        self._turn = 0

    async def identify(self, scope: Scope) -> Actor:
        """The actor of the request's token, or the anonymous one where there is none.

        Raises Unauthenticated for a header without a live session: a client that sent a token is
        never served as anonymous. Leaves the session's id in the scope's state.
        """
        token = _bearer(scope)
        if token is None:
            return actors.ANONYMOUS
        known = await self._whose(token)
        scope.setdefault("state", {})["session_id"] = known.claims.session_id
        return known.actor

    def access_token(self, account_id: UUID, session_id: UUID) -> tuple[str, dt.datetime]:
        return self._tokens.make(account_id, session_id)

    def forget(self, account_id: UUID) -> None:
        """Read this account again from now on, even where a read has already begun."""
        self._turn += 1
        self._forgotten[account_id] = self._turn

    async def _whose(self, token: str) -> _Known:
        digest = hashlib.sha256(token.encode()).digest()
        known = self._known.get(digest)
        if known is None or not self._is_fresh(known):
            self._known.pop(digest, None)
            known = await self._read(token)
            self._known[digest] = known
        return known

    def _is_fresh(self, known: _Known) -> bool:
        # No TTLCache: its time runs from when a value is put there, and backwards with the clock.
        now = self._clock()
        # A clock set back makes nothing fresher.
        is_recent = dt.timedelta(0) <= now - known.read_at < REMEMBERED_WITHIN
        forgotten = self._forgotten.get(known.claims.account_id) or 0
        return is_recent and known.turn >= forgotten and now < known.claims.expires_at

    async def _read(self, token: str) -> _Known:
        now, turn = self._clock(), self._turn
        try:
            claims = self._tokens.read(token)
        except TokenUnusable:
            raise Unauthenticated from None
        async with self._database.aside() as session:
            is_live = await sessions.is_live(
                session, claims.session_id, claims.account_id, claims.issued_at, now=now
            )
            if not is_live:
                raise Unauthenticated
            actor = await accounts.signed_in(session, claims.account_id, self._keys)
        if actor is None:
            raise Unauthenticated
        return _Known(actor, claims, now, turn)


def _bearer(scope: Scope) -> str | None:
    """The token of the one Authorization header, None without the header."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    given = [value for name, value in headers if name.lower() == b"authorization"]
    if not given:
        return None
    scheme, _, token = given[0].decode("latin-1").partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not token.isascii():
        raise Unauthenticated
    return token.strip()
