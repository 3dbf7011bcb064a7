"""Uploads over tus 1.0: created for a slot, resumed after any interruption, by any process."""

import asyncio
import datetime as dt
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from api.endpoint import Unauthenticated
from api.evidence import answers
from api.evidence.answers import (
    PROTOCOL,
    TUS,
    ContentTypeNotAccepted,
    HeaderInvalid,
    OffsetDiffers,
    ProtocolVersionUnknown,
    TooManyBytes,
    http_date,
)
from api.evidence.completion import UploadCompletion
from api.evidence.request_body import ALGORITHMS, Body, Interrupted, append, append_checked
from api.identity import SessionIdentity
from domain.actors import Actor
from domain.evidence.contents import SizeDiffers
from domain.evidence.declarations import refuse_unless_expected
from domain.evidence.quotas import MOST_BYTES
from domain.evidence.terms import EvidenceState
from domain.refusals import NotFound, Refusal
from persistence.engine.database import Database
from persistence.evidence import upload_rows
from persistence.evidence.addresses import Addresses
from persistence.evidence.arrivals import slot_for_upload
from persistence.evidence.table import Upload
from persistence.reading import ids
from persistence.reading.refused import ReadRefused
from persistence.storage import Store, StoreUnavailable

Endpoint = Callable[[Request], Awaitable[Response]]

ABILITIES = {
    **PROTOCOL,
    "tus-version": TUS,
    "tus-extension": "creation,creation-with-upload,checksum,termination,expiration",
    "tus-checksum-algorithm": ",".join(ALGORITHMS),
    "tus-max-size": str(max(MOST_BYTES.values())),
}
_OCTETS = "application/offset+octet-stream"
_CLIENT_GONE = 499
_WRITTEN_WITHIN = 10.0


