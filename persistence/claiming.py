"""Rows claimed for writing: locked, and only where the actor may see them."""

from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.refusals import NotFound
from persistence.columns import Table
from persistence.reading.shape import Gate
from persistence.reading.viewer import Binds, Viewer

Claimed = TypeVar("Claimed", bound=Table)


async def claimed(
    session: AsyncSession, actor: Actor, table: type[Claimed], visible_to: Gate, key: UUID
) -> Claimed:
    """Lock the row for the rest of the transaction. Raises NotFound for one that is not there or
    not the actor's to see: the predicate is the one that reading uses."""
    binds = Binds()
    row: Any = table.__table__
    statement = (
        sa.select(table)
        .where(row.c.id == key, visible_to(row, Viewer(actor, binds)))
        .with_for_update(of=table)
    )
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    found = await session.scalar(statement, values)
    if found is None:
        raise NotFound
    return found
