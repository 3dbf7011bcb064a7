"""What ordering asks of other areas, at one place."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


async def on_site(
    session: AsyncSession, inspection_id: UUID, team: Iterable[UUID]
) -> frozenset[UUID]:
    """The officers of the visit who may order something there: those sent to it."""
    return frozenset(team)
