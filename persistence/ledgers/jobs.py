"""Uploaded ledgers on their way: taken up under a lease, kept chunk by chunk, ended, and forgotten.

A process that takes a job up has a number, its attempt, and writes only while it is the last: what one
that was taken for dead still does comes to nothing.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.actors import Actor
from domain.ledgers import jobs as rules
from domain.ledgers.terms import LedgerJobState
from domain.ledgers.transitions import LEDGER_JOB
from domain.refusals import NotFound
from domain.transitions import transition
from persistence.engine import transitions, violations
from persistence.engine.bulk_insert import copy_rows
from persistence.engine.claims import claim_visible
from persistence.ledgers.policies import can_see_ledger_job
from persistence.ledgers.table import LedgerChunk, LedgerJob, LedgerRow

violations.UNREACHABLE.update(
    {"ck_ledger_*": "words are enums; the input refuses the rest, and failures have their reason"}
)

LEASED = dt.timedelta(seconds=60)
"""How long a process may be silent before another takes its job up."""
LATER = dt.timedelta(seconds=3)
_COUNTS = ("new", "changed", "unchanged", "rejected", "unchecked")
_NOW = sa.func.clock_timestamp()
_FORGOTTEN_AT_ONCE = 100


class Superseded(Exception):
    """The job was cancelled, or another process has taken it up."""


def rejected_key(job_id: UUID, attempt: int) -> UUID:
    """Where an attempt keeps its rejected rows: known without a row that names it."""
    return uuid5(job_id, str(attempt))


def keys_of(job: LedgerJob) -> list[UUID]:
    """All keys of the store under which something of the job may be."""
    return [job.id, *(rejected_key(job.id, number) for number in range(1, job.attempt + 1))]


async def claim(session: AsyncSession, actor: Actor, job_id: UUID) -> LedgerJob:
    """Lock one job. Raises NotFound where it is not the actor's to see."""
    return await claim_visible(session, actor, LedgerJob, can_see_ledger_job, job_id)


async def lock(session: AsyncSession, job_id: UUID) -> LedgerJob:
    """Lock one job for who has shown its address. Raises NotFound."""
    job = await session.get(LedgerJob, job_id, with_for_update=True, populate_existing=True)
    if job is None:
        raise NotFound
    return job


async def find(session: AsyncSession, job_id: UUID) -> LedgerJob:
    """Raises NotFound."""
    job = await session.get(LedgerJob, job_id)
    if job is None:
        raise NotFound
    return job


async def unfinished(session: AsyncSession, account_id: UUID) -> int:
    """How many jobs of an account are not at their end; locked against one more at the same time."""
    key = sa.func.hashtextextended(f"ledgers {account_id}", 0)
    await session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    statement = sa.select(sa.func.count()).where(
        LedgerJob.declared_by == account_id, LedgerJob.state.in_(rules.UNFINISHED)
    )
    return await session.scalar(statement) or 0


def move(
    session: AsyncSession, job: LedgerJob, event: str, *, by: UUID | None, at: dt.datetime
) -> None:
    """Take a locked job to where the event leads. Raises IllegalTransition."""
    before = job.state
    after = transition(LEDGER_JOB, before, event)
    if event == "apply" and by is not None:
        job.record_apply(after, by=by, at=at)
    else:
        job.record_state(after, at=at)
    note(session, job, before, event, by=by)


def note(
    session: AsyncSession, job: LedgerJob, before: LedgerJobState, event: str, *, by: UUID | None
) -> None:
    transitions.record(
        session,
        "LedgerJob",
        job.id,
        from_state=before,
        to_state=job.state,
        event=event,
        by=by,
    )


def fail(
    session: AsyncSession, job: LedgerJob, code: str, zh: str, en: str, *, at: dt.datetime
) -> None:
    before = job.state
    transition(LEDGER_JOB, before, "fail")
    job.record_failure(code, zh, en, at=at)
    note(session, job, before, "fail", by=None)


