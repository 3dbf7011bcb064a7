"""Who may see which file, decided at every request by the policies of reading."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.refusals import NotFound
from persistence.engine import audit
from persistence.evidence.policies import (
    can_see_evidence,
    original_of_evidence,
    picture_of_public_result,
)
from persistence.evidence.table import Blob, Evidence
from persistence.reading.viewer import Binds, Viewer


@dataclass(frozen=True, slots=True)
class Visible:
    """What one may see of a piece of evidence. The hashes of pictures are None before it arrived and
    for what is no picture; `is_public` says that everyone may see the pictures. `received` is false
    while there is nothing to look at."""

    evidence_id: UUID
    sha256: bytes
    size: int
    media_type: str
    file_name: str | None
    derivative_sha256: bytes | None
    thumbnail_sha256: bytes | None
    is_received: bool
    may_see_original: bool
    is_public: bool


async def visible_evidence(session: AsyncSession, actor: Actor, evidence_id: UUID) -> Visible:
    """Raises NotFound for what neither reaches the actor nor is public."""
    binds = Binds()
    viewer = Viewer(actor, binds)
    row = Evidence.__table__
    blob = Blob.__table__
    is_public = picture_of_public_result(row, viewer)
    statement = (
        sa.select(
            row.c.id,
            row.c.sha256,
            row.c.size,
            row.c.media_type,
            row.c.file_name,
            blob.c.derivative_sha256,
            blob.c.thumbnail_sha256,
            row.c.received_at.is_not(None),
            original_of_evidence(row, viewer),
            is_public,
        )
        .select_from(
            row.outerjoin(
                blob, sa.and_(blob.c.sha256 == row.c.sha256, row.c.received_at.is_not(None))
            )
        )
        .where(row.c.id == evidence_id, sa.or_(can_see_evidence(row, viewer), is_public))
    )
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    found = (await session.execute(statement, values)).one_or_none()
    if found is None:
        raise NotFound
    return Visible(*found)


async def original_downloaded(
    session: AsyncSession, *, evidence_id: UUID, by: UUID | None, request_id: str | None
) -> None:
    """Record that the original file was downloaded."""
    audit.record(
        session, "evidence.original_downloaded", by=by, on=evidence_id, request_id=request_id
    )
