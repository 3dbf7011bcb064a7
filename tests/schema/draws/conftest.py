"""The city with enough to draw from."""

import pytest

from persistence.database import Database
from tests.schema.draws import steps


@pytest.fixture
async def city(world: None, database: Database) -> None:
    """Forty institutions in four classes, twelve officers more."""
    async with database.writing() as session:
        for group in steps.rows():
            session.add_all(group)
            await session.flush()
