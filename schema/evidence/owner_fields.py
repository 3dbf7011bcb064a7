"""What evidence belongs to, as a field of the answers of its mutations.

Not a field of the evidence itself: no way may lead from a visit to a complaint.
"""

from typing import Any
from uuid import UUID

from domain.evidence.terms import OwnerKind
from persistence.engine.database import AsyncSession
from persistence.evidence import owners
from schema.fields import refetched

_DESCRIPTIONS = {
    OwnerKind.INSPECTION: "The inspection that the evidence belongs to; null if it is of another kind"
    " of owner.",
    OwnerKind.COMPLAINT: "The complaint that the evidence belongs to; null if it is of another kind of"
    " owner, and for a caller with a receipt.",
    OwnerKind.RECTIFICATION: "The correction order that the evidence belongs to; null if it is of"
    " another kind of owner.",
}


def owner(kind: OwnerKind, attribute: str = "evidence_id") -> Any:
    """The owner, where it is of this kind; `attribute` holds the key of the evidence, or of what was
    declared together."""

    async def key(session: AsyncSession, found: UUID) -> UUID | None:
        return await owners.key_of(session, kind, **{attribute: found})

    return refetched(attribute, _DESCRIPTIONS[kind], through=key)
