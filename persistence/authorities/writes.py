"""Authorities for writing."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.refusals import NotFound
from persistence.authorities.table import Authority


async def get(session: AsyncSession, authority_id: UUID) -> Authority:
    found = await session.get(Authority, authority_id)
    if found is None:
        raise NotFound
    return found


async def get_shared(session: AsyncSession, authority_id: UUID) -> Authority:
    """The same, as it stays for the rest of the transaction."""
    found = await session.get(Authority, authority_id, with_for_update={"read": True})
    if found is None:
        raise NotFound
    return found
