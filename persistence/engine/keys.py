"""Keys made from one secret: keyed hashes for matching, seals for keeping, receipts for showing once."""

import hashlib
import hmac
import os
import stat
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECRET_BYTES = 32
_NONCE_BYTES = 12
RECEIPT_DIGITS = 20
RECEIPT_DIGEST_BYTES = 16


class SecretUnusable(Exception):
    """The secret file cannot be used; the message says why."""


class Keys:
    """What one installation's secret is good for; every purpose has a key of its own."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SECRET_BYTES:
            raise SecretUnusable(f"The secret must have at least {SECRET_BYTES} bytes.")
        self._secret = secret
        self._derived: dict[str, bytes] = {}

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for this purpose only; purposes are named in the code, and few."""
        if purpose not in self._derived:
            name = b"spotcheck/1/" + purpose.encode()
            self._derived[purpose] = hmac.digest(self._secret, name, hashlib.sha256)
        return self._derived[purpose]

    @property
    def secret(self) -> bytes:
        """For a process of our own, through a pipe; never for an environment, a file or a log."""
        return self._secret

    def hash(self, purpose: str, value: bytes) -> bytes:
        """A keyed hash: equal values are recognised, none is recovered without the secret."""
        return hmac.digest(self.derive(purpose), value, hashlib.sha256)

    def seal(self, purpose: str, plain: bytes, *, bound_to: bytes) -> bytes:
        """Encrypt (AES-256-GCM) so that it opens only for this purpose and the row it is bound to."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.derive(purpose)).encrypt(nonce, plain, bound_to)

    def open(self, purpose: str, sealed: bytes, *, bound_to: bytes) -> bytes:
        return open_with(self.derive(purpose), sealed, bound_to=bound_to)

    def complainant_ref(self, account_id: UUID) -> bytes:
        """The pseudonym under which an account's complaints are filed."""
        return self.hash("complainant", account_id.bytes)

    def receipt(self, operation_id: UUID) -> str:
        """The receipt of an anonymous complaint: the same for the same operation, sent again."""
        number = int.from_bytes(self.hash("receipt", operation_id.bytes))
        return f"{number % 10**RECEIPT_DIGITS:0{RECEIPT_DIGITS}d}"

    def receipt_digest(self, receipt: str) -> bytes:
        """What is kept of a receipt, 16 bytes. A keyed hash is enough: a receipt is made of an
        operation id by those who have the secret, and guessing at the door is limited there."""
        return self.hash("receipt digest", receipt.encode())[:RECEIPT_DIGEST_BYTES]


def open_with(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise SecretUnusable("This was sealed with another secret or for another row.") from None


def load(path: Path) -> Keys:
    """The keys of the secret in this file, made on first use and readable by its owner only."""
    try:
        _create(path)
        mode = path.stat().st_mode
        if stat.S_IMODE(mode) & 0o077:
            raise SecretUnusable(f"{path} can be read by other users. Run chmod 600 on it.")
        return Keys(bytes.fromhex(path.read_text().strip()))
    except (OSError, ValueError) as error:
        raise SecretUnusable(f"{path} cannot be used as the secret: {error}") from error


def _create(path: Path) -> None:
    """Write the file whole or not at all, also when two processes start at once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(os.urandom(SECRET_BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
