"""Where the benchmark keeps what it makes once: registers with their servers, and the peers."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from persistence import embedded
from persistence.embedded import EmbeddedPostgres
from persistence.engine import keys, migrator
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.regions import reference

ROOT = Path(__file__).parents[1]
COURSES = 3
"""Of each institution."""
_TICKS = os.sysconf("SC_CLK_TCK")


class NotSeeded(Exception):
    """A register could not be made; the message holds what `api seed` said."""


@dataclass(frozen=True, slots=True)
class Register:
    """A seeded register behind an embedded PostgreSQL of its own."""

    institutions: int
    visits: int
    url: str
    key_file: Path
    postmaster: int
    _server: EmbeddedPostgres

    @property
    def name(self) -> str:
        return f"{self.institutions:,} institutions, {self.visits:,} visits"

    @property
    def keys(self) -> Keys:
        return keys.load(self.key_file)

    def url_of(self, database: str) -> str:
        return self._server.url_of(database)

    def cpu_seconds(self) -> float:
        """CPU that the server's processes have spent, those that ended included; 0 where there is
        no /proc."""
        return sum(map(cpu_seconds, _children(self.postmaster))) + _of_the_dead(self.postmaster)


def cache() -> Path:
    """$XDG_CACHE_HOME/spotcheck-bench; a folder for temporary files where there is no such name."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = Path(base or tempfile.gettempdir()) / "spotcheck-bench"
    # The server may run under another account, which has to pass.
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    return folder


@contextmanager
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    """The embedded PostgreSQL of a folder, without waiting for the disk: what is measured is the
    program."""
    held = embedded.start(folder, durable=False)
    try:
        yield held
    finally:
        held.close()


@contextmanager
def register(institutions: int, visits: int) -> Iterator[Register]:
    """The register of this size, made if it is not there, and brought to the present shape."""
    folder = cache() / f"register-{institutions}-{visits}"
    shape = folder / "shape"
    """Of the tables when they were vacuumed: a revision. Nothing before the register is whole."""
    if not shape.exists():
        _seed(folder, institutions, visits)
        shape.touch()
    with server(folder) as held:
        found, postmaster = asyncio.run(_open(held.url, shape.read_text("utf-8")))
        shape.write_text(found, "utf-8")
        yield Register(institutions, visits, held.url, folder / "secret.key", postmaster, held)


def cpu_seconds(pid: int) -> float:
    """CPU that a process has spent, all its threads; 0 where there is no /proc, or no such process."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9
    except (OSError, ValueError):
        return 0.0


async def copy(register: Register, name: str) -> str:
    """A copy of the register, to be written to. Nobody may be connected to it."""
    admin = await asyncpg.connect(register.url_of("postgres"))
    template = register.url.partition("@/")[2].partition("?")[0]
    try:
        await admin.execute(f'drop database if exists "{name}" with (force)')
        await admin.execute(f'create database "{name}" template "{template}"')
    finally:
        await admin.close()
    return register.url_of(name)


def _seed(folder: Path, institutions: int, visits: int) -> None:
    print(f"  seeding {institutions:,} institutions with {visits:,} visits, once", flush=True)
    sizes = ("--institutions", institutions, "--inspections", visits)
    courses = ("--courses", institutions * COURSES)
    done = subprocess.run(
        [sys.executable, "-m", "api", "seed", *map(str, (*sizes, *courses))],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "ENV": "development"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotSeeded(f"{done.stdout[-500:]}{done.stderr[-500:]}\nRemove {folder} to try again.")


async def _open(url: str, known: str) -> tuple[str, int]:
    """Migrate what an earlier commit seeded; its shape, and the process id of the server."""
    database = Database(url, reader_role=None)
    await migrator.migrate(database.engine)
    async with database.engine.begin() as connection:
        await reference.load(connection)
    await database.close()
    admin = await asyncpg.connect(url, server_settings={"statement_timeout": "0"})
    try:
        shape: str = await admin.fetchval(
            "select string_agg(version_num, ' ') from alembic_version"
        )
        if shape != known:
            await admin.execute("vacuum analyze")
            # What is in the log no longer has to be written while something is measured.
            await admin.execute("checkpoint")
        postmaster = _parent(await admin.fetchval("select pg_backend_pid()"))
    finally:
        await admin.close()
    return shape, postmaster


def _stat(pid: int) -> list[str]:
    """What follows the name in /proc/PID/stat: the state first, then the parent."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parent(pid: int) -> int:
    try:
        return int(_stat(pid)[1])
    except OSError:
        return 0


def _of_the_dead(pid: int) -> float:
    try:
        fields = _stat(pid)
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / _TICKS


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
