"""Shares of the entropy: committed before the freeze, each from its own session, revealed after."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.draws.entropy import Parties, Party, Shares
from domain.refusals import NotFound
from persistence.draws.table import Draw, DrawShare
from persistence.tasks.table import TaskDepartment


async def parties(session: AsyncSession, task_id: UUID, share_ids: Sequence[UUID]) -> Parties:
    """The named shares of a task as the source of its entropy. Raises NotFound for one that is none.

    A party is outside if it belongs to no department of the task.
    """
    statement = (
        sa.select(DrawShare)
        .where(DrawShare.task_id == task_id, DrawShare.id.in_(share_ids))
        .order_by(DrawShare.party)
        .with_for_update()
    )
    rows = (await session.scalars(statement)).all()
    if {row.id for row in rows} != set(share_ids):
        raise NotFound
    departments = set(
        await session.scalars(
            sa.select(TaskDepartment.authority_id).where(TaskDepartment.task_id == task_id)
        )
    )
    return Parties(
        tuple(Party(row.party, row.authority_id not in departments, row.commitment) for row in rows)
    )


async def revealed(session: AsyncSession, draw: Draw, source: Parties) -> Shares:
    """What the parties of the draw have revealed so far."""
    names = [party.name for party in source.parties]
    statement = sa.select(DrawShare.party, DrawShare.secret).where(
        DrawShare.task_id == draw.task_id,
        DrawShare.party.in_(names),
        DrawShare.secret.is_not(None),
    )
    rows = await session.execute(statement)
    return Shares({party: secret for party, secret in rows if secret is not None})


async def own(session: AsyncSession, task_id: UUID, account_id: UUID | None) -> DrawShare:
    """The share that this account committed, locked. Raises NotFound."""
    statement = (
        sa.select(DrawShare)
        .where(DrawShare.task_id == task_id, DrawShare.account_id == account_id)
        .with_for_update()
    )
    found = await session.scalar(statement)
    if found is None:
        raise NotFound
    return found