async def take_up(
    session: AsyncSession, *, most_bytes: int | None, at: dt.datetime
) -> LedgerJob | None:
    """The job that waits longest and is nobody's, if there is one: leased, and on its way.

    Of one account one at a time, so that nobody's files keep another's waiting. `most_bytes` leaves
    larger files to others.
    """
    mine, other = aliased(LedgerJob), aliased(LedgerJob)
    busy = sa.exists().where(
        other.declared_by == mine.declared_by,
        other.state.in_(rules.WORKED_ON),
        other.leased_until > _NOW,
    )
    statement = (
        sa.select(mine)
        .where(
            mine.state.in_(rules.WORKED_ON),
            sa.or_(mine.leased_until.is_(None), mine.leased_until < _NOW),
            ~busy,
        )
        .order_by(mine.changed_at, mine.id)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )
    if most_bytes is not None:
        statement = statement.where(mine.size <= most_bytes)
    job = await session.scalar(statement)
    if job is None:
        return None
    if job.state is LedgerJobState.UPLOADED:
        move(session, job, "check", by=None, at=at)
    job.attempt, job.try_count = job.attempt + 1, job.try_count + 1
    await session.flush()
    await _lease(session, job.id)
    return job


async def renew(
    session: AsyncSession, job_id: UUID, attempt: int, *, done: int, total: int | None
) -> None:
    """Keep the lease, and say how far it is. Raises Superseded."""
    statement = (
        sa.update(LedgerJob)
        .where(*_is_current(job_id, attempt))
        .values(leased_until=_NOW + LEASED, done_count=done, total_count=total)
        .returning(LedgerJob.id)
    )
    if await session.scalar(statement) is None:
        raise Superseded


async def release(session: AsyncSession, job_id: UUID, attempt: int, *, is_counted: bool) -> None:
    """Let another take it up: at once, or, where this try does not count, after a while."""
    statement = sa.update(LedgerJob).where(*_is_current(job_id, attempt))
    if is_counted:
        values: dict[str, Any] = {"leased_until": None}
    else:
        values = {"leased_until": _NOW + LATER, "try_count": LedgerJob.try_count - 1}
    await session.execute(statement.values(**values))


async def finish(
    session: AsyncSession,
    job_id: UUID,
    attempt: int,
    *,
    total: int,
    has_rejected: bool,
    at: dt.datetime,
) -> LedgerJob:
    """All chunks are in. Raises Superseded."""
    job = await lock(session, job_id)
    if job.attempt != attempt:
        raise Superseded
    await count(session, job)
    job.done_count = job.total_count = total
    job.rejected_key = rejected_key(job_id, attempt) if has_rejected else None
    move(session, job, "finish", by=None, at=at)
    return job


async def count(session: AsyncSession, job: LedgerJob) -> None:
    """What the chunks come to that are in."""
    columns = [getattr(LedgerChunk, f"{name}_count") for name in _COUNTS]
    statement = sa.select(*(sa.func.coalesce(sa.func.sum(each), 0) for each in columns)).where(
        LedgerChunk.job_id == job.id, LedgerChunk.is_dry == job.is_dry
    )
    for name, value in zip(_COUNTS, (await session.execute(statement)).one(), strict=True):
        setattr(job, f"{name}_count", int(value))


async def recount(session: AsyncSession, job_id: UUID) -> None:
    """What went in after an import was cancelled counts too."""
    job = await lock(session, job_id)
    if job.state is LedgerJobState.CANCELLED and job.cleared_at is None:
        await count(session, job)


async def refuse_superseded(session: AsyncSession, job_id: UUID, attempt: int) -> None:
    """Raise Superseded unless this process still has the job."""
    found = await session.scalar(sa.select(LedgerJob.id).where(*_is_current(job_id, attempt)))
    if found is None:
        raise Superseded


async def kept_chunk(
    session: AsyncSession, job_id: UUID, number: int, *, is_dry: bool
) -> dict[int, LedgerRow] | None:
    """What the rows of a chunk came to, by position, those left out that change nothing; None where it
    was not carried out."""
    if await session.get(LedgerChunk, (job_id, is_dry, number)) is None:
        return None
    rows = await session.scalars(
        sa.select(LedgerRow).where(
            LedgerRow.job_id == job_id, LedgerRow.is_dry == is_dry, LedgerRow.chunk == number
        )
    )
    return {row.position: row for row in rows}


