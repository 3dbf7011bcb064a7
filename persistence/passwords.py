"""Passwords: what is kept of them, and whether one matches."""

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Hashing fills a core and its memory: more at a time would only make all of them wait."""
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

    async def hash(self, password: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _spelt(password))

    async def matches(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one kept; for nobody (None) it takes as long and is not."""
        async with self._turns:
            is_right = await asyncio.to_thread(self._verify, kept or self._nobody, password)
        return is_right and kept is not None

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _spelt(password))
        except (VerificationError, InvalidHashError):
            return False


def _spelt(password: str) -> str:
    """One spelling for what keyboards spell differently."""
    return unicodedata.normalize("NFC", password)
