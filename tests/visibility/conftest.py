"""The world of the matrix, new for every test."""

import pytest

from persistence.database import Database
from persistence.keys import Keys
from tests.conftest import PASSWORD_HASH
from tests.visibility.rows import World


@pytest.fixture
async def everything(database: Database, keys: Keys) -> World:
    world = World(keys, PASSWORD_HASH)
    async with database.writing() as session:
        for batch in world.batches:
            session.add_all(batch)
            await session.flush()
    return world
