"""What keeps store and database of one mind: unfinished uploads, expired ones, and orphans."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from domain.refusals import Refusal
from jobs.loop import OnFault, repeat
from persistence.engine.database import Database
from persistence.evidence import upload_rows
from persistence.evidence.blobs import all_named_blobs, named_blobs
from persistence.ledgers import jobs as ledger_jobs
from persistence.storage import Store, StoredBlob

TIDY_EVERY = 60.0
LEFT_WITHIN = dt.timedelta(minutes=3)
"""The process that received the last byte has finished by then, or was killed."""
ORPHANED_WITHIN = dt.timedelta(days=1)
"""Files get their row a moment after they are written; what is younger is left alone."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoreDifferences:
    """Where store and database differ."""

    orphans: list[StoredBlob]
    """Files that no row names."""
    missing: list[bytes]
    """Hashes of files that rows name and the store has not."""
    stray: list[UUID]
    """Uploads that are over, of which parts are left."""


class EvidenceJobs:
    def __init__(
        self,
        database: Database,
        store: Store,
        finish: Callable[[UUID], Awaitable[None]],
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database, self._store, self._finish = database, store, finish
        self._clock = clock

    async def keep(self, on_fault: OnFault, *, every: float = TIDY_EVERY) -> None:
        """Finish, expire and clean up uploads until cancelled; a lasting fault is logged once."""
        await repeat(self._tidy, every=every, on_fault=on_fault, first_after=every)

    async def _tidy(self) -> None:
        await self.finish_left()
        await self.expire()
        await self.sweep()

    async def finish_left(self) -> int:
        """Finish what was whole when its process died; how many. Raises the first of what went
        wrong, when all had their turn."""
        async with self._database.writing() as session:
            left = await upload_rows.complete_but_unfinished(
                session, before=self._clock() - LEFT_WITHIN
            )
        faults: list[Exception] = []
        for upload_id in left:
            try:
                await self._finish(upload_id)
            except Refusal:
                # The slot records it; there is no client here to answer.
                continue
            except Exception as error:
                # The next one may be better off: no single file holds up the others.
                faults.append(error)
        if faults:
            raise faults[0]
        return len(left)

    async def expire(self) -> int:
        """End the uploads whose time is over, and forget what came of them; how many."""
        async with self._database.writing() as session:
            over = await upload_rows.end_expired(session, now=self._clock())
        for upload_id in over:
            await self._store.parts.drop(upload_id)
        return len(over)

    async def differences(self) -> StoreDifferences:
        """What differs now; nothing is changed."""
        before = self._clock() - ORPHANED_WITHIN
        kept = {each.sha256: each for each in await self._store.kept()}
        named = set()
        async with self._database.writing() as session:
            async for sha256 in all_named_blobs(session):
                named.add(sha256)
        orphans = [
            each
            for sha256, each in kept.items()
            if sha256 not in named and each.written_at < before
        ]
        # A file that came after the listing is not missing: the store is asked once more.
        missing = [
            each for each in sorted(named - kept.keys()) if await self._store.size(each) is None
        ]
        return StoreDifferences(orphans, missing, await self._stray(before))

    async def remove(self, found: StoreDifferences) -> int:
        """Remove orphans and parts that are left; how many files. A file that a row came to name
        meanwhile stays: no transaction can add a row for it while we hold the lock of its hash."""
        count = 0
        for orphan in found.orphans:
            async with self._database.writing() as session:
                await upload_rows.lock_hashes(session, [orphan.sha256])
                if await named_blobs(session, [orphan.sha256]):
                    continue
                await self._store.remove(orphan.sha256)
                count += 1
        for upload_id in found.stray:
            await self._store.parts.drop(upload_id)
        return count

    async def sweep(self) -> int:
        """Remove what processes that were killed left half made on the disk; how many files. Each may
        be as large as a film."""
        before = self._clock() - ORPHANED_WITHIN
        return await self._store.objects.run(lambda: self._store.sweep(before=before))

    async def _stray(self, before: dt.datetime) -> list[UUID]:
        uploads = await self._store.parts.uploads()
        old = [upload_id for upload_id, written_at in uploads.items() if written_at < before]
        stray: list[UUID] = []
        for start in range(0, len(old), _AT_ONCE):
            batch = old[start : start + _AT_ONCE]
            async with self._database.writing() as session:
                going_on = await upload_rows.under_way(session, batch)
                going_on |= await ledger_jobs.uploads_kept(session, batch)
            stray += [upload_id for upload_id in batch if upload_id not in going_on]
        return stray
