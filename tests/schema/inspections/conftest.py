"""Inspections as far as each test needs them, made through the API."""

import pytest

from tests.client import Client
from tests.schema.inspections import steps


@pytest.fixture
async def assigned(world: None, ask: Client) -> str:
    """mei (the leader) and jun are to visit 枫叶, which has been told."""
    return await steps.assign(ask)


@pytest.fixture
async def filed(assigned: str, ask: Client) -> str:
    """mei has filed a problem."""
    await steps.file(ask, assigned)
    return assigned


@pytest.fixture
async def confirmed(filed: str, ask: Client) -> str:
    """jun stands behind it."""
    await steps.confirm(ask, filed)
    return filed
