"""A gateway that does what a test tells it: answers, hangs, talks rubbish, or closes the door."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

OK = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"
Answer = Callable[[dict[str, Any]], Awaitable[bytes]]


async def accept(_content: dict[str, Any]) -> bytes:
    return OK


def answering(status: str, *headers: str, body: bytes = b"") -> Answer:
    """The same to everything, such as `500 Broken`."""
    lines = (f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", "")

    async def answer(_content: dict[str, Any]) -> bytes:
        return "\r\n".join(lines).encode() + body

    return answer


@dataclass
class Receiver:
    url: str = ""
    answer: Answer = accept
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    """Headers and bodies, as they came."""
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    async def hang(self) -> bytes:
        """Answer when nobody waits any more."""
        await self.is_over.wait()
        return OK

    @property
    def contents(self) -> list[dict[str, Any]]:
        return [orjson.loads(body) for _, body in self.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            # Its sender was killed.
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head)
        }
        body = await reader.readexactly(int(headers["content-length"]))
        self.requests.append((headers, body))
        writer.write(await self.answer(orjson.loads(body)))
        await writer.drain()


@asynccontextmanager
async def listening() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/in?token=hunter2"
    yield receiver
    receiver.is_over.set()
    server.close()
