"""A real PostgreSQL for the whole run, a database for each worker, emptied after every test."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from persistence import embedded
from persistence.engine import migrator
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.regions import reference
from persistence.regions.table import Workday
from tests import fixed_day, found, people
from tests.client import Client, Clock
from tests.factories import NOW
from tests.shelf import Shelf
from tests.visibility.rows import World
from tests.world import world_rows

PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(people.PASSWORD)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the server is marked `database`, so that `make test-fast` can leave it out."""
    for item in items:
        if "server_url" in getattr(item, "fixturenames", ()):
            item.add_marker("database")


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """One folder for all workers of a run, readable by the account the server runs under."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 1_000_000_000
    base = memory if has_room else Path(tempfile.gettempdir())
    name = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = base / f"spotcheck-tests-{name}"
    folder.mkdir(mode=0o755, exist_ok=True)
    with (folder / "workers").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield folder
        # The last worker to leave takes the folder away; the others find the lock shared.
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server_url(run_folder: Path) -> Iterator[str]:
    """The server of TEST_DATABASE_URL, or an embedded one; DATABASE_URL is never read."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    server = embedded.start(run_folder / "data", durable=False)
    yield server.url
    server.close()


@pytest.fixture(scope="session")
async def database_url(server_url: str, run_folder: Path) -> AsyncIterator[str]:
    """A database of this worker's own, migrated, with regions and calendar."""
    name = f"spotcheck_test_{os.getpid()}"
    admin = await asyncpg.connect(server_url)
    await admin.execute(f'create database "{name}"')
    url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    # Roles belong to the whole server: two migrations at once would meet there.
    with (run_folder / "migrating").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        database = Database(url, reader_role=None)
        await migrator.migrate(database.engine)
        async with database.engine.begin() as connection:
            await reference.load(connection)
        await database.close()
    yield url
    await admin.execute(f'drop database "{name}" with (force)')
    await admin.close()


@pytest.fixture(scope="session")
async def open_database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, read_size=4, write_size=8)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def open_on_the_day(database_url: str) -> AsyncIterator[Database]:
    """The same, where it is the day of the tests for the database too."""
    database = await fixed_day.open_at(database_url, NOW)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def shelf(open_database: Database, keys: Keys) -> AsyncIterator[Shelf]:
    shelf = await Shelf.beside(open_database.url)
    await shelf.make("world", open_database, world_rows(keys, PASSWORD_HASH))
    yield shelf
    await shelf.close()


@pytest.fixture(scope="session")
async def small_world(open_database: Database, shelf: Shelf, keys: Keys) -> World:
    """A row of every kind that somebody may see and another may not, with all their names."""
    world = World(keys, PASSWORD_HASH)
    await shelf.make("matrix", open_database, world.batches)
    return world


@pytest.fixture
async def database(open_database: Database, shelf: Shelf) -> AsyncIterator[Database]:
    yield open_database
    try:
        await found.check(open_database)
    finally:
        await shelf.empty()


@pytest.fixture
async def workdays_as_shipped(open_database: Database) -> AsyncIterator[None]:
    """Days stay from test to test: what a test does to them is undone after it."""
    yield
    async with open_database.engine.begin() as connection:
        await connection.execute(sa.delete(Workday))
        await reference.load(connection)


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys(b"only for tests, never for anything else")


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
async def world(database: Database, shelf: Shelf) -> None:
    """The people and places of tests/people.py."""
    await shelf.put_back("world")


@pytest.fixture
def ask(database: Database, keys: Keys, clock: Clock) -> Client:
    return Client(database, keys, clock)
