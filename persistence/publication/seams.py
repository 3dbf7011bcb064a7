"""What publication asks of correction orders."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


async def open_orders(session: AsyncSession, inspection_id: UUID) -> int:
    """How many correction orders of the visit are not closed. No orders are kept here: none is."""
    return 0
