"""The world of the matrix: made once for each worker, put back for every test."""

import pytest

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.conftest import PASSWORD_HASH
from tests.shelf import Shelf
from tests.visibility.rows import World


@pytest.fixture(scope="session")
async def small_world(open_database: Database, shelf: Shelf, keys: Keys) -> World:
    world = World(keys, PASSWORD_HASH)
    await shelf.make("matrix", open_database, world.batches)
    return world


@pytest.fixture
async def everything(database: Database, shelf: Shelf, small_world: World) -> World:
    await shelf.put_back("matrix")
    return small_world
