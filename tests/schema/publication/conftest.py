"""Results as far as each test needs them, made through the API."""

import pytest

from tests.client import Client
from tests.schema.inspections import steps as visits
from tests.schema.inspections.conftest import assigned, confirmed, filed
from tests.schema.publication import steps

__all__ = ["approved", "assigned", "confirmed", "filed", "public_id"]


@pytest.fixture
async def approved(confirmed: str, ask: Client) -> str:
    """qiao has approved the result; it awaits its publication."""
    await steps.approve(ask, confirmed)
    return confirmed


@pytest.fixture
async def public_id(confirmed: str, ask: Client) -> str:
    """The first public version of the result."""
    found = await visits.audit(ask, confirmed)
    assert found is not None
    return found


@pytest.fixture
async def measured(assigned: str, ask: Client) -> str:
    """A published result with three measures."""
    await visits.file(ask, assigned, measures=steps.MEASURES)
    await visits.confirm(ask, assigned)
    await visits.audit(ask, assigned)
    return assigned
