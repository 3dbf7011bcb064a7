"""The city with enough to draw from."""

import pytest

from persistence.engine.database import Database
from tests.schema.draws import steps
from tests.shelf import Shelf


@pytest.fixture(scope="session")
async def enough_to_draw_from(open_database: Database, shelf: Shelf) -> None:
    await shelf.make("city", open_database, steps.rows(), within="world")


@pytest.fixture
async def city(enough_to_draw_from: None, world: None, shelf: Shelf) -> None:
    """Forty institutions in four classes, twelve officers more."""
    await shelf.put_back("city")
