"""Evidence looked at: who may see it is asked again at every request, whatever the address says."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import cast
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api import etags
from api.evidence import answers
from api.evidence.answers import FileMissing
from api.evidence.uploads import evidence_id_of
from api.identity import SessionIdentity
from domain import actors
from domain.actors import Actor
from domain.refusals import NotFound, Refusal
from persistence.accounts import writes as accounts
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.evidence.addresses import Addresses, AddressInvalid, Variant
from persistence.evidence.downloads import Visible, original_downloaded, visible_evidence
from persistence.reading import ids
from persistence.storage import Store, StoreUnavailable

_NOTHING_RUNS = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
)
_SAFE = {
    "content-security-policy": _NOTHING_RUNS,
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    # Kept by the one who looked, and asked for again each time: a right that is lost is lost.
    "cache-control": "private, no-cache",
    "vary": "authorization",
    "accept-ranges": "bytes",
}
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/3gpp": "3gp",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/flac": "flac",
    "audio/webm": "webm",
    "application/pdf": "pdf",
}


class EvidenceDownload:
    """`/evidence/{evidence_id}/{variant}`: GET and HEAD."""

    def __init__(
        self,
        database: Database,
        store: Store,
        addresses: Addresses,
        identity: SessionIdentity,
        keys: Keys,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database, self._store, self._addresses = database, store, addresses
        self._identity, self._keys, self._clock = identity, keys, clock

    async def look(self, request: Request) -> Response:
        try:
            return await self._look(request)
        except StoreUnavailable as error:
            return answers.unavailable(request, error)
        except Refusal as refused:
            return answers.refusal(request, refused)

    async def _look(self, request: Request) -> Response:
        evidence_id = evidence_id_of(request)
        variant = cast(Variant, request.url.path.rpartition("/")[2])
        actor = await self._actor(request, evidence_id, variant)
        async with self._database.writing() as session:
            visible = await visible_evidence(session, actor, evidence_id)
        sha256 = _file(visible, variant)
        size = await self._store.size(sha256)
        if size is None:
            raise FileMissing
        headers = {**_SAFE, **_about(visible, variant), "etag": f'"{sha256.hex()}"'}
        if etags.is_held(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(status_code=304, headers=headers)
        span = _span(request, headers["etag"], size)
        if span is None:
            return Response(status_code=416, headers={**_SAFE, "content-range": f"bytes */{size}"})
        if variant == "original" and request.method == "GET":
            async with self._database.writing() as session:
                await original_downloaded(
                    session,
                    evidence_id=evidence_id,
                    by=actor.account_id,
                    request_id=request.state.request_id,
                )
        start, end = span
        headers["content-length"] = str(end - start)
        status = 200
        if end - start != size:
            status, headers["content-range"] = 206, f"bytes {start}-{end - 1}/{size}"
        if request.method == "HEAD":
            return Response(status_code=status, headers=headers)
        return StreamingResponse(self._store.stream(sha256, start, end), status, headers)

    async def _actor(self, request: Request, evidence_id: UUID, variant: Variant) -> Actor:
        """The actor the signature names, else that of the token, else the anonymous one."""
        signature = request.query_params.get("signature")
        if signature is None:
            return await self._identity.identify(request.scope)
        try:
            bearer = self._addresses.bearer(evidence_id, variant, signature, now=self._clock())
        except AddressInvalid:
            raise answers.AddressUnusable from None
        if bearer.account_id is None:
            return Actor(None, receipt_digest=bearer.receipt_digest)
        async with self._database.writing() as session:
            found = await accounts.signed_in(session, bearer.account_id, self._keys)
        return found or actors.ANONYMOUS


def _file(visible: Visible, variant: Variant) -> bytes:
    """The hash of what may be looked at. Raises NotFound."""
    original = visible.sha256 if visible.is_received and visible.may_see_original else None
    sha256 = {
        "original": original,
        "picture": visible.derivative_sha256,
        "thumbnail": visible.thumbnail_sha256,
    }[variant]
    if sha256 is None:
        raise NotFound
    return sha256


def _about(visible: Visible, variant: Variant) -> dict[str, str]:
    """Originals are downloaded, never shown: only what we made ourselves is opened by a browser."""
    name = ids.write("Evidence", visible.evidence_id)
    if variant != "original":
        return {
            "content-type": "image/jpeg",
            "content-disposition": f'inline; filename="{name}-{variant}.jpg"',
        }
    ending = _ENDINGS[visible.media_type]
    plain = f"{name}.{ending}"
    given = _disposition(visible.file_name, ending)
    given = f"; filename*=UTF-8''{quote(given, safe='')}" if given else ""
    return {
        "content-type": visible.media_type,
        "content-disposition": f'attachment; filename="{plain}"{given}',
    }


def _disposition(file_name: str | None, ending: str) -> str:
    """The name it was declared with, as one may save it under: no folder, nothing that turns the
    writing round, and an ending that opens it as what it is."""
    last = re.split(r"[/\\:]", file_name or "")[-1]
    printable = "".join(each for each in last if not unicodedata.category(each).startswith("C"))
    stem = printable.strip(" .")
    return stem if not stem or stem.lower().endswith(f".{ending}") else f"{stem}.{ending}"


def _span(request: Request, etag: str, size: int) -> tuple[int, int] | None:
    """The bytes asked for, from and until before; None where there are none such (RFC 9110, 14).

    Several ranges at once, and units other than bytes, get the whole.
    """
    header = request.headers.get("range", "")
    match = re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", header.strip())
    if match is None or match[0] == "bytes=-" or request.headers.get("if-range", etag) != etag:
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    start = int(first)
    end = min(size, int(last) + 1) if last else size
    return (start, end) if start < end else None
