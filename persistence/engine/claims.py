"""Rows claimed for writing: locked, and only where the actor may see them."""

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.refusals import NotFound
from persistence.engine.columns import Table
from persistence.reading.shape import Visibility
from persistence.reading.viewer import Binds, Getter, Viewer

Claimed = TypeVar("Claimed", bound=Table)
Claim = tuple[sa.Select[Any], Mapping[str, Getter]]

MOST_KNOWN = 256
_KNOWN: dict[Hashable, Claim] = {}


async def claim_visible(
    session: AsyncSession, actor: Actor, table: type[Claimed], visible_to: Visibility, key: UUID
) -> Claimed:
    """Lock the row for the rest of the transaction. Raises NotFound for one that is not there or
    not the actor's to see: the predicate is the one that reading uses, but for what is only looked at."""
    statement, getters = _statement(table, visible_to, actor)
    values = {name: get({}, actor) for name, get in getters.items()}
    found: Claimed | None = await session.scalar(statement, {**values, "claimed": key})
    if found is None:
        raise NotFound
    return found


async def is_open(
    session: AsyncSession, actor: Actor, table: type[Table], gate: Visibility, key: UUID
) -> bool:
    """Whether what this gate lets see of a claimed row is the actor's to see."""
    try:
        await claim_visible(session, actor, table, gate, key)
    except NotFound:
        return False
    return True


def _statement(table: type[Any], visible_to: Visibility, actor: Actor) -> Claim:
    """The statement for all actors of this form: putting it together takes longer than running it."""
    known = (table, visible_to, actor.form)
    if known not in _KNOWN:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[known] = _made(table, visible_to, actor)
    return _KNOWN[known]


def _made(table: type[Any], visible_to: Visibility, actor: Actor) -> Claim:
    binds = Binds()
    row = table.__table__
    key = sa.bindparam("claimed", type_=sa.Uuid())
    seen = visible_to(row, Viewer(actor, binds, is_writing=True))
    statement = sa.select(table).where(row.c.id == key, seen).with_for_update(of=table)
    return statement, binds.getters
