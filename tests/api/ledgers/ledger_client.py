"""An office's browser for ledgers: declared, uploaded in parts, judged, imported, downloaded."""

import hashlib
from functools import partial
from typing import Any

import httpx2
from starlette.applications import Starlette

from api.ledgers import routes
from api.ledgers.work import CarryOut, LedgerWork
from api.logs import RequestLog
from api.requests import RequestId
from ledgers.runs import carry_out
from persistence.storage import Store
from tests.api.evidence.evidence_client import OCTETS, TUS, EvidenceClient
from tests.client import Client
from tests.people import Person, rui

JOB = """state newCount changedCount unchangedCount rejectedCount doneCount totalCount uncheckedCount
  failureCode failureZh failureEn rejectedUrl fileName
  rows(first: 100) { nodes { sheet line label outcome changed refusals { heading zh en } } }"""


class LedgerClient:
    def __init__(self, ask: Client, store: Store, *, done_by: CarryOut | None = None) -> None:
        self.ask, self.store = ask, store
        self.work = self.worker(done_by)
        assert ask.sessions is not None
        listed = routes.routes(ask.database, ask.keys, ask.sessions, self.work, ask.clock)
        self.app = RequestId(RequestLog(Starlette(routes=listed)))
        transport = httpx2.ASGITransport(self.app, client=("192.0.2.7", 50_000))
        self.http = httpx2.AsyncClient(transport=transport, base_url="http://testserver")
        self.faults: list[Exception] = []

    def worker(self, done_by: CarryOut | None = None) -> LedgerWork:
        """Another server's, which carries out in this process what a child does there."""
        here = partial(carry_out, self.ask.database, self.ask.keys)
        return LedgerWork(
            self.ask.database, self.store, done_by or here, self.ask.clock, renew_every=0.05
        )

    async def token(self, person: Person) -> dict[str, str]:
        return await EvidenceClient.token(self, person)  # type: ignore[arg-type]  # the same

    async def declare(
        self,
        content: bytes,
        name: str = "ledger.csv",
        *,
        kind: str = "INSTITUTIONS",
        by: Person = rui,
        **facts: Any,
    ) -> dict[str, Any]:
        given = {
            "kind": kind,
            "fileName": name,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        shows = "... on LedgerDeclared { uploadUrl job { id state } }"
        return await self.ask.do("declareLedger", {**given, **facts}, shows, by=by)

    async def patch(self, url: str, offset: int, content: bytes) -> httpx2.Response:
        about = {**OCTETS, "upload-offset": str(offset)}
        return await self.http.patch(url, content=content, headers=about)

    async def head(self, url: str) -> httpx2.Response:
        return await self.http.head(url, headers=TUS)

    async def uploaded(
        self,
        content: bytes,
        name: str = "ledger.csv",
        *,
        kind: str = "INSTITUTIONS",
        by: Person = rui,
    ) -> str:
        """The id of a job whose file has arrived."""
        declared = await self.declare(content, name, kind=kind, by=by)
        answer = await self.patch(declared["uploadUrl"], 0, content)
        assert answer.status_code == 204, answer.text
        return str(declared["job"]["id"])

    async def checked(
        self,
        content: bytes,
        name: str = "ledger.csv",
        *,
        kind: str = "INSTITUTIONS",
        by: Person = rui,
    ) -> dict[str, Any]:
        """The job after its dry run."""
        job_id = await self.uploaded(content, name, kind=kind, by=by)
        await self.worked()
        return await self.job(job_id, by=by)

    async def applied(self, job_id: str, *, by: Person = rui) -> dict[str, Any]:
        payload = await self.apply(job_id, by=by)
        assert payload["__typename"] == "LedgerApplied", payload
        await self.worked()
        return await self.job(job_id, by=by)

    async def worked(self) -> None:
        while await self.work.work_once(self.faults.append):
            pass
        assert not self.faults, self.faults

    async def apply(self, job_id: str, *, by: Person = rui) -> dict[str, Any]:
        return await self._on("applyLedger", job_id, by)

    async def cancel(self, job_id: str, *, by: Person = rui) -> dict[str, Any]:
        return await self._on("cancelLedger", job_id, by)

    async def job(self, job_id: str, *, by: Person = rui) -> dict[str, Any]:
        document = f"query J($id: ID!) {{ ledgerJob(id: $id) {{ id {JOB} }} }}"
        data = await self.ask(document, {"id": job_id}, by=by)
        job: dict[str, Any] = data["ledgerJob"]
        return job

    async def get(self, path: str, *, by: Person | None = rui) -> httpx2.Response:
        headers = await self.token(by) if by else {}
        return await self.http.get(path, headers=headers)

    async def _on(self, mutation: str, job_id: str, by: Person) -> dict[str, Any]:
        return await self.ask.do(mutation, {"jobId": job_id}, by=by)
