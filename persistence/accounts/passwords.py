"""Passwords: what is kept of them, and whether one matches."""

import asyncio
import secrets
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.refusals import TooManyAttempts

AT_ONCE = 2
"""Hashing fills a core and its memory: more at a time would only make all of them wait."""
MOST_WAITING = 100
"""Some two seconds of waiting; requests beyond that are asked to try again later."""
_MEMORY_KIB = 19 * 1024


class Passwords:
    """Argon2id with OWASP's least parameters (19 MiB, 2 passes, 1 lane), in threads.

    The 64 MiB of RFC 9106's second choice take four times as long, and a small host serves
    everything else beside it. The parameters are kept with each hash: raising them spoils none.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=_MEMORY_KIB, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._present = 0

    async def hash(self, password: str) -> str:
        """What to keep of it. Raises TooManyAttempts when too many wait already."""
        async with self._turn():
            return await asyncio.to_thread(self._hasher.hash, _spelt(password))

    async def matches(self, kept: str | None, password: str) -> bool:
        """Whether the password matches; without an account (None) it takes as long and is False.

        Raises TooManyAttempts when too many wait already.
        """
        async with self._turn():
            is_right = await asyncio.to_thread(self._verify, kept or self._nobody, password)
        return is_right and kept is not None

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._present >= AT_ONCE + MOST_WAITING:
            raise TooManyAttempts(1)
        self._present += 1
        try:
            async with self._turns:
                yield
        finally:
            self._present -= 1

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _spelt(password))
        except (VerificationError, InvalidHashError):
            return False


def _spelt(password: str) -> str:
    """One spelling for what keyboards spell differently."""
    return unicodedata.normalize("NFC", password)
