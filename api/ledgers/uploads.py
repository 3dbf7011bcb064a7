"""Uploads of ledgers over tus 1.0: what was declared, at the address that declaring answered with."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from starlette.requests import Request

from api.identity import SessionIdentity
from api.ledgers.work import LedgerWork
from api.tus import TusUploads, UploadUnderWay
from domain.ledgers.jobs import MOST_BYTES, UPLOADED_WITHIN
from domain.ledgers.terms import LedgerJobState as S
from domain.refusals import NotFound
from persistence.engine.database import Database
from persistence.ledgers import jobs
from persistence.ledgers.addresses import UploadAddresses
from persistence.reading import ids
from persistence.reading.refused import ReadRefused

_NEVER_CAME = (S.DECLARED, S.FAILED, S.CANCELLED, S.EXPIRED)


class LedgerUploads(TusUploads):
    """`/ledgers/uploads/{job_id}`, for who has the grant or may see the job."""

    extensions = "checksum,termination,expiration"
    most_bytes = max(MOST_BYTES.values())

    def __init__(
        self,
        database: Database,
        addresses: UploadAddresses,
        identity: SessionIdentity,
        work: LedgerWork,
        clock: Callable[[], dt.datetime],
    ) -> None:
        super().__init__(work.store)
        self._database, self._addresses = database, addresses
        self._identity, self._work, self._clock = identity, work, clock

    async def _find(self, request: Request) -> UploadUnderWay:
        job_id = job_id_of(request)
        grant = request.query_params.get("grant")
        if grant is not None and not self._addresses.is_granted(job_id, grant):
            raise NotFound
        actor = None if grant is not None else await self._identity.identify(request.scope)
        async with self._database.writing() as session:
            if actor is None:
                job = await jobs.find(session, job_id)
            else:
                job = await jobs.claim(session, actor, job_id)
        expires_at = job.declared_at + UPLOADED_WITHIN
        is_over = job.state is not S.DECLARED
        if not is_over and expires_at <= self._clock():
            raise NotFound
        return UploadUnderWay(
            job.id, job.size, expires_at, is_over, is_received=job.state not in _NEVER_CAME
        )

    async def _is_whole(self, upload_id: UUID) -> None:
        await self._work.complete(upload_id)

    async def _finish(self, upload_id: UUID, request: Request) -> None:
        await self._work.complete(upload_id)

    async def _end(self, upload_id: UUID, request: Request) -> None:
        async with self._database.writing() as session:
            job = await jobs.lock(session, upload_id)
            if job.state is not S.DECLARED:
                raise NotFound
            jobs.move(session, job, "cancel", by=None, at=self._clock())


def job_id_of(request: Request) -> UUID:
    """Raises NotFound for what is no id of an uploaded ledger."""
    try:
        return ids.read("LedgerJob", request.path_params["job_id"])
    except ReadRefused:
        raise NotFound from None
