"""Inspections as far as each test needs them, made through the API."""

import pytest

from tests.client import Client
from tests.schema.inspections import steps


@pytest.fixture
async def assigned(world: None, ask: Client) -> str:
    """mei (the leader) and jun are to visit 枫叶."""
    return await steps.assign(ask)


@pytest.fixture
async def arrived(assigned: str, ask: Client) -> str:
    """mei is there, and 枫叶 was notified at the door."""
    await steps.check_in(ask, assigned)
    return assigned


@pytest.fixture
async def filed(assigned: str, ask: Client) -> str:
    """mei has filed a problem, and 枫叶 has signed."""
    await steps.file(ask, assigned)
    return assigned


@pytest.fixture
async def confirmed(filed: str, ask: Client) -> str:
    """jun stands behind it."""
    await steps.confirm(ask, filed)
    return filed
