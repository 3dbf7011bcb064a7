"""Uploaded ledgers carried out in the background: taken up, kept going, ended, and in time forgotten."""

import asyncio
import datetime as dt
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from uuid import UUID

from api.ledgers.process import ProcessFailed
from domain.evidence.contents import BytesDiffer
from domain.ledgers.terms import LedgerJobState
from domain.refusals import NotFound
from jobs.loop import OnFault, repeat
from ledgers.imports import CHUNK, Progress
from ledgers.runs import Attempt, Done, Ending, Failed
from persistence.engine.database import UNUSABLE, Database
from persistence.ledgers import jobs
from persistence.ledgers.jobs import Superseded
from persistence.ledgers.table import LedgerJob
from persistence.storage import Store, StoreUnavailable

LOOK_EVERY = 1.0
RENEW_EVERY = 2.0
TIDY_EVERY = 60.0
SMALL_BYTES = 1024 * 1024
LANES: tuple[int | None, ...] = (None, None, SMALL_BYTES)
"""What runs at once in a server, and up to which size: small files never wait for large ones."""
MOST_TRIES = 5
CarryOut = Callable[[Attempt, Progress], Awaitable[Ending]]


@dataclass
class _Progress:
    done: int = 0
    total: int | None = None

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total


@dataclass(slots=True)
class LedgerWork:
    """`carry_out` is done by a process of its own where we serve."""

    database: Database
    store: Store
    carry_out: CarryOut
    clock: Callable[[], dt.datetime]
    renew_every: float = RENEW_EVERY
    rows_at_once: int = CHUNK

    async def run(self, on_fault: OnFault) -> None:
        """Work and tidy up until cancelled."""
        lanes = [
            repeat(partial(self._work_through, on_fault, most), every=LOOK_EVERY, on_fault=on_fault)
            for most in LANES
        ]
        tidying = repeat(self.tidy, every=TIDY_EVERY, on_fault=on_fault, first_after=LOOK_EVERY)
        await asyncio.gather(*lanes, tidying)

    async def _work_through(self, on_fault: OnFault, most_bytes: int | None) -> None:
        while await self.work_once(on_fault, most_bytes=most_bytes):
            pass

    async def work_once(self, on_fault: OnFault, *, most_bytes: int | None = None) -> bool:
        """Carry out the job that waits longest, if there is one; whether there was."""
        async with self.database.writing() as session:
            job = await jobs.take_up(session, most_bytes=most_bytes, at=self.clock())
        if job is None:
            return False
        try:
            await self._work(job)
        except Superseded:
            # Cancelled, or taken up by another.
            async with self.database.writing() as session:
                await jobs.recount(session, job.id)
        except ProcessFailed as fault:
            on_fault(fault)
            await self._give_back(job)
        except asyncio.CancelledError:
            # We stop: another server, or the next one here, goes on at once.
            with suppress(*UNUSABLE):
                await self._give_back(job, is_counted=False)
            raise
        except StoreUnavailable:
            await self._give_back(job, is_counted=False)
            raise
        return True

    async def _work(self, job: LedgerJob) -> None:
        name = self.store.room / secrets.token_hex(16)
        ending = PurePath(job.file_name).suffix.lower()
        path, rejected = (
            name.with_suffix(f".ledger{ending}"),
            name.with_suffix(f".rejected{ending}"),
        )
        try:
            whole = await self.store.parts.whole(job.id)
            whole.path.rename(path)
            if whole.sha256 != job.sha256:
                await self._fail(job, Failed(BytesDiffer.code, *_messages(BytesDiffer(""))))
                return
            attempt = Attempt(
                job_id=job.id,
                number=job.attempt,
                kind=job.kind,
                is_dry=job.is_dry,
                account_id=job.applied_by or job.declared_by,
                path=path,
                rejected=rejected,
                now=self.clock(),
                rows_at_once=self.rows_at_once,
            )
            found = await self._kept_going(job, attempt)
            if isinstance(found, Done):
                await self._finish(job, found, rejected)
            elif isinstance(found, Failed):
                await self._fail(job, found)
            else:
                await self._give_back(job, is_counted=not found.is_outage)
        finally:
            for each in (path, rejected):
                each.unlink(missing_ok=True)

    async def _kept_going(self, job: LedgerJob, attempt: Attempt) -> Ending:
        """The ending; meanwhile the lease is renewed. Raises Superseded."""
        progress = _Progress()
        task = asyncio.ensure_future(self.carry_out(attempt, progress))
        try:
            while not (await asyncio.wait([task], timeout=self.renew_every))[0]:
                # An outage is met by the process too: it ends, or the lease does.
                with suppress(*UNUSABLE):
                    async with self.database.writing() as session:
                        await jobs.renew(
                            session, job.id, job.attempt, done=progress.done, total=progress.total
                        )
            return await task
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait([task])

    async def _finish(self, job: LedgerJob, done: Done, rejected: Path) -> None:
        has_rejected = await asyncio.to_thread(rejected.exists)
        if has_rejected:
            await self.store.parts.keep(jobs.rejected_key(job.id, job.attempt), rejected)
        async with self.database.writing() as session:
            found = await jobs.finish(
                session,
                job.id,
                job.attempt,
                total=done.total,
                has_rejected=has_rejected,
                at=self.clock(),
            )
        if found.state is LedgerJobState.APPLIED:
            await self.store.parts.drop(job.id)

    async def _fail(self, job: LedgerJob, failed: Failed) -> None:
        async with self.database.writing() as session:
            found = await jobs.lock(session, job.id)
            if found.attempt != job.attempt:
                raise Superseded
            await jobs.count(session, found)
            jobs.fail(session, found, failed.code, failed.zh, failed.en, at=self.clock())
        await self.store.parts.drop(job.id)

    async def _give_back(self, job: LedgerJob, *, is_counted: bool = True) -> None:
        """Another attempt may have more luck, for so many times."""
        if is_counted and job.try_count >= MOST_TRIES:
            with suppress(Superseded):
                await self._fail(job, _GIVEN_UP)
            return
        async with self.database.writing() as session:
            await jobs.release(session, job.id, job.attempt, is_counted=is_counted)
            await jobs.recount(session, job.id)

    async def complete(self, job_id: UUID) -> None:
        """An upload has all its bytes: are they the ones that were declared? Raises BytesDiffer, and
        NotFound where it was cancelled or its time was over."""
        try:
            whole = await self.store.parts.whole(job_id)
        except FileNotFoundError:
            raise NotFound from None
        whole.path.unlink(missing_ok=True)
        differ: BytesDiffer | None = None
        async with self.database.writing() as session:
            job = await jobs.lock(session, job_id)
            if job.state is not LedgerJobState.DECLARED:
                return
            if (whole.sha256, whole.size) == (job.sha256, job.size):
                jobs.move(session, job, "upload", by=None, at=self.clock())
            else:
                differ = BytesDiffer(whole.sha256.hex())
                jobs.fail(session, job, differ.code, *_messages(differ), at=self.clock())
        if differ is not None:
            await self.store.parts.drop(job_id)
            raise differ

    async def tidy(self) -> None:
        """Expire what nobody went on with, and forget what was kept long enough."""
        async with self.database.writing() as session:
            await jobs.expire(session, now=self.clock())
        async with self.database.writing() as session:
            ended = await jobs.ended_with_content(session, now=self.clock())
        for job in ended:
            # First what cannot be found again without the row.
            for key in jobs.keys_of(job):
                await self.store.parts.drop(key)
            async with self.database.writing() as session:
                await jobs.forget(session, job.id, now=self.clock())


_GIVEN_UP = Failed(
    "LEDGER_NOT_PROCESSED",
    f"处理{MOST_TRIES}次均中途中断，请拆分文件后重新上传",
    f"Processing was interrupted {MOST_TRIES} times. Split the file and upload the parts",
)


def _messages(refusal: BytesDiffer) -> tuple[str, str]:
    return refusal.message("zh"), refusal.message("en")
