"""The draw made: the entropy kept, every object ranked, officers dealt; one transaction, once."""

import asyncio
import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from domain.draws import draw as engine
from domain.draws import entropy
from domain.draws.draw import Drawn
from domain.draws.pool_freeze import Frozen
from domain.tasks.terms import DrawStage
from persistence.draws import beacons, trail
from persistence.draws import writes as draws
from persistence.draws.table import (
    Draw,
    Pairing,
    PoolObject,
    PoolOfficer,
)
from persistence.engine import bulk_insert
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys

_ROWS_AT_ONCE = 5_000


async def execute(
    session: AsyncSession,
    draw: Draw,
    revealed: entropy.Revelation,
    keys: Keys,
    *,
    by: UUID,
    by_role: str,
    at: dt.datetime,
) -> Drawn:
    """Rank and deal. EntropyDoesNotFit, also for a beacon's signature by another key; ShareMissing,
    NonceDoesNotFit.

    The same frozen pool and entropy give the same rows, so that a draw that a crash took back is
    made again as it was.
    """
    frozen = draws.frozen(draw)
    # Takes seconds for a province: in a thread, so that other requests are answered.
    drawn = await asyncio.to_thread(_drawn, frozen, draws.nonce(draw, keys), revealed)
    draw.revelation, draw.seed = revealed.document(), drawn.seed
    draw.drawn_by, draw.drawn_at = by, at
    draw.stage = DrawStage.SEALED
    draw.drawn_count = len(drawn.drawn)
    draw.unstaffed_count = len({name for name, _ in drawn.unstaffed})
    await session.flush()
    await _rank(session, draw, drawn)
    await _deal(session, draw, drawn)
    await trail.add(session, draw, "DRAWN", by_role=by_role, at=at, detail={"seed": drawn.seed})
    await trail.prove(session, draw, keys)
    return drawn


def _drawn(frozen: Frozen, nonce: bytes, revealed: entropy.Revelation) -> Drawn:
    entropy.refuse_forged(frozen.source, revealed, beacons.is_signed)
    return engine.draw(frozen, nonce, revealed)


async def _rank(session: AsyncSession, draw: Draw, drawn: Drawn) -> None:
    visits = {name: number for number, name in enumerate(drawn.drawn, 1)}
    unstaffed = {name for name, _ in drawn.unstaffed}
    ranking = (
        sa.func.unnest(
            sa.bindparam("names", type_=ARRAY(sa.Text())),
            sa.bindparam("ranks", type_=ARRAY(sa.Integer())),
            sa.bindparam("numbers", type_=ARRAY(sa.Integer())),
            sa.bindparam("lacking", type_=ARRAY(sa.Boolean())),
        )
        .table_valued("name", "rank", "number", "lacks")
        .render_derived()
    )
    statement = (
        sa.update(PoolObject)
        .where(PoolObject.draw_id == draw.id, PoolObject.pseudonym == ranking.c.name)
        .values(
            rank=sa.cast(ranking.c.rank, sa.Integer),
            visit_no=sa.cast(ranking.c.number, sa.Integer),
            is_unstaffed=sa.cast(ranking.c.lacks, sa.Boolean),
        )
        .execution_options(synchronize_session=False)
    )
    # Some at a time: one statement over a province would run into the statement timeout.
    for ranked in drawn.selection.rankings.values():
        for first in range(0, len(ranked), _ROWS_AT_ONCE):
            some = ranked[first : first + _ROWS_AT_ONCE]
            given = {
                "names": list(some),
                "ranks": list(range(first + 1, first + 1 + len(some))),
                "numbers": [visits.get(name) for name in some],
                "lacking": [name in unstaffed for name in some],
            }
            await session.execute(statement, given)


async def _deal(session: AsyncSession, draw: Draw, drawn: Drawn) -> None:
    named = sa.select(PoolObject.pseudonym, PoolObject.id).where(
        PoolObject.draw_id == draw.id, PoolObject.visit_no.is_not(None)
    )
    objects = {row.pseudonym: row.id for row in await session.execute(named)}
    officers = {
        row.officer_no: row
        for row in await session.scalars(
            sa.select(PoolOfficer).where(PoolOfficer.draw_id == draw.id)
        )
    }
    pairings = (
        {
            "id": new_key(),
            "object_id": objects[team.object],
            "officer_id": officers[number].id,
            "position": position,
            "is_leader": number == team.leader,
        }
        for team in drawn.teams
        for position, number in enumerate(team.officers, 1)
    )
    await bulk_insert.copy_rows(session, Pairing, pairings)
    for number, load in drawn.loads.items():
        officers[number].object_count = load
    await session.flush()