class Uploads:
    """The endpoints. A client that may fill a slot creates its upload, by token or by the grant in
    the slot's address; from then on the upload's own address, which nobody can guess, is enough."""

    def __init__(
        self,
        database: Database,
        store: Store,
        addresses: Addresses,
        identity: SessionIdentity,
        finishing: UploadCompletion,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database, self._store, self._addresses = database, store, addresses
        self._identity, self._finishing, self._clock = identity, finishing, clock
        self._receiving: dict[UUID, set[asyncio.Task[int]]] = {}

    async def slot(self, request: Request) -> Response:
        """`/evidence/{evidence_id}/uploads`: OPTIONS and POST."""
        return await _dispatched(request, {"POST": self._create})

    async def upload(self, request: Request) -> Response:
        """`/evidence/uploads/{upload_id}`: OPTIONS, HEAD, PATCH, DELETE."""
        ways = {"HEAD": self._offset, "PATCH": self._append, "DELETE": self._terminate}
        return await _dispatched(request, ways)

    async def _create(self, request: Request) -> Response:
        length = _number(request, "upload-length")
        evidence_id = evidence_id_of(request)
        right = await self._right(request, evidence_id)
        now = self._clock()
        async with self._database.writing() as session:
            slot = await slot_for_upload(session, right, evidence_id)
            if length != slot.size:
                raise SizeDiffers(slot.size, length)
            upload, is_new = await upload_rows.begin(session, slot, now=now)
        headers = {**_about(upload), "location": f"/evidence/uploads/{upload.id}"}
        if request.headers.get("content-type") == _OCTETS:
            await self._interrupt(upload.id)
            start = 0 if is_new else await self._arrived(upload.id)
            offset = await self._take(request, upload, start, skip=start)
            headers["upload-offset"] = str(offset)
        return Response(status_code=201, headers=headers)

    async def _offset(self, request: Request) -> Response:
        upload, state = await self._found(request)
        # Nothing is left of a finished upload; a client that missed the last answer learns it here.
        is_received = upload.finished_at is not None and state is EvidenceState.RECEIVED
        await self._interrupt(upload.id)
        offset = upload.size if is_received else await self._arrived(upload.id)
        if upload.finished_at is not None and not is_received:
            raise NotFound
        if offset == upload.size and upload.finished_at is None:
            # A client that reads this sends nothing more: what remains to be done is for a job.
            async with self._database.writing() as session:
                await upload_rows.mark_whole(session, upload.id, now=self._clock())
        about = {"upload-offset": str(offset), "upload-length": str(upload.size)}
        return Response(status_code=200, headers={**_about(upload), **about})

    async def _append(self, request: Request) -> Response:
        if request.headers.get("content-type") != _OCTETS:
            raise ContentTypeNotAccepted
        claimed = _number(request, "upload-offset")
        upload, state = await self._found(request)
        refuse_unless_expected(state)
        if upload.finished_at is not None:
            raise NotFound
        if claimed != await self._arrived(upload.id):
            raise OffsetDiffers
        offset = await self._take(request, upload, claimed)
        headers = {**_about(upload), "upload-offset": str(offset)}
        return Response(status_code=204, headers=headers)

    async def _terminate(self, request: Request) -> Response:
        upload, _ = await self._found(request)
        if upload.finished_at is not None:
            raise NotFound
        async with self._database.writing() as session:
            await upload_rows.mark_finished(session, upload.id, now=self._clock())
        await self._interrupt(upload.id)
        await self._store.parts.drop(upload.id)
        return Response(status_code=204, headers=PROTOCOL)

    async def _take(self, request: Request, upload: Upload, start: int, *, skip: int = 0) -> int:
        """Take the body in, and finish what is whole then. No connection to the database is held
        while bytes come, however slowly they do."""
        most = upload.size - start + skip
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced[:18]) > most:
            raise TooManyBytes
        body = Body(request.receive, most)
        checksum = request.headers.get("upload-checksum")
        parts = self._store.parts
        if checksum is None:
            taking = append(body, parts, upload.id, start, skip=skip)
        elif skip:
            raise OffsetDiffers
        else:
            taking = append_checked(body, parts, upload.id, start, checksum)
        offset = await self._received(upload.id, taking)
        if offset == upload.size:
            await self._finishing.finish(upload.id, by=await self._sender(request))
        return offset

    async def _received(self, upload_id: UUID, taking: Coroutine[None, None, int]) -> int:
        """Raises Interrupted where somebody comes to go on with the upload."""
        task = asyncio.create_task(taking)
        others = self._receiving.setdefault(upload_id, set())
        others.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                raise
            raise Interrupted from None
        finally:
            others.discard(task)
            if not others:
                self._receiving.pop(upload_id, None)

    async def _interrupt(self, upload_id: UUID) -> None:
        """A client that asks how far an upload is has lost its connection, which may linger here
        for a minute: what has come over it is written now, and nothing more."""
        if tasks := set(self._receiving.get(upload_id, ())):
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=_WRITTEN_WITHIN)

    async def _arrived(self, upload_id: UUID) -> int:
        return sum(part.size for part in await self._store.parts.arrived(upload_id))

    async def _found(self, request: Request) -> tuple[Upload, EvidenceState]:
        try:
            upload_id = UUID(request.path_params["upload_id"])
        except ValueError:
            raise NotFound from None
        async with self._database.writing() as session:
            return await upload_rows.find(session, upload_id, now=self._clock())

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


async def _dispatched(request: Request, ways: Mapping[str, Endpoint]) -> Response:
    method = request.headers.get("x-http-method-override", request.method).upper()
    if method == "OPTIONS":
        return Response(status_code=204, headers=ABILITIES)
    if method not in ways:
        allowed = {"allow": ", ".join(("OPTIONS", *ways))}
        return Response(status_code=405, headers={**PROTOCOL, **allowed})
    try:
        if request.headers.get("tus-resumable") != TUS:
            raise ProtocolVersionUnknown
        return await ways[method](request)
    except Interrupted:
        # Nobody reads this; it stands in the log.
        return Response(status_code=_CLIENT_GONE, headers=PROTOCOL)
    except StoreUnavailable as error:
        return answers.unavailable(request, error)
    except Refusal as refused:
        return answers.refusal(request, refused)


def evidence_id_of(request: Request) -> UUID:
    """Raises NotFound for what is no id of evidence."""
    try:
        return ids.read("Evidence", request.path_params["evidence_id"])
    except ReadRefused:
        raise NotFound from None


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise HeaderInvalid
    return int(text)


def _about(upload: Upload) -> dict[str, str]:
    return {**PROTOCOL, "upload-expires": http_date(upload.expires_at)}
