"""Derived values: what is kept sealed, opened or masked for whom the compiler let through."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from persistence.keys import Keys
from persistence.reading.plan import Maker

STATEMENT = "complaint statement"
RESIDENT_ID = "resident id"
PHONE = "phone"


def makers(keys: Keys) -> Mapping[str, Maker]:
    """By the names that shapes use. Each gets the sealed bytes in hex and the row's id."""
    return {
        "statement": partial(_opened, keys, STATEMENT),
        "masked_resident_id": lambda parts: _masked(_opened(keys, RESIDENT_ID, parts), 1, 1),
        "masked_phone": lambda parts: _masked(_opened(keys, PHONE, parts), 3, 4),
    }


def _opened(keys: Keys, purpose: str, parts: Sequence[Any]) -> str | None:
    sealed, row_id = parts
    if sealed is None:
        return None
    return keys.open(purpose, bytes.fromhex(sealed), bound_to=UUID(row_id).bytes).decode()


def _masked(text: str | None, first: int, last: int) -> str | None:
    if text is None:
        return None
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]
