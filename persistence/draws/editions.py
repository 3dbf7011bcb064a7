"""Openings of a draw: an institution's own row; for oversight all rows and who stands behind them."""

import asyncio
import datetime as dt
import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.actors import Actor
from domain.draws import canonical, pool, proofs
from domain.draws.pool import Pool, PoolOfficer
from domain.draws.pool import PoolObject as ObjectOfPool
from domain.draws.pool import Recusal as RecusalOfPool
from domain.inspections.terms import InspectionState
from domain.registries.terms import ExclusionGround
from domain.tasks.terms import DrawStage
from persistence.draws import writes as draws
from persistence.draws.policies import can_see_draw
from persistence.draws.table import Draw, PoolObject, PoolRecusal
from persistence.draws.table import PoolOfficer as OfficerOfDraw
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, InspectionTask
from persistence.reading.viewer import Binds, Viewer

_OPEN = (DrawStage.REVEALED, DrawStage.VOIDED)
_FOR_VISITS = (
    ExclusionGround.IN_OPEN_TASK,
    ExclusionGround.CAP_OF_ITEM,
    ExclusionGround.CAP_OF_AUTHORITY,
)


async def slip(
    session: AsyncSession, task_code: str, institution_id: UUID, keys: Keys, *, today: dt.date
) -> str | None:
    """What opens the institution's row, once the draw is revealed; None before, or without a row.

    None for everybody as well while any row was excluded for a visit that is still to come
    unannounced: an institution that learns it could not be drawn here would know that it was drawn
    elsewhere, and one that learns it could, that it was not.
    """
    draw = (
        await session.execute(
            sa.select(Draw.id, Draw.commitment, Draw.frozen_at, Draw.salt_sealed).where(
                Draw.task_code == task_code, Draw.stage.in_(_OPEN), Draw.revelation.is_not(None)
            )
        )
    ).one_or_none()
    if draw is None:
        return None
    found = await session.scalar(
        sa.select(PoolObject).where(
            PoolObject.draw_id == draw.id, PoolObject.institution_id == institution_id
        )
    )
    if found is None or await _would_warn(session, draw.id, draw.frozen_at, today):
        return None
    salt = keys.open(draws.SALT, draw.salt_sealed, bound_to=draw.id.bytes)
    # As it was written when it was drawn: a province is not ranked again for each of its rows.
    return canonical.text(
        proofs.slip_document(
            task_code,
            draw.commitment,
            pool.opening_of(salt, str(institution_id)),
            str(institution_id),
            pool.ObjectRow(found.pseudonym, found.stratum_label, found.exclusion is None),
            found.rank,
            found.visit_no is not None,
        )
    )


async def _would_warn(
    session: AsyncSession, draw_id: UUID, frozen_at: dt.datetime, today: dt.date
) -> bool:
    """Whether an excluded row has a visit, or was drawn for one, that must not be known yet."""
    other, task = aliased(PoolObject), InspectionTask
    published = sa.exists().where(
        other.inspection_id == Inspection.id, Draw.id == other.draw_id, Draw.stage.in_(_OPEN)
    )
    visited = sa.exists().where(
        Inspection.institution_id == PoolObject.institution_id,
        Inspection.state == InspectionState.TO_ENTER,
        Inspection.noticed_at.is_(None),
        Inspection.window_to >= today,
        Inspection.created_at <= frozen_at,
        sa.not_(published),
    )
    drawn = sa.exists().where(
        other.institution_id == PoolObject.institution_id,
        other.visit_no.is_not(None),
        other.inspection_id.is_(None),
        Draw.id == other.draw_id,
        Draw.stage.not_in(_OPEN),
        Draw.frozen_at <= frozen_at,
        task.id == Draw.task_id,
        task.window_to >= today,
    )
    excluded = sa.exists().where(
        PoolObject.draw_id == draw_id,
        PoolObject.exclusion.in_(_FOR_VISITS),
        sa.or_(visited, drawn),
    )
    return bool(await session.scalar(sa.select(excluded)))


async def whole(session: AsyncSession, actor: Actor, task_code: str, keys: Keys) -> str | None:
    """The edition for oversight of a draw that the actor may see, once it is revealed; else None."""
    binds = Binds()
    reached = can_see_draw(Draw.__table__, Viewer(actor, binds))
    values = {name: get({}, actor) for name, get in binds.getters.items()}
    statement = sa.select(Draw).where(Draw.task_code == task_code, reached)
    draw = await session.scalar(statement, values)
    if draw is None or draw.stage not in _OPEN or draw.revelation is None:
        return None
    frozen_pool = await _pool(session, draw)
    # Megabytes of a province: not on the loop.
    return await asyncio.to_thread(_edition, draw.proof, frozen_pool, draws.salt(draw, keys))


def _edition(proof: str, frozen_pool: Pool, salt: bytes) -> str:
    return canonical.text(proofs.oversight_edition(json.loads(proof), frozen_pool, salt))


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


async def published(session: AsyncSession, task_code: str, *, most: int) -> str | None:
    """The public proof; None where the pool of the task is not frozen, empty where it is larger."""
    proof = sa.case((sa.func.length(Draw.proof) <= most, Draw.proof), else_="")
    return await session.scalar(sa.select(proof).where(Draw.task_code == task_code))
