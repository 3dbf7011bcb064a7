"""The world of the matrix, put back for every test."""

import pytest

from persistence.engine.database import Database
from tests.shelf import Shelf
from tests.visibility.rows import World


@pytest.fixture
async def everything(database: Database, shelf: Shelf, small_world: World) -> World:
    await shelf.put_back("matrix")
    return small_world
