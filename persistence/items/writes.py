"""The item list for writing: the newest version of a code, and what a version leaves behind."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.plans.rules import PlannedItem
from domain.refusals import NotFound, OperationInProgress
from persistence.authorities.table import Authority
from persistence.engine import violations
from persistence.items.table import InspectionItem

# Two wrote the next version of one code at once.
violations.means("uq_inspection_items_code_version_no", OperationInProgress)
violations.UNREACHABLE["ck_inspection_items_*"] = "checked as input, and by the rule of publishing"


async def newest(session: AsyncSession, code: str) -> InspectionItem | None:
    """The newest version of an item, locked until the transaction ends."""
    statement = (
        sa.select(InspectionItem)
        .where(InspectionItem.code == code)
        .order_by(InspectionItem.version_no.desc())
        .limit(1)
        .with_for_update()
    )
    return await session.scalar(statement)


async def get(session: AsyncSession, item_id: UUID) -> InspectionItem:
    found = await session.get(InspectionItem, item_id)
    if found is None:
        raise NotFound
    return found


async def several(session: AsyncSession, item_ids: Sequence[UUID]) -> tuple[InspectionItem, ...]:
    """The items in the order named. Raises NotFound where one is none."""
    statement = sa.select(InspectionItem).where(InspectionItem.id.in_(item_ids))
    found = {item.id: item for item in await session.scalars(statement)}
    if not found.keys() >= set(item_ids):
        raise NotFound
    return tuple(found[item_id] for item_id in item_ids)


async def facts(session: AsyncSession, items: Sequence[InspectionItem]) -> tuple[PlannedItem, ...]:
    """The items as the rules see them, with where the lists are that they stand on."""
    keys = {item.authority_id for item in items if item.authority_id is not None}
    regions: dict[UUID | None, str] = {}
    if keys:
        statement = sa.select(Authority.id, Authority.region_code).where(Authority.id.in_(keys))
        regions.update((key, region) for key, region in await session.execute(statement))
    return tuple(item.facts(regions.get(item.authority_id)) for item in items)
