"""Visits as far as each test needs them: those of inspections, and what draws need."""

import pytest

from tests.client import Client
from tests.schema.draws.conftest import city, enough_to_draw_from
from tests.schema.inspections import steps
from tests.schema.inspections.conftest import arrived, assigned, filed

__all__ = ["arrived", "assigned", "city", "enough_to_draw_from", "filed", "noticed", "unsigned"]


@pytest.fixture
async def noticed(assigned: str, ask: Client) -> str:
    """枫叶 knows of the visit in advance, and may propose a time."""
    await steps.give_notice(ask, assigned)
    return assigned


@pytest.fixture
async def unsigned(assigned: str, ask: Client) -> str:
    """mei has filed a problem; nobody has signed."""
    await steps.file(ask, assigned, is_signed=False)
    return assigned
