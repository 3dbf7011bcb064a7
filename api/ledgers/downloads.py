"""What can be downloaded: rejected rows, the register as a ledger, and empty ledgers that explain themselves."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.endpoint import Unauthenticated
from api.evidence import answers
from api.evidence.answers import UploadRefused
from api.identity import SessionIdentity
from api.ledgers.process import ChildProcesses
from api.ledgers.uploads import job_id_of
from domain.actors import Actor
from domain.ledgers.jobs import NEEDED_TO_EXPORT
from domain.ledgers.terms import LedgerKind
from domain.refusals import NotFound, Refusal
from ledgers import templates
from ledgers.export import EVERYWHERE
from ledgers.layouts import LAYOUTS, Layout
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.ledgers import jobs
from persistence.storage import Store, StoreUnavailable

MOST_EXPORTS = 2
"""At once in a server; one of each account."""
_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}
_PRIVATE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-robots-tag": "noindex",
}
_REGION = re.compile(r"[0-9]{6}")
ROWS = "x-ledger-rows"
"""How many rows of the register an export has: it is streamed, and has no length."""


class ExportUnderWay(
    UploadRefused,
    zh="已有导出正在进行，请等其完成后再试。",
    en="An export is under way. Try again when it has finished.",
):
    status = 503


@dataclass(slots=True)
class LedgerDownloads:
    database: Database
    store: Store
    identity: SessionIdentity
    processes: ChildProcesses
    _exporting: set[UUID] = field(default_factory=set)

    async def rejected(self, request: Request) -> Response:
        """`/ledgers/jobs/{job_id}/rejected`: for those who see the job."""
        try:
            return await self._rejected(request)
        except StoreUnavailable as error:
            return answers.unavailable(request, error)
        except Refusal as refused:
            return answers.refusal(request, refused)

    async def export(self, request: Request) -> Response:
        """`/ledgers/exports/{ledger}`, `institutions.xlsx` and the like; `?region=` bounds it."""
        try:
            return await self._export(request)
        except Refusal as refused:
            return answers.refusal(request, refused)

    async def template(self, request: Request) -> Response:
        """`/ledgers/templates/{ledger}`: for everyone, nothing of the register is in it."""
        try:
            layout, ending = _named(request)
        except NotFound as refused:
            return answers.refusal(request, refused)
        content = await asyncio.to_thread(_template, layout, ending)
        name = f"{layout.zh}模板{ending}"
        return Response(content, headers={**_PRIVATE, **_about(name, f"{layout.name}{ending}")})

    async def _rejected(self, request: Request) -> Response:
        job_id, actor = job_id_of(request), await self._signed_in(request)
        async with self.database.writing() as session:
            job = await jobs.claim(session, actor, job_id)
            if job.rejected_key is None:
                raise NotFound
            audit.record(
                session,
                "ledger.rejected_rows_downloaded",
                by=actor.account_id,
                on=job.id,
                request_id=request.state.request_id,
            )
        parts = await self.store.parts.arrived(job.rejected_key)
        given = PurePath(job.file_name)
        ending = given.suffix.lower()
        about = _about(f"{given.stem}.rejected{ending}", f"rejected{ending}")
        length = str(sum(part.size for part in parts))
        return StreamingResponse(
            self.store.parts.stream(parts), headers={**_PRIVATE, **about, "content-length": length}
        )

    async def _export(self, request: Request) -> Response:
        layout, ending = _named(request)
        region = request.query_params.get("region") or None
        if region is not None and (layout.name in EVERYWHERE or not _REGION.fullmatch(region)):
            raise NotFound
        actor = await self._signed_in(request)
        actor.needs(NEEDED_TO_EXPORT[LedgerKind[layout.name.upper()]])
        assert actor.account_id is not None
        account_id = actor.account_id
        if account_id in self._exporting or len(self._exporting) >= MOST_EXPORTS:
            raise ExportUnderWay
        self._exporting.add(account_id)
        stack = AsyncExitStack()
        stack.callback(self._exporting.discard, account_id)
        try:
            export = self.processes.export(
                layout.name, ending, account_id=account_id, region_code=region
            )
            count, pieces = await stack.enter_async_context(export)
        except BaseException:
            await stack.aclose()
            raise
        name = f"{layout.zh}{ending}"
        headers = {**_PRIVATE, **_about(name, f"{layout.name}{ending}"), ROWS: str(count)}
        return StreamingResponse(_closing(stack, pieces), headers=headers)

    async def _signed_in(self, request: Request) -> Actor:
        actor = await self.identity.identify(request.scope)
        if actor.is_anonymous:
            raise Unauthenticated
        return actor


async def _closing(stack: AsyncExitStack, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The process ends with the answer, also where the client is gone before."""
    async with stack:
        async for piece in pieces:
            yield piece


def _named(request: Request) -> tuple[Layout, str]:
    name = PurePath(request.path_params["ledger"])
    if name.suffix not in _TYPES or name.stem not in LAYOUTS:
        raise NotFound
    return LAYOUTS[name.stem], name.suffix


def _template(layout: Layout, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"template{ending}"
        templates.write(layout, path)
        return path.read_bytes()


def _about(name: str, plain: str) -> dict[str, str]:
    return {
        "content-type": _TYPES[PurePath(plain).suffix],
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "x-content-type-options": "nosniff",
    }
