"""Regions for operators: new codes below those that are known."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import regions as rules
from domain.regions import NATION
from persistence.institutions.table import Institution, Site
from persistence.regions.table import Region


class RegionNotAdded(Exception):
    """The region cannot be added; the message says why."""


async def add(session: AsyncSession, code: str, name: str, parent_code: str | None = None) -> bool:
    """Add a region below the nearest one above it; False if it is there already, the same.

    A region that institutions or sites stand in directly stays a leaf, so that a region's
    statistics remain the sum of those of the regions below it.
    """
    known = await session.get(Region, code)
    above = await _nearest_above(session, code)
    if parent_code not in (None, above):
        raise RegionNotAdded(f"{code} belongs below {above}, not below {parent_code}.")
    if known is not None:
        if known.name != name:
            raise RegionNotAdded(f"{code} already exists as {known.name}.")
        return False
    await _refuse_unless_free(session, code, above)
    session.add(Region(code=code, name=name, level=rules.level(code), parent_code=above))
    await session.flush()
    return True


async def exists(session: AsyncSession, code: str) -> bool:
    return await session.get(Region, code) is not None


async def _nearest_above(session: AsyncSession, code: str) -> str:
    chain = {NATION, f"{code[:2]}0000", f"{code[:4]}00"} - {code}
    # A transaction that registers something in the region holds a shared lock: institutions.places.
    statement = (
        sa.select(Region.code)
        .where(Region.code.in_(chain))
        .order_by(Region.code.desc())
        .limit(1)
        .with_for_update()
    )
    return await session.scalar(statement) or NATION


async def _refuse_unless_free(session: AsyncSession, code: str, above: str) -> None:
    below = rules.subtree(code)
    inside = sa.select(Region.code).where(Region.code.between(below.first, below.last)).limit(1)
    if found := await session.scalar(inside):
        raise RegionNotAdded(f"{found} lies below {code} and is registered below {above} already.")
    for table in (Institution, Site):
        there = sa.select(table.id).where(table.region_code == above).limit(1)
        if await session.scalar(there) is not None:
            raise RegionNotAdded(
                f"{above} has institutions or sites of its own: move them before it is divided."
            )
