"""Uploads under way: begun, found again, and ended. How far one has come, only the store knows."""

import datetime as dt
import os
from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.evidence.terms import EvidenceState
from domain.refusals import NotFound
from persistence.evidence.table import Evidence, Upload

VALID_WITHIN = dt.timedelta(days=7)
"""How long an interrupted upload can be continued."""


async def begin(session: AsyncSession, slot: Evidence, *, now: dt.datetime) -> tuple[Upload, bool]:
    """The slot's upload, and whether it is new: a client that lost its address gets it again.

    The slot is locked by this transaction.
    """
    under_way = await session.scalar(
        sa.select(Upload).where(Upload.evidence_id == slot.id, Upload.finished_at.is_(None))
    )
    if under_way is not None:
        if now < under_way.expires_at:
            return under_way, False
        under_way.finished_at = now
        await session.flush()
    upload = Upload(
        id=UUID(bytes=os.urandom(16), version=4),
        evidence_id=slot.id,
        size=slot.size,
        created_at=now,
        expires_at=now + VALID_WITHIN,
    )
    session.add(upload)
    await session.flush()
    return upload, True


async def find(
    session: AsyncSession, upload_id: UUID, *, now: dt.datetime
) -> tuple[Upload, EvidenceState]:
    """The upload and the state of its slot. Raises NotFound for none, and for an expired one."""
    statement = (
        sa.select(Upload, Evidence.state)
        .join(Evidence, Evidence.id == Upload.evidence_id)
        .where(Upload.id == upload_id)
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None or (row[0].finished_at is None and row[0].expires_at <= now):
        raise NotFound
    return row[0], row[1]


async def mark_whole(session: AsyncSession, upload_id: UUID, *, now: dt.datetime) -> None:
    """Mark that all bytes are there: if this process dies now, another one finishes the upload."""
    await _stamped(session, upload_id, whole_at=now)


async def mark_finished(session: AsyncSession, upload_id: UUID, *, now: dt.datetime) -> None:
    await _stamped(session, upload_id, finished_at=now)


async def complete_but_unfinished(session: AsyncSession, *, before: dt.datetime) -> Sequence[UUID]:
    """Uploads whose last byte came before then, and which are not finished."""
    statement = sa.select(Upload.id).where(Upload.finished_at.is_(None), Upload.whole_at < before)
    return (await session.scalars(statement.limit(100))).all()


async def end_expired(session: AsyncSession, *, now: dt.datetime) -> Sequence[UUID]:
    """End the uploads whose time is over; which they were."""
    statement = (
        sa.update(Upload)
        .where(Upload.finished_at.is_(None), Upload.expires_at <= now)
        .values(finished_at=now)
        .returning(Upload.id)
    )
    return (await session.scalars(statement)).all()


async def under_way(session: AsyncSession, upload_ids: Collection[UUID]) -> set[UUID]:
    """Those of these uploads that may still go on."""
    statement = sa.select(Upload.id).where(
        Upload.id.in_(list(upload_ids)), Upload.finished_at.is_(None)
    )
    return set((await session.scalars(statement)).all())


async def lock_hashes(session: AsyncSession, hashes: Collection[bytes]) -> None:
    """Lock these hashes: no other transaction adds or removes their files until this one ends."""
    for name in sorted(each.hex() for each in hashes):
        key = sa.func.hashtextextended(f"blob {name}", 0)
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


async def _stamped(session: AsyncSession, upload_id: UUID, **stamp: dt.datetime) -> None:
    column = getattr(Upload, next(iter(stamp)))
    statement = sa.update(Upload).where(Upload.id == upload_id, column.is_(None)).values(**stamp)
    await session.execute(statement)
