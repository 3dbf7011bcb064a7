"""Identity numbers: hashed for matching, sealed for keeping, never kept in clear."""

from uuid import UUID

from persistence.derived_fields import RESIDENT_ID
from persistence.engine.keys import Keys


def hashed(keys: Keys, number: str) -> bytes:
    return keys.hash(RESIDENT_ID, number.encode())


def sealed(keys: Keys, number: str, row_id: UUID) -> bytes:
    return keys.seal(RESIDENT_ID, number.encode(), bound_to=row_id.bytes)
