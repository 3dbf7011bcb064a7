"""The world, with everybody who supervises a place."""

import pytest

from persistence.engine.database import Database
from tests.district import people
from tests.schema.draws.conftest import city, enough_to_draw_from
from tests.schema.rectification.conftest import visit
from tests.shelf import Shelf

__all__ = ["city", "enough_to_draw_from", "visit"]


@pytest.fixture(scope="session")
async def enough_supervisors(open_database: Database, shelf: Shelf) -> None:
    await shelf.make("supervisors", open_database, people.rows(), within="world")


@pytest.fixture(autouse=True)
async def supervised(enough_supervisors: None, world: None, shelf: Shelf) -> None:
    await shelf.put_back("supervisors")
