"""A way to PostgreSQL that can be cut: openly, or silently as a firewall or a failover does it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit


class Proxy:
    """Passes bytes on between TCP connections and the server of a URL."""

    def __init__(self, server_url: str) -> None:
        self._parts = urlsplit(server_url)
        self._query = parse_qs(self._parts.query)
        self._port = 0
        self._server: asyncio.Server | None = None
        self._ways: set[_Way] = set()
        self._passing: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The same database, through here."""
        more = "&".join(
            f"{name}={quote(values[0])}"
            for name, values in self._query.items()
            if name not in ("host", "port")
        )
        user = self._parts.netloc.rpartition("@")[0]
        netloc = f"{user}@127.0.0.1:{self._port}" if user else f"127.0.0.1:{self._port}"
        return urlunsplit(self._parts._replace(netloc=netloc, query=more))

    async def open(self) -> None:
        """Let connections through, on the same port as before."""
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End every connection and refuse new ones, as a server that is stopped."""
        if self._server is not None:
            self._server.close()
        for way in set(self._ways):
            way.end()
        if self._passing:
            await asyncio.wait(self._passing)

    def refuse(self) -> None:
        """Take no new connection, as a server that has all it may have; those that are open work."""
        assert self._server is not None
        self._server.close()

    def swallow(self) -> None:
        """Pass nothing more on over the connections that are open, and say nothing of it."""
        for way in self._ways:
            way.is_silent = True

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await self._connect()
        way = _Way(writer, outer)
        self._ways.add(way)
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        try:
            await asyncio.gather(way.pump(reader, outer), way.pump(inner, writer))
        finally:
            way.end()
            self._ways.discard(way)
            self._passing.discard(task)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        port = int(self._query.get("port", [str(self._parts.port or 5432)])[0])
        if "host" in self._query:
            return await asyncio.open_unix_connection(
                Path(self._query["host"][0], f".s.PGSQL.{port}")
            )
        return await asyncio.open_connection(self._parts.hostname, port)


class _Way:
    """One connection: both its ends."""

    def __init__(self, *ends: asyncio.StreamWriter) -> None:
        self._ends = ends
        self.is_silent = False

    async def pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                if not self.is_silent:
                    sink.write(data)
        if not self.is_silent:
            self.end()

    def end(self) -> None:
        for each in self._ends:
            each.transport.abort()


@asynccontextmanager
async def proxy(server_url: str) -> AsyncIterator[Proxy]:
    made = Proxy(server_url)
    await made.open()
    try:
        yield made
    finally:
        await made.close()
