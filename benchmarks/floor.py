"""The floor: hand-written SQL that gives the same JSON, behind as little as there can be.

Each statement is prepared once on each of eight connections, which keep their plans or plan for each
value; the answer is sent as PostgreSQL writes it. Once behind nothing but ASGI, once behind Starlette.
Below `/constant/N` so many bytes are answered without any statement.

`python -m benchmarks.floor PORT DATABASE_URL`
"""

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from asyncpg.prepared_stmt import PreparedStatement
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from benchmarks.runner import serve
from persistence.engine.database import READER_ROLE

_SQL = Path(__file__).parent / "sql"
_SIZE = 8
_MODES = ("auto", "force_custom_plan")
Parameters = Callable[[Mapping[str, Any]], tuple[Any, ...]]
Statements = dict[str, PreparedStatement]


def _key(id: str) -> UUID:
    return UUID(id.rpartition("_")[2])


# A person who writes it by hand knows that cities are asked for.
_PAGES: dict[str, tuple[str, Parameters]] = {
    "nested_page": (
        "institutions",
        lambda given: (given["filter"]["regionCode"][:4], given["first"]),
    ),
    "institution_page": ("institution", lambda given: (_key(given["by"]["id"]),)),
    "one_row": ("institution", lambda given: (_key(given["id"]),)),
    "flat_page": ("institutions", lambda given: (given["first"],)),
}
"""The field that each page answers, and the parameters of its statement."""


class Pool:
    """Eight connections under one way of planning, each with its prepared statements."""

    def __init__(self, url: str, mode: str) -> None:
        self._url, self._mode = url, mode
        self._connections: list[asyncpg.Connection] = []
        self._free: list[Statements] = []
        # As many connections as requests at a time: nobody waits for one.
        self._turns = asyncio.Semaphore(_SIZE)

    async def answer(self, page: str, body: bytes) -> bytes:
        field, parameters_of = _PAGES[page]
        parameters = parameters_of(orjson.loads(body)["variables"])
        async with self._turns:
            statements = self._free.pop() if self._free else await self._connected()
            found = await statements[page].fetchval(*parameters)
            self._free.append(statements)
        return b'{"data":{"%s":%s}}' % (field.encode(), (found or "null").encode())

    async def close(self) -> None:
        for connection in self._connections:
            await connection.close()

    async def _connected(self) -> Statements:
        settings = {"plan_cache_mode": self._mode, "role": READER_ROLE}
        connection = await asyncpg.connect(self._url, server_settings=settings)
        self._connections.append(connection)
        return {
            name: await connection.prepare((_SQL / f"{name}.sql").read_text("utf-8"))
            for name in _PAGES
        }


class Floor:
    """An ASGI application and nothing else, with Starlette's beside it below `/starlette/`."""

    def __init__(self, url: str) -> None:
        self._pools = {mode: Pool(url, mode) for mode in _MODES}
        self._starlette = Starlette(
            routes=[Route("/starlette/{mode}/{page}", self._endpoint, methods=["POST"])]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith("/constant/"):
            await _send(send, b"x" * int(path.rpartition("/")[2]))
            return
        if not path.startswith("/raw/"):
            await self._starlette(scope, receive, send)
            return
        message = await receive()
        body = message["body"]
        while message["more_body"]:
            message = await receive()
            body += message["body"]
        _, _, mode, page = path.split("/")
        await _send(send, await self._pools[mode].answer(page, body))

    async def _endpoint(self, request: Request) -> Response:
        pool, page = self._pools[request.path_params["mode"]], request.path_params["page"]
        answer = await pool.answer(page, await request.body())
        return Response(answer, media_type="application/json")


async def _send(send: Send, answer: bytes) -> None:
    length = str(len(answer)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


if __name__ == "__main__":
    serve(Floor(sys.argv[2]), int(sys.argv[1]))
