"""Institutions for writing: claims that start from what the actor may see, and what rules ask of them."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import institutions as rules
from domain.refusals import NotFound
from persistence import violations
from persistence.tables.institutions import Institution
from persistence.tables.regions import Region

violations.means("uq_institutions_unified_social_credit_code", rules.CreditCodeTaken)
violations.means("uq_entitlements_number", rules.LicenceNumberTaken)


async def claim(session: AsyncSession, institution_id: UUID) -> Institution:
    """Lock one institution for the rest of the transaction; the register's entries are public."""
    statement = sa.select(Institution).where(Institution.id == institution_id).with_for_update()
    found = await session.scalar(statement)
    if found is None:
        raise NotFound
    return found


async def place(session: AsyncSession, region_code: str) -> rules.Place:
    """A region as a place to register in. Raises NotFound for a code that is none."""
    child = sa.select(sa.exists(sa.select(Region.code).where(Region.parent_code == region_code)))
    if await session.get(Region, region_code) is None:
        raise NotFound
    return rules.Place(region_code, is_leaf=not await session.scalar(child))
