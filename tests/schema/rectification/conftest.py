"""A visit of mei and jun to 枫叶, as far as an order can be given."""

import pytest

from tests.client import Client
from tests.schema.inspections import steps


@pytest.fixture
async def visit(world: None, ask: Client) -> str:
    return await steps.assign(ask)
