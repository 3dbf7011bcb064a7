"""The trail of a draw, chained by hashes, and the proof that is made of it again after each entry."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.draws import canonical, entropy, proofs
from domain.draws import draw as engine
from domain.draws.pool_freeze import Frozen
from domain.draws.proofs import TrailEntry
from domain.tasks.terms import DrawStage
from persistence.draws import writes as draws
from persistence.draws.table import Draw, DrawEvent
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys


async def add(
    session: AsyncSession,
    draw: Draw,
    event: str,
    *,
    by_role: str,
    at: dt.datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write one more entry; the draw is locked, so that entries never meet."""
    earlier = await entries(session, draw)
    # The stored moment is the spelt one: what is read back hashes to the same. A clock set back, or
    # another server's that is behind, must not make an honest trail go back in time.
    moment = at.replace(microsecond=0)
    if earlier:
        moment = max(moment, earlier[-1].at)
    entry = TrailEntry(event, moment, by_role, detail or {})
    chained = proofs.chained(draw.commitment, (*earlier, entry))[-1]
    session.add(
        DrawEvent(
            id=new_key(),
            draw_id=draw.id,
            position=len(earlier) + 1,
            event=entry.event,
            at=entry.at,
            by_role=entry.by,
            detail=dict(entry.detail),
            previous=chained["previous"],
            hash=chained["hash"],
        )
    )
    await session.flush()


async def entries(session: AsyncSession, draw: Draw) -> list[TrailEntry]:
    statement = (
        sa.select(DrawEvent).where(DrawEvent.draw_id == draw.id).order_by(DrawEvent.position)
    )
    return [
        TrailEntry(row.event, row.at, row.by_role, row.detail)
        for row in await session.scalars(statement)
    ]


async def prove(session: AsyncSession, draw: Draw, keys: Keys) -> None:
    """Rebuild the public proof for the stage the draw is in."""
    trail = await entries(session, draw)
    is_open = draw.stage in (DrawStage.REVEALED, DrawStage.VOIDED) and draw.revelation is not None
    nonce = draws.nonce(draw, keys) if is_open else None
    frozen = draws.frozen(draw)
    # Seconds for a province: not on the loop.
    draw.proof = await asyncio.to_thread(
        _proof, frozen, trail, draw.stage, draw.void_reason, draw.revelation, nonce
    )


def _proof(
    frozen: Frozen,
    trail: list[TrailEntry],
    stage: DrawStage,
    reason: str | None,
    revelation: dict[str, Any] | None,
    nonce: bytes | None,
) -> str:
    """The proof as it is public at the draw's stage.

    A voided draw that was made is opened whole: it has no effect any more.
    """
    revealed = None if revelation is None else entropy.revelation_of(revelation)
    if revealed is not None and nonce is not None:
        drawn = engine.draw(frozen, nonce, revealed)
        is_voided = stage is DrawStage.VOIDED
        proof = proofs.proof_after(
            frozen, drawn, nonce, revealed, trail, is_voided=is_voided, reason=reason
        )
    else:
        match stage:
            case DrawStage.SEALED:
                proof = proofs.proof_before(frozen, trail, "SEALED", revealed=revealed)
            case DrawStage.FAILED:
                proof = proofs.proof_before(frozen, trail, "FAILED", reason, revealed)
            case DrawStage.VOIDED:
                proof = proofs.proof_before(frozen, trail, "VOIDED", reason)
            case _:
                proof = proofs.proof_before(frozen, trail)
    return canonical.text(proof)
