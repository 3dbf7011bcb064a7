"""Messages posted to a receiver, signed as Standard Webhooks 1.0 says."""

import asyncio
import base64
import binascii
import datetime as dt
import hashlib
import hmac
import stat
from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx2

from jobs.channels import TIMEOUT, Content, Undelivered, as_json
from persistence.engine.keys import SecretUnusable

MOST_BYTES = 65_536
"""Of an answer, which is of no interest beyond its status."""
_PREFIX = "whsec_"
_SECRET_BYTES = range(24, 65)


class Hook:
    """The receiver, whose address the operator chose; no answer leads elsewhere."""

    def __init__(
        self,
        url: str,
        secrets: Sequence[bytes],
        clock: Callable[[], dt.datetime],
        *,
        timeout: float = TIMEOUT,
    ) -> None:
        self._url, self._secrets, self._clock, self._timeout = url, secrets, clock, timeout
        self._client = httpx2.AsyncClient(
            timeout=None,
            follow_redirects=False,
            # Neither a proxy nor a password is taken from variables that were set for other programs.
            trust_env=False,
            # One that lay idle may be closed just when it is used.
            limits=httpx2.Limits(max_keepalive_connections=0),
        )

    async def __call__(self, content: Content) -> None:
        body = as_json(content)
        headers = {
            "content-type": "application/json",
            "user-agent": "spotcheck",
            **signed(content["id"], self._clock(), body, self._secrets),
        }
        try:
            async with asyncio.timeout(self._timeout):
                request = self._client.stream("POST", self._url, content=body, headers=headers)
                async with request as answer:
                    await _read_some(answer)
        except TimeoutError:
            raise Undelivered("TIMEOUT") from None
        except httpx2.HTTPError as error:
            # Its words may repeat the address.
            raise Undelivered(type(error).__name__) from None
        if not answer.is_success:
            raise Undelivered(
                f"HTTP {answer.status_code}",
                after=self._after(answer.headers.get("retry-after", "")),
                is_final=answer.status_code == 410,
            )

    def _after(self, text: str) -> dt.timedelta | None:
        """How long `Retry-After` asks for: seconds, or a date."""
        if text.isascii() and text.isdigit():
            return dt.timedelta(seconds=min(int(text[:9]), 86_400))
        try:
            return parsedate_to_datetime(text) - self._clock()
        except (ValueError, TypeError):
            return None


async def _read_some(answer: httpx2.Response) -> None:
    count = 0
    async for part in answer.aiter_raw():
        count += len(part)
        if count >= MOST_BYTES:
            return


def signed(id: str, at: dt.datetime, body: bytes, secrets: Sequence[bytes]) -> dict[str, str]:
    """The three headers: the id is the same at each attempt, the moment is not; a signature for each secret."""
    moment = str(int(at.timestamp()))
    text = f"{id}.{moment}.".encode() + body
    macs = (hmac.digest(secret, text, hashlib.sha256) for secret in secrets)
    return {
        "webhook-id": id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(mac).decode()}" for mac in macs),
    }


def read_secrets(path: Path) -> tuple[bytes, ...]:
    """The secrets of this file, one on a line. Raises SecretUnusable, which repeats none of them."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SecretUnusable(f"{path} can be read by other users. Run chmod 600 on it.")
        lines = [line.strip() for line in path.read_text().splitlines()]
    except (OSError, ValueError) as error:
        raise SecretUnusable(f"{path} cannot be read: {type(error).__name__}.") from None
    secrets = tuple(_secret(line) for line in lines if line)
    if not secrets or None in secrets:
        raise SecretUnusable(
            f"Each line of {path} must be {_PREFIX} and 24 to 64 bytes in base64. Make one with: "
            f"echo {_PREFIX}$(openssl rand -base64 32)"
        )
    return tuple(filter(None, secrets))


def _secret(line: str) -> bytes | None:
    try:
        secret = base64.b64decode(line.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        return None
    return secret if line.startswith(_PREFIX) and len(secret) in _SECRET_BYTES else None
