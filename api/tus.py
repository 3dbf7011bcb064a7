"""Uploads over tus 1.0, whatever is uploaded: resumed after any interruption, by any process.

How far an upload has come is what the store holds of it. Who may continue one, and what becomes of it
when it is whole, is for those who inherit.
"""

import asyncio
import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

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
from api.evidence.request_body import ALGORITHMS, Body, Interrupted, append, append_checked
from domain.refusals import NotFound, Refusal
from persistence.storage import Store, StoreUnavailable

Endpoint = Callable[[Request], Awaitable[Response]]

OCTETS = "application/offset+octet-stream"
_CLIENT_GONE = 499
_WRITTEN_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class UploadUnderWay:
    """An upload: `is_over` when it takes no more bytes, `is_received` when all that was to come was
    taken. `refusal` is what another byte is answered with."""

    id: UUID
    size: int
    expires_at: dt.datetime
    is_over: bool
    is_received: bool
    refusal: Refusal | None = None


class TusUploads(ABC):
    """The endpoint of an upload: OPTIONS, HEAD, PATCH, DELETE."""

    extensions: ClassVar[str]
    most_bytes: ClassVar[int]

    def __init__(self, store: Store) -> None:
        self._store = store
        self._receiving: dict[UUID, set[asyncio.Task[int]]] = {}

    @abstractmethod
    async def _find(self, request: Request) -> UploadUnderWay:
        """The upload of this address. Raises NotFound for none, and for one whose time is over."""

    @abstractmethod
    async def _is_whole(self, upload_id: UUID) -> None:
        """All bytes are there, and nobody sends more."""

    @abstractmethod
    async def _finish(self, upload_id: UUID, request: Request) -> None:
        """All bytes are there: take them. Raises what they are refused for."""

    @abstractmethod
    async def _end(self, upload_id: UUID, request: Request) -> None:
        """The client gives it up."""

    async def upload(self, request: Request) -> Response:
        ways = {"HEAD": self._offset, "PATCH": self._append, "DELETE": self._terminate}
        return await self._dispatched(request, ways)

    async def _offset(self, request: Request) -> Response:
        upload = await self._find(request)
        # Nothing is left of a finished upload; a client that missed the last answer learns it here.
        await self._interrupt(upload.id)
        offset = upload.size if upload.is_received else await self._arrived(upload.id)
        if upload.is_over and not upload.is_received:
            raise NotFound
        if offset == upload.size and not upload.is_over:
            await self._is_whole(upload.id)
        about = {"upload-offset": str(offset), "upload-length": str(upload.size)}
        return Response(status_code=200, headers={**about_upload(upload.expires_at), **about})

    async def _append(self, request: Request) -> Response:
        if request.headers.get("content-type") != OCTETS:
            raise ContentTypeNotAccepted
        claimed = number_of(request, "upload-offset")
        upload = await self._find(request)
        if upload.refusal is not None:
            raise upload.refusal
        if upload.is_over:
            raise NotFound
        if claimed != await self._arrived(upload.id):
            raise OffsetDiffers
        offset = await self._take(request, upload.id, upload.size, claimed)
        headers = {**about_upload(upload.expires_at), "upload-offset": str(offset)}
        return Response(status_code=204, headers=headers)

    async def _terminate(self, request: Request) -> Response:
        upload = await self._find(request)
        if upload.is_over:
            raise NotFound
        await self._end(upload.id, request)
        await self._interrupt(upload.id)
        await self._store.parts.drop(upload.id)
        return Response(status_code=204, headers=PROTOCOL)

    async def _take(
        self, request: Request, upload_id: UUID, size: int, start: int, *, skip: int = 0
    ) -> int:
        """Take the body in, and finish what is whole then. No connection to the database is held
        while bytes come, however slowly they do."""
        most = size - start + skip
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced[:18]) > most:
            raise TooManyBytes
        body = Body(request.receive, most)
        checksum = request.headers.get("upload-checksum")
        parts = self._store.parts
        if checksum is None:
            taking = append(body, parts, upload_id, start, skip=skip)
        elif skip:
            raise OffsetDiffers
        else:
            taking = append_checked(body, parts, upload_id, start, checksum)
        offset = await self._received(upload_id, taking)
        if offset == size:
            await self._finish(upload_id, request)
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

    async def _dispatched(self, request: Request, ways: Mapping[str, Endpoint]) -> Response:
        method = request.headers.get("x-http-method-override", request.method).upper()
        if method == "OPTIONS":
            return Response(status_code=204, headers=self._abilities())
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

    def _abilities(self) -> dict[str, str]:
        return {
            **PROTOCOL,
            "tus-version": TUS,
            "tus-extension": self.extensions,
            "tus-checksum-algorithm": ",".join(ALGORITHMS),
            "tus-max-size": str(self.most_bytes),
        }


def number_of(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise HeaderInvalid
    return int(text)


def about_upload(expires_at: dt.datetime) -> dict[str, str]:
    return {**PROTOCOL, "upload-expires": http_date(expires_at)}
