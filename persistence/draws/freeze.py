"""Freezing a pool: gathered, committed to and stored, with salt and nonce sealed."""

import asyncio
import datetime as dt
import os
from dataclasses import dataclass
from importlib.metadata import version
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain import deadlines
from domain.draws import entropy, pool, pool_freeze
from domain.draws.pool_freeze import SECRET_BYTES
from domain.institutions import RiskClass
from domain.tasks.draw_steps import NothingToDraw, issue_due_on
from domain.tasks.policy import refuse_excess
from domain.tasks.terms import DrawStage, EntropySource
from persistence.authorities.table import Authority
from persistence.draws import earlier, pools, trail
from persistence.draws import writes as draws
from persistence.draws.pools import GatheredPool
from persistence.draws.table import (
    Draw,
    PoolObject,
    PoolOfficer,
    PoolRecusal,
)
from persistence.engine import bulk_insert
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.inspections.table import InspectionTask
from persistence.regions import reference
from persistence.tasks import writes as tasks


@dataclass(frozen=True, slots=True)
class FrozenBy:
    """Who froze, as what, and when."""

    by: UUID
    by_role: str
    at: dt.datetime
    today: dt.date


async def freeze(
    session: AsyncSession,
    task: InspectionTask,
    source: entropy.Source,
    made: FrozenBy,
    keys: Keys,
    *,
    draw_at: dt.datetime,
) -> Draw:
    """Freeze the pool of a task that is locked. Everything is refused before anything is written.

    PoolBusy, NothingToDraw, QuotaAbovePolicy, TooFewOfficersForDraw, EntropySourceUnclear,
    EntropyAlreadyExists, InvalidInput.
    """
    # Two pools over one item at once could draw the same object: the second waits and looks again.
    await earlier.one_at_a_time(session)
    gathered = await pools.gather(session, task, today=made.today)
    await _refuse_excess(session, task, gathered, made.today)
    foreseen = pool_freeze.preview(gathered.pool, gathered.rules)
    if not any(each.drawn for each in foreseen.values()):
        raise NothingToDraw
    # Moments are spelt in whole seconds: what is committed to is what is stored.
    committed_at, draw_at = made.at.replace(microsecond=0), draw_at.replace(microsecond=0)
    salt, nonce = os.urandom(SECRET_BYTES), os.urandom(SECRET_BYTES)
    # Takes a second for a province: in a thread, so that other requests are answered.
    frozen = await asyncio.to_thread(
        pool_freeze.freeze,
        gathered.pool,
        gathered.rules,
        source,
        pool_salt=salt,
        nonce=nonce,
        committed_at=committed_at,
        draw_at=draw_at,
        software=f"spotcheck {version('spotcheck')}",
    )
    draw = await _row(session, task, frozen, source, made, draw_at)
    draw.salt_sealed = keys.seal(draws.SALT, salt, bound_to=draw.id.bytes)
    draw.nonce_sealed = keys.seal(draws.NONCE, nonce, bound_to=draw.id.bytes)
    session.add(draw)
    await session.flush()
    labels = {each: pool.stratum_label(salt, each.value) for each in RiskClass}
    session.add_all(pools.strata(draw, gathered, labels))
    await _rows(session, draw, gathered, salt, labels)
    await trail.add(
        session,
        draw,
        "COMMITTED",
        by_role=made.by_role,
        at=committed_at,
        detail={"commitment": frozen.commitment},
    )
    await trail.prove(session, draw, keys)
    return draw


async def _refuse_excess(
    session: AsyncSession, task: InspectionTask, gathered: GatheredPool, today: dt.date
) -> None:
    policy = await tasks.policy(session, task.authority_id, on=today)
    quotas = await tasks.quotas(session, task)
    classes = [item.item_class for item in await tasks.items(session, task)]
    for name, each in pool_freeze.preview(gathered.pool, gathered.rules).items():
        risk_class = RiskClass[name]
        refuse_excess(
            quotas[risk_class],
            policy[risk_class],
            eligible=each.eligible,
            drawn=each.drawn,
            classes=classes,
        )


async def _row(
    session: AsyncSession,
    task: InspectionTask,
    frozen: pool_freeze.Frozen,
    source: entropy.Source,
    made: FrozenBy,
    draw_at: dt.datetime,
) -> Draw:
    authority = await session.get_one(Authority, task.authority_id)
    calendar = await reference.calendar(session, since=task.window_to)
    due = deadlines.due(deadlines.at("DR_PUBLISH", made.today), task.window_to, calendar)
    foreseen = frozen.foreseen().values()
    return Draw(
        id=new_key(),
        task_id=task.id,
        task_code=task.code,
        authority_id=task.authority_id,
        authority_region_code=authority.region_code,
        sector=task.sector,
        stage=DrawStage.COMMITTED,
        algorithm=source.algorithm,
        software=frozen.document["software"],
        text=frozen.text,
        commitment=frozen.commitment,
        entropy_source=_KIND[type(source)],
        entropy_terms=source.document(),
        draw_at=draw_at,
        object_count=sum(each.rows for each in foreseen),
        eligible_count=sum(each.eligible for each in foreseen),
        drawn_count=sum(each.drawn for each in foreseen),
        unstaffed_count=0,
        replacement_count=0,
        frozen_by=made.by,
        frozen_at=frozen.committed_at,
        issue_due_on=issue_due_on(draw_at, task.window_from, made.today),
        reveal_due_on=due.on,
        reveal_due_is_provisional=due.provisional,
        redraw_of_code=frozen.document["redraw_of"],
        redraw_no=frozen.document["redraws"],
        proof="",
    )


_KIND = {
    entropy.Beacon: EntropySource.BEACON,
    entropy.Figure: EntropySource.FIGURE,
    entropy.Parties: EntropySource.PARTIES,
}


async def _rows(
    session: AsyncSession,
    draw: Draw,
    gathered: GatheredPool,
    salt: bytes,
    labels: dict[RiskClass, str],
) -> None:
    objects = (
        {
            "id": new_key(),
            "draw_id": draw.id,
            "institution_id": each.institution_id,
            "pseudonym": pool.pseudonym(salt, str(each.institution_id)),
            "stratum_label": labels[each.risk_class],
            "risk_class": each.risk_class,
            "exclusion": each.exclusion,
        }
        for each in gathered.objects
    )
    await bulk_insert.copy_rows(session, PoolObject, objects)
    session.add_all(
        PoolOfficer(
            id=new_key(),
            draw_id=draw.id,
            officer_id=each.officer_id,
            authority_id=each.authority_id,
            officer_no=pool.officer_number(salt, str(each.officer_id)),
            may_lead=each.may_lead,
            max_load=each.max_load,
            exclusion=each.exclusion,
            object_count=0,
        )
        for each in gathered.inspectors
    )
    inside = {each.institution_id for each in gathered.objects}
    session.add_all(
        PoolRecusal(draw_id=draw.id, officer_id=officer_id, institution_id=institution_id)
        for officer_id, institution_id in gathered.recusals
        if institution_id in inside
    )
    await session.flush()
