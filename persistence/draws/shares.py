"""Shares of the entropy: committed before the freeze, each from its own session, revealed after."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.draws.entropy import Parties, Party, Shares
from domain.refusals import NotFound
from persistence.authorities.table import Authority
from persistence.draws.table import Draw, DrawShare
from persistence.institutions.table import Institution
from persistence.tasks.table import TaskDepartment


async def parties(
    session: AsyncSession,
    task_id: UUID,
    share_ids: Sequence[UUID],
    *,
    committed_at: dt.datetime,
    draw_at: dt.datetime,
) -> Parties:
    """The named shares of a task as the source of its entropy. Raises NotFound for one that is none.

    A party is outside if it belongs to no department of the task. It can reveal its share until the
    draw, and for as long as each of them wants at least.
    """
    name = sa.func.coalesce(Authority.name, Institution.name)
    statement = (
        sa.select(DrawShare, name)
        .outerjoin(Authority, Authority.id == DrawShare.authority_id)
        .outerjoin(Institution, Institution.id == DrawShare.institution_id)
        .where(DrawShare.task_id == task_id, DrawShare.id.in_(share_ids))
        .order_by(DrawShare.party)
        .with_for_update(of=DrawShare)
    )
    rows = [(share, called) for share, called in await session.execute(statement)]
    if {share.id for share, _ in rows} != set(share_ids):
        raise NotFound
    departments = set(
        await session.scalars(
            sa.select(TaskDepartment.authority_id).where(TaskDepartment.task_id == task_id)
        )
    )
    named = tuple(
        Party(
            share.party,
            share.authority_id not in departments,
            share.commitment,
            called,
            None if share.role is None else (share.role.zh, share.role.en),
            share.reveal_within_minutes,
        )
        for share, called in rows
    )
    least = committed_at.replace(microsecond=0) + Parties(named).time
    return Parties(named, max(draw_at.replace(microsecond=0), least))


async def revealed(session: AsyncSession, draw: Draw, source: Parties) -> Shares:
    """What the parties of the draw have revealed so far."""
    names = [each.party for each in source.parties]
    statement = sa.select(DrawShare.party, DrawShare.secret).where(
        DrawShare.task_id == draw.task_id,
        DrawShare.party.in_(names),
        DrawShare.secret.is_not(None),
    )
    rows = await session.execute(statement)
    return Shares({party: secret for party, secret in rows if secret is not None})


async def task_of(session: AsyncSession, share_id: UUID) -> UUID:
    """The task that a share was committed for."""
    found = await session.scalars(sa.select(DrawShare.task_id).where(DrawShare.id == share_id))
    return found.one()


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
