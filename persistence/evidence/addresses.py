"""Addresses of evidence: where a slot is uploaded to, and signed ones under which it is looked at."""

import datetime as dt
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from persistence.engine.keys import Keys
from persistence.reading import ids

Variant = Literal["original", "picture", "thumbnail"]
ROUNDED_TO = 300
"""Seconds. Within them an address stays the same, so that browsers find what they have."""

_ACCOUNT, _RECEIPT, _NOBODY = b"a", b"r", b"n"


class AddressInvalid(Exception):
    """Not signed by us, for something else, or past its time."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an address was made for: an account, the holder of a receipt, or anonymous."""

    account_id: UUID | None
    receipt_digest: bytes | None


class Addresses:
    """Made and read with the installation's key.

    The viewer is encrypted into the signature (AES-SIV, the same for the same values): an account's
    id in an address would name the complainant in every log of every proxy.
    """

    def __init__(self, keys: Keys) -> None:
        self._grant = keys.derive("evidence grant")
        self._cipher = AESSIV(keys.derive("evidence address"))

    def creation(self, evidence_id: UUID) -> str:
        """Where the slot's upload is created. The grant does not expire: the bytes are fixed by
        hash and size, and a phone uploads when it has a signal, long after its token has died."""
        name = ids.write("Evidence", evidence_id)
        return f"/evidence/{name}/uploads?grant={self._granted(evidence_id)}"

    def is_granted(self, evidence_id: UUID, grant: str) -> bool:
        return grant.isascii() and hmac.compare_digest(grant, self._granted(evidence_id))

    def download(
        self,
        evidence_id: UUID,
        variant: Variant,
        *,
        account_id: UUID | None,
        receipt_digest: bytes | None,
        until: dt.datetime,
    ) -> str:
        """Where the evidence can be looked at until then, rounded up to five minutes."""
        last = -(-int(until.timestamp()) // ROUNDED_TO) * ROUNDED_TO
        who = _ACCOUNT + account_id.bytes if account_id else _NOBODY
        if account_id is None and receipt_digest is not None:
            who = _RECEIPT + receipt_digest
        sealed = self._cipher.encrypt(last.to_bytes(6) + who, _about(evidence_id, variant))
        name = ids.write("Evidence", evidence_id)
        return f"/evidence/{name}/{variant}?signature={_text(sealed)}"

    def bearer(
        self, evidence_id: UUID, variant: Variant, signature: str, *, now: dt.datetime
    ) -> Bearer:
        """Whom the address was made for. Raises AddressInvalid."""
        try:
            opened = self._cipher.decrypt(_bytes(signature), _about(evidence_id, variant))
        except (InvalidTag, ValueError):
            raise AddressInvalid from None
        if int.from_bytes(opened[:6]) <= now.timestamp():
            raise AddressInvalid
        kind, value = opened[6:7], opened[7:]
        return Bearer(
            UUID(bytes=value) if kind == _ACCOUNT else None, value if kind == _RECEIPT else None
        )

    def _granted(self, evidence_id: UUID) -> str:
        return _text(hmac.digest(self._grant, evidence_id.bytes, "sha256"))


def _about(evidence_id: UUID, variant: str) -> list[bytes]:
    return [evidence_id.bytes, variant.encode()]


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    if not text.isascii() or len(text) > 200:
        raise ValueError("no signature of ours")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
