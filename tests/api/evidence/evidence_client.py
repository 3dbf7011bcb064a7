"""A phone and a browser for evidence: slots declared, bytes sent over tus, files looked at."""

import datetime as dt
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa
from starlette.applications import Starlette

from api.evidence import routes
from api.evidence.completion import UploadCompletion
from api.evidence.content.sandbox import Sandbox
from api.logs import RequestLog
from api.requests import RequestId
from jobs.uploads import EvidenceJobs
from persistence.accounts import sessions
from persistence.accounts.sessions import Lifetimes
from persistence.accounts.table import Account
from persistence.evidence.addresses import Addresses
from persistence.storage import Store
from tests.client import Client
from tests.people import Person, mei
from tests.schema.evidence import evidence_steps

TUS = {"tus-resumable": "1.0.0"}
OCTETS = {**TUS, "content-type": "application/offset+octet-stream"}
KINDS = {"image": "PHOTO", "video": "VIDEO", "audio": "AUDIO", "application": "DOCUMENT"}


class EvidenceClient:
    def __init__(self, ask: Client, store: Store, looking: Sandbox) -> None:
        self.ask, self.store = ask, store
        self.addresses = Addresses(ask.keys)
        self.finishing = UploadCompletion(ask.database, store, ask.keys, ask.clock, looking)
        self.jobs = EvidenceJobs(ask.database, store, self.finishing.finish, ask.clock)
        assert ask.sessions is not None
        listed = routes.routes(
            ask.database, store, ask.keys, ask.sessions, self.finishing, ask.clock
        )
        self.app = RequestId(RequestLog(Starlette(routes=listed)))
        transport = httpx2.ASGITransport(self.app, client=("192.0.2.7", 50_000))
        self.http = httpx2.AsyncClient(transport=transport, base_url="http://testserver")

    async def token(self, person: Person) -> dict[str, str]:
        """The header of a session that has just begun, by the tests' clock."""
        now = self.ask.clock.now
        lives = Lifetimes(now, dt.timedelta(days=30), dt.timedelta(days=90))
        async with self.ask.database.writing() as session:
            account = sa.update(Account).where(Account.id == person.id)
            await session.execute(account.values(sessions_valid_from=now))
            begun, _ = await sessions.begin(
                session, person.id, "test", keys=self.ask.keys, lives=lives
            )
        assert self.ask.sessions is not None
        token, _ = self.ask.sessions.access_token(person.id, begun)
        return {"authorization": f"Bearer {token}"}

    async def slot(
        self, owner: str, content: bytes, media_type: str = "image/jpeg", *, by: Person = mei
    ) -> dict[str, Any]:
        """A slot that awaits these bytes: its id, and its uploadUrl."""
        kind = KINDS[media_type.partition("/")[0]]
        facts = {"kind": kind, "mediaType": media_type}
        payload = await evidence_steps.declare(
            self.ask, owner, evidence_steps.slot(content or b"x", **facts), by=by
        )
        slot: dict[str, Any] = payload["slots"][0]
        return slot

    async def create(self, slot: dict[str, Any], length: int, **headers: str) -> httpx2.Response:
        about = {**TUS, "upload-length": str(length), **headers}
        return await self.http.post(slot["uploadUrl"], headers=about)

    async def created(self, slot: dict[str, Any], length: int) -> str:
        answer = await self.create(slot, length)
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"])

    async def offset(self, location: str) -> int:
        answer = await self.http.head(location, headers=TUS)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["upload-offset"])

    async def patch(
        self, location: str, offset: int, content: Any, **headers: str
    ) -> httpx2.Response:
        about = {**OCTETS, "upload-offset": str(offset), **headers}
        return await self.http.patch(location, content=content, headers=about)

    async def cut(self, location: str, offset: int, content: bytes) -> None:
        """Send these bytes of more, and be gone."""
        headers = {**OCTETS, "upload-offset": str(offset)}
        scope = {
            "type": "http",
            "method": "PATCH",
            "path": location,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        pieces = [piece async for piece in in_pieces(content)]

        async def receive() -> Any:
            if not pieces:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": pieces.pop(0), "more_body": True}

        async def send(message: Any) -> None:
            """Nobody listens any more."""

        await self.app(scope, receive, send)

    async def sent(
        self, owner: str, content: bytes, media_type: str = "image/jpeg", *, by: Person = mei
    ) -> str:
        """The id of evidence that has arrived."""
        slot = await self.slot(owner, content, media_type, by=by)
        about = {**OCTETS, "upload-length": str(len(content))}
        answer = await self.http.post(slot["uploadUrl"], content=content, headers=about)
        assert answer.status_code == 201, answer.text
        return str(slot["id"])

    async def state(self, evidence_id: str) -> tuple[str, str | None]:
        """The state of a slot, and the code of the refusal its bytes met."""
        query = "select state, refusal from evidence where id = $1"
        async with self.ask.database.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            row = await raw.driver_connection.fetchrow(query, evidence_id.partition("_")[2])
            return row["state"], row["refusal"]

    def date_files(self) -> None:
        """Date what the store holds by the tests' clock: the disk dated it by the machine's."""
        now = self.ask.clock.now.timestamp()
        for folder, inner, names in os.walk(self.store.room.parent):
            for name in (*inner, *names):
                os.utime(Path(folder) / name, (now, now))

    def files(self) -> dict[str, bytes]:
        """Everything that the store's folder holds, by path."""
        prepared = self.store.room.parent
        found = [Path(folder) / name for folder, _, names in os.walk(prepared) for name in names]
        return {str(path.relative_to(prepared)): path.read_bytes() for path in found}


def code(answer: httpx2.Response) -> str:
    errors = answer.json()["errors"]
    assert [set(error) for error in errors] == [{"message", "extensions"}]
    return str(errors[0]["extensions"]["code"])


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def in_pieces(content: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
