"""Who asks: from the bearer token of a request to an actor, as it was at most a second ago."""

import asyncio
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
from persistence.accounts import identities, sessions
from persistence.accounts.passwords import Passwords
from persistence.engine.database import Database
from persistence.engine.keys import Keys

REMEMBERED_WITHIN = dt.timedelta(seconds=1)
"""How long what was revoked elsewhere may go on here where no notification of changes comes."""
CAPACITY = 50_000
"""Tokens remembered: about 25 MB."""


@dataclass(frozen=True, slots=True)
class _Known:
    actor: Actor
    claims: Claims
    ends_at: dt.datetime
    read_at: dt.datetime
    turn: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """A read that all who show the token meanwhile share."""

    task: "asyncio.Task[_Known]"
    account_id: UUID
    turn: int


class SessionIdentity:
    """Finds who asks, and is the `Sessions` of every request's context.

    An identity is remembered until the database notifies that its account changed (`ChangeFeed`). While
    nothing is heard it is read again each second.
    """

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
        self._readings: dict[bytes, _Reading] = {}
        self._changed: dict[UUID, int] = {}
        self._turn = self._all_changed = 0
        database.changes.subscribe(identities.TOPIC, self._hear)

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
        if len(self._changed) >= CAPACITY:
            self._changed.clear()
            self._all_changed = self._turn
        self._changed[account_id] = self._turn

    def _hear(self, account: str | None) -> None:
        if account is None or account == identities.EVERYBODY:
            self._turn += 1
            self._changed.clear()
            self._all_changed = self._turn
        else:
            self.forget(UUID(account))

    async def _whose(self, token: str) -> _Known:
        digest = hashlib.sha256(token.encode()).digest()
        is_current = await self._database.changes.is_current()
        known = self._known.get(digest)
        if known is not None and self._is_good(known, is_current=is_current):
            return known
        return await self._read_once(digest, token)

    def _is_good(self, known: _Known, *, is_current: bool) -> bool:
        now = self._clock()
        # No TTLCache: its time runs backwards with the clock. One set back makes nothing fresher.
        return (
            known.read_at <= now < known.ends_at
            and (is_current or now - known.read_at < REMEMBERED_WITHIN)
            and not self._has_changed(known)
        )

    def _has_changed(self, since: "_Known | _Reading") -> bool:
        account_id = since.account_id if isinstance(since, _Reading) else since.claims.account_id
        return since.turn < max(self._all_changed, self._changed.get(account_id, 0))

    async def _read_once(self, digest: bytes, token: str) -> _Known:
        reading = self._readings.get(digest)
        if reading is None or reading.task.done() or self._has_changed(reading):
            try:
                claims = self._tokens.read(token)
            except TokenUnusable:
                raise Unauthenticated from None
            task = asyncio.create_task(self._read(digest, claims))
            reading = _Reading(task, claims.account_id, self._turn)
            self._readings[digest] = reading
            task.add_done_callback(lambda done: self._end_reading(digest, done))
        # Shielded: one client that leaves must not take the answer from the others.
        return await asyncio.shield(reading.task)

    def _end_reading(self, digest: bytes, done: "asyncio.Task[_Known]") -> None:
        if (reading := self._readings.get(digest)) is not None and reading.task is done:
            del self._readings[digest]
        # Those who waited have it; where all of them left, the error has no reader.
        _ = done.cancelled() or done.exception()

    async def _read(self, digest: bytes, claims: Claims) -> _Known:
        now, turn = self._clock(), self._turn
        found = await identities.read(
            self._database, claims.session_id, claims.account_id, self._keys
        )
        if (
            found is None
            or found.expires_at <= now
            or sessions.milliseconds(claims.issued_at) < sessions.milliseconds(found.valid_from)
        ):
            self._known.pop(digest, None)
            raise Unauthenticated
        ends_at = min(claims.expires_at, found.expires_at)
        known = self._known[digest] = _Known(found.actor, claims, ends_at, now, turn)
        return known


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