async def keep_chunk(
    session: AsyncSession, chunk: Mapping[str, Any], rows: Sequence[dict[str, Any]]
) -> None:
    """In the transaction that carries it out: a second one breaks on the chunk's key."""
    await copy_rows(session, LedgerChunk, [dict(chunk)])
    await copy_rows(session, LedgerRow, rows)


async def versions_made(session: AsyncSession, job_id: UUID) -> dict[UUID, int]:
    """The versions that the job's chunks made of entries."""
    statement = sa.select(LedgerChunk.versions).where(
        LedgerChunk.job_id == job_id, LedgerChunk.is_dry.is_(False)
    )
    found: dict[UUID, int] = {}
    for versions in await session.scalars(statement.order_by(LedgerChunk.number)):
        for key, version in versions.items():
            found[UUID(key)] = max(version, found.get(UUID(key), 0))
    return found


async def expire(session: AsyncSession, *, now: dt.datetime) -> int:
    """End what was not uploaded or not applied in time; how many."""
    late = sa.or_(
        sa.and_(
            LedgerJob.state == LedgerJobState.DECLARED,
            LedgerJob.changed_at <= now - rules.UPLOADED_WITHIN,
        ),
        sa.and_(
            LedgerJob.state == LedgerJobState.CHECKED,
            LedgerJob.changed_at <= now - rules.APPLIED_WITHIN,
        ),
    )
    statement = sa.select(LedgerJob).where(late).order_by(LedgerJob.id)
    found = await session.scalars(statement.with_for_update(skip_locked=True))
    number = 0
    for job in found:
        move(session, job, "expire", by=None, at=now)
        number += 1
    return number


async def ended_with_content(session: AsyncSession, *, now: dt.datetime) -> Sequence[LedgerJob]:
    """Jobs at their end of which what the file held is to go: rows at once where nobody needs them, else
    when they were kept long enough."""
    settled = now - dt.timedelta(seconds=60)
    at_once = (LedgerJobState.CANCELLED, LedgerJobState.EXPIRED)
    later = (LedgerJobState.APPLIED, LedgerJobState.FAILED)
    statement = sa.select(LedgerJob).where(
        LedgerJob.cleared_at.is_(None),
        sa.or_(
            # A process that works on it still has noticed by then.
            sa.and_(LedgerJob.state.in_(at_once), LedgerJob.changed_at <= settled),
            sa.and_(LedgerJob.state.in_(later), LedgerJob.changed_at <= now - rules.KEPT_WITHIN),
        ),
    )
    return (await session.scalars(statement.limit(_FORGOTTEN_AT_ONCE))).all()


async def forget(session: AsyncSession, job_id: UUID, *, now: dt.datetime) -> None:
    """Delete what is kept of the file's rows, and the name that it had."""
    await recount(session, job_id)
    await session.flush()
    for table in (LedgerRow, LedgerChunk):
        await session.execute(sa.delete(table).where(table.job_id == job_id))
    await session.execute(
        sa.update(LedgerJob)
        .where(LedgerJob.id == job_id)
        .values(cleared_at=now, rejected_key=None, file_name="")
    )


async def uploads_kept(session: AsyncSession, keys: Collection[UUID]) -> set[UUID]:
    """Those of these keys of the store under which a job keeps something still."""
    wanted = list(keys)
    files = sa.select(LedgerJob.id).where(
        LedgerJob.id.in_(wanted), LedgerJob.state.in_(rules.UNFINISHED)
    )
    rejected = sa.select(LedgerJob.rejected_key).where(LedgerJob.rejected_key.in_(wanted))
    return {key for key in await session.scalars(files.union(rejected)) if key is not None}


async def _lease(session: AsyncSession, job_id: UUID) -> None:
    await session.execute(
        sa.update(LedgerJob).where(LedgerJob.id == job_id).values(leased_until=_NOW + LEASED)
    )


def _is_current(job_id: UUID, attempt: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        LedgerJob.id == job_id,
        LedgerJob.attempt == attempt,
        LedgerJob.state.in_(rules.WORKED_ON),
    )
