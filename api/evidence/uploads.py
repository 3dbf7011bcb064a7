"""Uploads of evidence over tus 1.0: created for a slot, resumed after any interruption, by any process."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from api.endpoint import Unauthenticated
from api.evidence.completion import UploadCompletion
from api.identity import SessionIdentity
from api.tus import OCTETS, TusUploads, UploadUnderWay, about_upload, number_of
from domain.actors import Actor
from domain.evidence.contents import SizeDiffers
from domain.evidence.declarations import EvidenceNotExpected, refuse_unless_expected
from domain.evidence.quotas import MOST_BYTES
from domain.evidence.terms import EvidenceState
from domain.refusals import NotFound
from persistence.engine.database import Database
from persistence.evidence import upload_rows
from persistence.evidence.addresses import Addresses
from persistence.evidence.arrivals import slot_for_upload
from persistence.reading import ids
from persistence.reading.refused import ReadRefused
from persistence.storage import Store


class Uploads(TusUploads):
    """The endpoints. A client that may fill a slot creates its upload, by token or by the grant in
    the slot's address; from then on the upload's own address, which nobody can guess, is enough."""

    extensions = "creation,creation-with-upload,checksum,termination,expiration"
    most_bytes = max(MOST_BYTES.values())

    def __init__(
        self,
        database: Database,
        store: Store,
        addresses: Addresses,
        identity: SessionIdentity,
        finishing: UploadCompletion,
        clock: Callable[[], dt.datetime],
    ) -> None:
        super().__init__(store)
        self._database, self._addresses = database, addresses
        self._identity, self._finishing, self._clock = identity, finishing, clock

    async def slot(self, request: Request) -> Response:
        """`/evidence/{evidence_id}/uploads`: OPTIONS and POST."""
        return await self._dispatched(request, {"POST": self._create})

    async def _create(self, request: Request) -> Response:
        length = number_of(request, "upload-length")
        evidence_id = evidence_id_of(request)
        right = await self._right(request, evidence_id)
        now = self._clock()
        async with self._database.writing() as session:
            slot = await slot_for_upload(session, right, evidence_id)
            if length != slot.size:
                raise SizeDiffers(slot.size, length)
            upload, is_new = await upload_rows.begin(session, slot, now=now)
        headers = {
            **about_upload(upload.expires_at),
            "location": f"/evidence/uploads/{upload.id}",
        }
        if request.headers.get("content-type") == OCTETS:
            await self._interrupt(upload.id)
            start = 0 if is_new else await self._arrived(upload.id)
            offset = await self._take(request, upload.id, upload.size, start, skip=start)
            headers["upload-offset"] = str(offset)
        return Response(status_code=201, headers=headers)

    async def _find(self, request: Request) -> UploadUnderWay:
        try:
            upload_id = UUID(request.path_params["upload_id"])
        except ValueError:
            raise NotFound from None
        async with self._database.writing() as session:
            upload, state = await upload_rows.find(session, upload_id, now=self._clock())
        is_over = upload.finished_at is not None
        is_received = is_over and state is EvidenceState.RECEIVED
        return UploadUnderWay(
            upload.id, upload.size, upload.expires_at, is_over, is_received, _refusal(state)
        )

    async def _is_whole(self, upload_id: UUID) -> None:
        # A client that reads this sends nothing more: what remains to be done is for a job.
        async with self._database.writing() as session:
            await upload_rows.mark_whole(session, upload_id, now=self._clock())

    async def _finish(self, upload_id: UUID, request: Request) -> None:
        await self._finishing.finish(upload_id, by=await self._sender(request))

    async def _end(self, upload_id: UUID, request: Request) -> None:
        async with self._database.writing() as session:
            await upload_rows.mark_finished(session, upload_id, now=self._clock())

    async def _right(self, request: Request, evidence_id: UUID) -> Actor | None:
        """Whose right to the slot is asked for; None where the address carries the slot's grant."""
        grant = request.query_params.get("grant")
        if grant is None:
            return await self._identity.identify(request.scope)
        if not self._addresses.is_granted(evidence_id, grant):
            raise NotFound
        return None

    async def _sender(self, request: Request) -> UUID | None:
        """Whose account it is, for the record only: a token that has died stops no upload."""
        try:
            return (await self._identity.identify(request.scope)).account_id
        except Unauthenticated:
            return None


def evidence_id_of(request: Request) -> UUID:
    """Raises NotFound for what is no id of evidence."""
    try:
        return ids.read("Evidence", request.path_params["evidence_id"])
    except ReadRefused:
        raise NotFound from None


def _refusal(state: EvidenceState) -> EvidenceNotExpected | None:
    try:
        refuse_unless_expected(state)
    except EvidenceNotExpected as refusal:
        return refusal
    return None
