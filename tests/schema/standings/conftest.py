"""A visit at which something was ordered, as the tests of rectification have it; on a day that stays."""

import pytest

from persistence.engine.database import Database
from tests.schema.rectification.conftest import visit

__all__ = ["visit"]


@pytest.fixture
def database(database: Database, open_on_the_day: Database) -> Database:
    """What holds today is read by the database's clock."""
    return open_on_the_day
