"""A visit of mei and jun to 枫叶, as far as an order can be given."""

import pytest

from tests.client import Client
from tests.people import jun, mei
from tests.schema.draws.conftest import city, enough_to_draw_from
from tests.schema.inspections import steps

__all__ = ["city", "enough_to_draw_from"]


@pytest.fixture
async def visit(world: None, ask: Client) -> str:
    """Both have arrived."""
    inspection_id = await steps.assign(ask)
    for officer in (mei, jun):
        await steps.check_in(ask, inspection_id, by=officer)
    return inspection_id
