"""Openings of a draw: an institution's own row; for oversight all rows and who stands behind them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor
from domain.draw import canonical, entropy, proofs
from domain.draw import drawing as engine
from domain.draw.pool import Pool, PoolOfficer
from domain.draw.pool import PoolObject as ObjectOfPool
from domain.draw.pool import Recusal as RecusalOfPool
from domain.tasks.terms import DrawStage
from persistence import drawing
from persistence.drawing import trail
from persistence.keys import Keys
from persistence.reading.policies import draw_reaches
from persistence.reading.viewer import Binds, Viewer
from persistence.tables.draws import Draw, PoolObject, PoolRecusal
from persistence.tables.draws import PoolOfficer as OfficerOfDraw

_OPEN = (DrawStage.REVEALED, DrawStage.VOIDED)


async def slip(
    session: AsyncSession, task_code: str, institution_id: UUID, keys: Keys
) -> str | None:
    """What opens the institution's row, once the draw is revealed; None before, or without a row."""
    draw = await session.scalar(sa.select(Draw).where(Draw.task_code == task_code))
    if draw is None or draw.stage not in _OPEN or draw.revelation is None:
        return None
    inside = sa.exists().where(
        PoolObject.draw_id == draw.id, PoolObject.institution_id == institution_id
    )
    if not await session.scalar(sa.select(inside)):
        return None
    frozen = drawing.frozen(draw)
    revealed = entropy.revelation_of(draw.revelation)
    drawn = engine.draw(frozen, drawing.nonce(draw, keys), revealed)
    opened = proofs.slip(frozen, drawn, drawing.salt(draw, keys), str(institution_id))
    return canonical.text(opened)


async def whole(session: AsyncSession, actor: Actor, task_code: str, keys: Keys) -> str | None:
    """The edition for oversight of a draw that the actor may see, once it is revealed; else None."""
    binds = Binds()
    reached = draw_reaches(Draw.__table__, Viewer(actor, binds))
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    statement = sa.select(Draw).where(Draw.task_code == task_code, reached)
    draw = await session.scalar(statement, values)
    if draw is None or draw.stage not in _OPEN or draw.revelation is None:
        return None
    proof = await trail.proof(session, draw, keys)
    pool = await _pool(session, draw)
    return canonical.text(proofs.oversight_edition(proof, pool, drawing.salt(draw, keys)))


async def _pool(session: AsyncSession, draw: Draw) -> Pool:
    """The pool as it was frozen, with ids and grounds; what the frozen text says of officers is not
    needed again."""
    objects = await session.scalars(sa.select(PoolObject).where(PoolObject.draw_id == draw.id))
    officers = await session.scalars(
        sa.select(OfficerOfDraw).where(OfficerOfDraw.draw_id == draw.id)
    )
    recusals = await session.scalars(sa.select(PoolRecusal).where(PoolRecusal.draw_id == draw.id))
    return Pool(
        tuple(
            ObjectOfPool(str(o.institution_id), o.risk_class.value, _code(o.exclusion))
            for o in objects
        ),
        tuple(
            PoolOfficer(
                str(o.officer_id),
                str(o.authority_id),
                "",
                o.may_lead,
                frozenset(),
                o.max_load,
                None,
                _code(o.exclusion),
            )
            for o in officers
        ),
        tuple(RecusalOfPool(str(r.institution_id), str(r.officer_id)) for r in recusals),
    )


def _code(ground: Any) -> str | None:
    return None if ground is None else str(ground.value)


async def published(session: AsyncSession, task_code: str) -> str | None:
    """The public proof; None where the pool of the task is not frozen."""
    statement = sa.select(Draw.proof).where(Draw.task_code == task_code)
    return await session.scalar(statement)
