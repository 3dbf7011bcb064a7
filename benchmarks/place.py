"""Where the benchmark keeps what it makes once: a database server with its data, and the peer."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from benchmarks import data
from persistence import embedded
from persistence.embedded import EmbeddedPostgres


def cache() -> Path:
    """$XDG_CACHE_HOME/spotcheck-bench; a folder for temporary files where there is no such name."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = Path(base or tempfile.gettempdir()) / "spotcheck-bench"
    # The server may run under another account, which has to pass.
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    return folder


@contextmanager
def server() -> Iterator[EmbeddedPostgres]:
    """The embedded PostgreSQL, without waiting for the disk: what is measured is the program."""
    held = embedded.start(cache() / "postgres", durable=False)
    try:
        yield held
    finally:
        held.close()


async def database(held: EmbeddedPostgres, size: int) -> str:
    """The address of the database with so many institutions; made if it is not there."""
    name = f"bench_{size}_{_version()}"
    admin = await asyncpg.connect(held.url)
    try:
        stale = await admin.fetch(
            "select datname from pg_database where datname like $1 and datname <> $2",
            f"bench\\_{size}\\_%",
            name,
        )
        for row in stale:
            await admin.execute(f'drop database "{row["datname"]}" with (force)')
        if not await admin.fetchval("select 1 from pg_database where datname = $1", name):
            draft = f"draft_{name}"
            await admin.execute(f'drop database if exists "{draft}" with (force)')
            await admin.execute(f'create database "{draft}"')
            await data.fill(held.url_of(draft), size)
            await admin.execute(f'alter database "{draft}" rename to "{name}"')
    finally:
        await admin.close()
    return held.url_of(name)


async def copy(held: EmbeddedPostgres, of: str, name: str) -> str:
    """A copy of a database, to be written to."""
    admin = await asyncpg.connect(held.url)
    try:
        await admin.execute(f'drop database if exists "{name}" with (force)')
        template = of.partition("@/")[2].partition("?")[0]
        await admin.execute(f'create database "{name}" template "{template}"')
    finally:
        await admin.close()
    return held.url_of(name)


def _version() -> str:
    """Of what the data depend on: other tables or another making are another database."""
    migrations = Path(__file__).parent.parent / "persistence" / "migrations" / "versions"
    sources = [Path(data.__file__), *sorted(migrations.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
