"""What opening a picture to the public asks of the register."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.evidence.releases import NotAReleasablePicture, Picture
from domain.evidence.terms import EvidenceVerdict
from persistence.engine.keys import Keys
from persistence.evidence import declarations, owners, sealed, seals
from persistence.evidence.table import Blob, Evidence
from persistence.inspections import writes as inspections
from persistence.inspections.table import Inspection


async def claim(
    session: AsyncSession, actor: Actor, keys: Keys, evidence_id: UUID
) -> tuple[Evidence, Picture]:
    """Lock the picture, with the facts that turn on it. Raises NotFound, and NotAReleasablePicture
    for what belongs to no inspection."""
    slot = await declarations.claim(session, actor, evidence_id)
    owner = await owners.of(session, slot)
    if not isinstance(owner, Inspection):
        raise NotAReleasablePicture
    is_picture = sa.exists().where(Blob.sha256 == slot.sha256, Blob.derivative_sha256.is_not(None))
    return slot, Picture(
        is_picture=slot.received_at is not None
        and bool(await session.scalar(sa.select(is_picture))),
        verdict=await _verdict(session, keys, slot),
        is_released=slot.released_at is not None,
        authority_id=owner.authority_id,
        state=owner.state,
        officers=await inspections.ever_sent(session, owner),
    )


async def _verdict(session: AsyncSession, keys: Keys, slot: Evidence) -> EvidenceVerdict:
    row = Evidence.__table__
    statement = sa.select(*sealed.judged(row)).where(row.c.id == slot.id)
    return seals.verdict_on_evidence(keys, (await session.execute(statement)).one())
