"""An upload that is whole becomes evidence: hashed, looked into, kept, and put on record."""

import asyncio
import datetime as dt
import hashlib
from collections.abc import Callable
from uuid import UUID

from api.evidence.content.sandbox import FileContent, Sandbox
from domain.evidence.arrivals import ReceivedFile
from domain.evidence.contents import BytesDiffer, ContentRefused
from domain.evidence.declarations import EvidenceNotExpected, refuse_unless_expected
from domain.evidence.terms import EvidenceState
from domain.refusals import NotFound
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.evidence import arrivals, upload_rows
from persistence.evidence.table import Evidence, Upload
from persistence.storage import Store, StoreUnavailable, Whole

AT_ONCE = 4
"""Files that are put together at the same time, whatever the number of uploads."""


class UploadCompletion:
    """Finishes uploads; one that was interrupted is finished by the next, from the beginning."""

    def __init__(
        self,
        database: Database,
        store: Store,
        keys: Keys,
        clock: Callable[[], dt.datetime],
        looking: Sandbox | None = None,
    ) -> None:
        self._database, self._store, self._keys, self._clock = database, store, keys, clock
        self._looking = looking or Sandbox()
        self.turns = asyncio.Semaphore(AT_ONCE)

    async def finish(self, upload_id: UUID, *, by: UUID | None = None) -> None:
        """Raises BytesDiffer or ContentRefused for what came, EvidenceNotExpected for a slot that
        was withdrawn meanwhile, NotFound for an upload that was ended or has expired,
        StoreUnavailable for what may be tried again."""
        # Before the turn, which may be long in coming: a process that is killed until then leaves
        # an upload that a job finishes.
        async with self._database.writing() as session:
            await upload_rows.mark_whole(session, upload_id, now=self._clock())
        async with self.turns:
            if (unfinished := await self._unfinished(upload_id)) is None:
                return
            upload, slot = unfinished
            try:
                refuse_unless_expected(slot.state)
                await self._finish(upload, slot, by)
            except EvidenceNotExpected:
                # Withdrawn: it is no longer expected.
                await self._end(upload)
                raise
            except FileNotFoundError:
                if not await self._is_received(slot.id):
                    raise NotFound from None
            except BytesDiffer:
                if not await self._is_received(slot.id):
                    raise

    async def take_in(self, evidence_id: UUID, data: bytes, media_type: str, *, by: UUID) -> None:
        """What `finish` does with an upload, for bytes that came in no request. Raises ContentRefused."""
        path = self._store.room / f"{evidence_id}.bytes"
        await self._store.objects.run(lambda: path.write_bytes(data))
        try:
            found = await self._looking.look(path, media_type)
            whole = Whole(path, hashlib.sha256(data).digest(), len(data))
            await self._keep(evidence_id, by, whole, found)
        finally:
            await self._store.objects.run(lambda: path.unlink(missing_ok=True))

    async def _unfinished(self, upload_id: UUID) -> tuple[Upload, Evidence] | None:
        """The upload and its slot, None where the slot was filled meanwhile. Raises NotFound for an
        upload that was ended or has expired, and drops what came of it since."""
        try:
            async with self._database.writing() as session:
                upload, state = await upload_rows.find(session, upload_id, now=self._clock())
                slot = await session.get_one(Evidence, upload.evidence_id)
            if upload.finished_at is None:
                return upload, slot
            if state is not EvidenceState.RECEIVED:
                raise NotFound
        except NotFound:
            await self._store.parts.drop(upload_id)
            raise
        return None

    async def _is_received(self, evidence_id: UUID) -> bool:
        """Whether another process finished the upload and removed its parts while we read them."""
        async with self._database.writing() as session:
            slot = await session.get_one(Evidence, evidence_id)
            return slot.state is EvidenceState.RECEIVED

    async def _finish(self, upload: Upload, slot: Evidence, by: UUID | None) -> None:
        whole = await self._store.parts.whole(upload.id)
        try:
            if (whole.sha256, whole.size) != (slot.sha256, slot.size):
                await self._end(upload)
                raise BytesDiffer(whole.sha256.hex())
            try:
                found = await self._looking.look(whole.path, slot.media_type)
            except ContentRefused as refusal:
                async with self._database.writing() as session:
                    await arrivals.refused(
                        session, evidence_id=slot.id, by=by, now=self._clock(), code=refusal.code
                    )
                await self._end(upload)
                raise
            await self._keep(slot.id, by, whole, found, upload)
        finally:
            await self._store.objects.run(lambda: whole.path.unlink(missing_ok=True))
        await self._store.parts.drop(upload.id)

    async def _keep(
        self,
        evidence_id: UUID,
        by: UUID | None,
        whole: Whole,
        found: FileContent,
        upload: Upload | None = None,
    ) -> None:
        """Files first, then the row that names them: what no row names is an orphan for a job, but
        a row never names what is not there."""
        copies = [copy for copy in (found.picture, found.thumbnail) if copy is not None]
        kept = [await self._store.keep_bytes(copy) for copy in copies]
        await self._store.keep(whole.sha256, whole.path)
        arrival = ReceivedFile(
            whole.sha256, whole.size, found.media_type, found.width, found.height, *kept
        )
        async with self._database.writing() as session:
            hashes = [whole.sha256, *kept]
            await upload_rows.lock_hashes(session, hashes)
            for sha256 in hashes:
                if await self._store.size(sha256) is None:
                    # The job that removes orphans took it for one, just before we held it.
                    raise StoreUnavailable("removed meanwhile")
            now = self._clock()
            await arrivals.arrived(
                session, self._keys, evidence_id=evidence_id, by=by, now=now, arrival=arrival
            )
            if upload is not None:
                await upload_rows.mark_finished(session, upload.id, now=now)

    async def _end(self, upload: Upload) -> None:
        """Nothing of it is of use any more."""
        async with self._database.writing() as session:
            await upload_rows.mark_finished(session, upload.id, now=self._clock())
        await self._store.parts.drop(upload.id)
