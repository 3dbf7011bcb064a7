"""Which files of the store some row names: those are never removed."""

from collections.abc import AsyncIterator, Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from persistence.evidence.table import Blob

_NAMING = (Blob.sha256, Blob.derivative_sha256, Blob.thumbnail_sha256)


async def named_blobs(session: AsyncSession, hashes: Collection[bytes]) -> set[bytes]:
    """Those of these files that a row names: as an original, its copy or its thumbnail."""
    wanted = list(hashes)
    parts = [sa.select(column).where(column.in_(wanted)) for column in _NAMING]
    return {found for found in await session.scalars(sa.union(*parts)) if found is not None}


async def all_named_blobs(session: AsyncSession) -> AsyncIterator[bytes]:
    """Every file that a row names, each once for each row that does."""
    for column in _NAMING:
        statement = sa.select(column).where(column.is_not(None))
        async for found in await session.stream_scalars(statement):
            if found is not None:
                yield found
