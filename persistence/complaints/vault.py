"""The vault's door: identities go in sealed, each under a key of its own (decision 0021)."""

import json
import os
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncSession

from domain.complaints.identity import Complainant
from persistence.complaints.vault_table import ComplainantIdentity
from persistence.engine.drafts import Draft
from persistence.engine.keys import Keys, open_with

ROLE = "spotcheck_vault"
"""The only role with rights in the vault's schema; `keep_identity` assumes it for one statement."""
PURPOSE = "vault"
_KEY_BITS, _NONCE_BYTES = 256, 12


async def store(
    session: AsyncSession, keys: Keys, complaint_id: UUID, identity: Complainant
) -> None:
    """Put the identity into the vault, in the transaction of the mutation."""
    row = sealed(keys, complaint_id, identity)
    kept = sa.func.keep_identity(row.complaint_id, row.wrapped_key, row.sealed)
    await session.execute(sa.select(kept))


def add(draft: Draft, keys: Keys, complaint_id: UUID, identity: Complainant) -> None:
    """Have the identity put into the vault when all is written."""
    row = sealed(keys, complaint_id, identity)
    draft.call("keep_identity", row.complaint_id, row.wrapped_key, row.sealed)


def sealed(keys: Keys, complaint_id: UUID, identity: Complainant) -> ComplainantIdentity:
    """The identity under a fresh key (AES-256-GCM), that key wrapped by the installation's own."""
    key, nonce = AESGCM.generate_key(_KEY_BITS), os.urandom(_NONCE_BYTES)
    return ComplainantIdentity(
        complaint_id=complaint_id,
        wrapped_key=keys.seal(PURPOSE, key, bound_to=complaint_id.bytes),
        sealed=nonce + AESGCM(key).encrypt(nonce, _written(identity), complaint_id.bytes),
    )


def opened(row: ComplainantIdentity, keys: Keys) -> Complainant | None:
    """Who complained; None once the record's key is erased. Raises SecretUnusable for a record
    sealed with another secret or moved to another complaint."""
    if row.wrapped_key is None:
        return None
    bound_to = row.complaint_id.bytes
    key = keys.open(PURPOSE, row.wrapped_key, bound_to=bound_to)
    return _read(open_with(key, row.sealed, bound_to=bound_to))


def _written(identity: Complainant) -> bytes:
    parts = {
        "account_id": str(identity.account_id),
        "name": identity.name,
        "phone": identity.phone,
        "address": identity.address,
    }
    return json.dumps(parts, ensure_ascii=False).encode()


def _read(text: bytes) -> Complainant:
    parts = json.loads(text)
    return Complainant(UUID(parts["account_id"]), parts["name"], parts["phone"], parts["address"])
