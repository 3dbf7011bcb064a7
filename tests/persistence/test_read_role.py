"""Reads run as the reader, also where something stands between us and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

import pytest

from api import startup
from api.startup import DatabaseUnreachable
from persistence.engine.database import READER_ROLE, Database, WrongRole


@pytest.fixture
async def pooled_url(database_url: str, tmp_path: Path) -> AsyncIterator[str]:
    """The database behind a pooler that lets no parameter of a connection through but these."""
    address = urlsplit(database_url)
    query = parse_qs(address.query)
    if "host" not in query:
        pytest.skip("TEST_DATABASE_URL names a server that has no socket in a folder")
    socket = f".s.PGSQL.{query.get('port', ['5432'])[0]}"

    async def between(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_unix_connection(Path(query["host"][0], socket))
        outer.write(_without_parameters(await _first_message(reader)))
        await asyncio.gather(_pump(reader, outer), _pump(inner, writer))
        for each in (outer, writer):
            each.close()
            with suppress(ConnectionError):
                await each.wait_closed()

    server = await asyncio.start_unix_server(between, tmp_path / socket)
    port = socket.rpartition(".")[2]
    yield urlunsplit(address._replace(query=f"host={quote(str(tmp_path))}&port={port}"))
    server.close()
    await server.wait_closed()


async def test_reads_that_would_run_as_the_owner_do_not_run(pooled_url: str) -> None:
    database = Database(pooled_url, read_size=1)

    for _ in range(2):
        # A refused connection gives its place back: the second is not kept waiting.
        with pytest.raises(WrongRole, match=f"as the role {READER_ROLE}, and run as"):
            await asyncio.wait_for(database.value("select 1"), 10)
    await database.close()


async def test_a_start_behind_such_a_pooler_says_what_is_wrong(pooled_url: str) -> None:
    database = Database(pooled_url)

    with pytest.raises(DatabaseUnreachable, match="connection pooler, drops the parameter `role`"):
        await startup.prepare(database)

    await database.close()


async def test_reads_run_as_the_reader(database: Database) -> None:
    assert await database.value("select current_user") == READER_ROLE


async def _first_message(reader: asyncio.StreamReader) -> bytes:
    """The message that opens a connection: four bytes of length, four of version, pairs of texts."""
    length = await reader.readexactly(4)
    return length + await reader.readexactly(int.from_bytes(length) - 4)


def _without_parameters(message: bytes) -> bytes:
    version, texts = message[4:8], message[8:].split(b"\0")
    pairs = list(zip(texts[::2], texts[1::2], strict=False))
    kept = [
        part for name, value in pairs if name in (b"user", b"database") for part in (name, value)
    ]
    body = version + b"".join(part + b"\0" for part in kept) + b"\0"
    return (len(body) + 4).to_bytes(4) + body


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(65_536):
            sink.write(data)
            await sink.drain()
    if sink.can_write_eof():
        with suppress(OSError):
            sink.write_eof()
