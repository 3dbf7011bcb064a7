"""Regions for operators: new codes below those that are known, and codes that end."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import regions as rules
from domain.regions import NATION
from persistence.institutions.table import Institution, Site
from persistence.regions.table import Region


class RegionNotAdded(Exception):
    """The region cannot be added; the message says why."""


class RegionNotEnded(Exception):
    """The region cannot be ended; the message says why."""


async def add(session: AsyncSession, code: str, name: str, parent_code: str | None = None) -> bool:
    """Add a region below the nearest one above it; False if it is there already, the same.

    A region that institutions or sites stand in directly stays a leaf, so that a region's
    statistics remain the sum of those of the regions below it.
    """
    known = await session.get(Region, code)
    above = await _nearest_above(session, code)
    if parent_code not in (None, above.code):
        raise RegionNotAdded(f"{code} belongs below {above.code}, not below {parent_code}.")
    if known is not None:
        if known.name != name:
            raise RegionNotAdded(f"{code} already exists as {known.name}.")
        return False
    if above.ended_on is not None:
        raise RegionNotAdded(f"{above.code}, above {code}, has ended.")
    await _refuse_unless_free(session, code, above.code)
    session.add(Region(code=code, name=name, level=rules.level(code), parent_code=above.code))
    await session.flush()
    return True


async def end(session: AsyncSession, code: str, *, successor_code: str, on: dt.date) -> bool:
    """Have a region end on a day and become part of another; False if it is so already.

    What stands there stays until it is moved; the regions below it have ended by then. An end entered
    by mistake is replaced by another, or taken back by `resume`. Raises RegionNotEnded.
    """
    region = await _known(session, code)
    successor = await _known(session, successor_code)
    if successor.ended_on is not None:
        raise RegionNotEnded(f"{successor_code} has ended itself on {successor.ended_on}.")
    if code in rules.subtree(successor_code) or successor_code in rules.subtree(code):
        raise RegionNotEnded(f"{code} and {successor_code} lie within each other.")
    goes_on = sa.or_(Region.ended_on.is_(None), Region.ended_on > on)
    below = sa.select(Region.code).where(Region.parent_code == code, goes_on)
    if found := await session.scalar(below.order_by(Region.code).limit(1)):
        raise RegionNotEnded(f"{found} lies below {code} and goes on: end what is below it first.")
    if (region.ended_on, region.successor_code) == (on, successor_code):
        return False
    region.ended_on, region.successor_code = on, successor_code
    return True


async def resume(session: AsyncSession, code: str) -> bool:
    """Take back the end of a region; False if it has none. Raises RegionNotEnded."""
    region = await _known(session, code)
    above = region.parent_code and await _known(session, region.parent_code)
    if above and above.ended_on is not None:
        raise RegionNotEnded(f"{above.code}, above {code}, has ended: have it resume first.")
    has_ended = region.ended_on is not None
    region.ended_on = region.successor_code = None
    return has_ended


async def _known(session: AsyncSession, code: str) -> Region:
    region = await session.get(Region, code, with_for_update=True)
    if region is None:
        raise RegionNotEnded(f"There is no region {code}.")
    return region


async def exists(session: AsyncSession, code: str) -> bool:
    return await session.get(Region, code) is not None


async def _nearest_above(session: AsyncSession, code: str) -> Region:
    chain = {NATION, f"{code[:2]}0000", f"{code[:4]}00"} - {code}
    # A transaction that registers something in the region holds a shared lock: institutions.places.
    statement = (
        sa.select(Region)
        .where(Region.code.in_(chain))
        .order_by(Region.code.desc())
        .limit(1)
        .with_for_update()
    )
    found: Region | None = await session.scalar(statement)
    return await session.get_one(Region, NATION) if found is None else found


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
