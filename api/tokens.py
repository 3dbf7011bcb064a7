"""Access tokens: short-lived, signed by us, read by nobody else."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt

from persistence.engine.keys import Keys

ISSUER, AUDIENCE = "spotcheck", "spotcheck-api"
ALGORITHM = "HS256"
LONGEST = 1_000
"""Ours have some 300 characters; what is longer is not parsed."""
_CLAIMS = ["sub", "sid", "iat", "exp", "iss"]


class TokenUnusable(Exception):
    """Not signed by us, not whole, or past its time; the token itself is never repeated."""


@dataclass(frozen=True, slots=True)
class Claims:
    account_id: UUID
    session_id: UUID
    issued_at: dt.datetime
    expires_at: dt.datetime


class AccessTokens:
    """Makes and reads them with the installation's key, by the clock handed in."""

    def __init__(
        self, keys: Keys, clock: Callable[[], dt.datetime], *, valid_within: dt.timedelta
    ) -> None:
        self._key, self._clock = keys.derive("access token"), clock
        self._valid_within = valid_within

    def make(self, account_id: UUID, session_id: UUID) -> tuple[str, dt.datetime]:
        """A token and the moment from which it is good no longer."""
        now = self._clock()
        expires_at = (now + self._valid_within).replace(microsecond=0)
        claims = {
            "sub": str(account_id),
            "sid": str(session_id),
            # With its fraction: a password changed within the same second ends tokens made before.
            "iat": now.timestamp(),
            "exp": int(expires_at.timestamp()),
            "iss": ISSUER,
            "aud": AUDIENCE,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM), expires_at

    def read(self, token: str) -> Claims:
        """What the token says, if it is ours and not past its time. Raises TokenUnusable."""
        if len(token) > LONGEST:
            raise TokenUnusable
        try:
            # Times are judged below, by our own clock.
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                options={
                    "require": _CLAIMS,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "verify_aud": False,
                },
            )
            # Those made before 2026-12 have none: they are ours, and soon over.
            if payload.get("aud", AUDIENCE) != AUDIENCE:
                raise TokenUnusable
            claims = _claims(payload)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
            raise TokenUnusable from None
        if claims.expires_at <= self._clock():
            raise TokenUnusable
        return claims


def _claims(payload: dict[str, Any]) -> Claims:
    return Claims(
        UUID(payload["sub"]),
        UUID(payload["sid"]),
        dt.datetime.fromtimestamp(payload["iat"], dt.UTC),
        dt.datetime.fromtimestamp(payload["exp"], dt.UTC),
    )
