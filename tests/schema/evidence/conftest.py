"""Inspections and complaints that evidence belongs to, made through the API."""

import pytest

from tests.client import Client
from tests.people import fang
from tests.schema.complaints.complaint_steps import DISPUTE, raised_id
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps


@pytest.fixture
async def visit(world: None, ask: Client) -> str:
    """mei and jun are to visit 枫叶."""
    inspection_id = await steps.assign(ask)
    await steps.give_notice(ask, inspection_id)
    return inspection_id


@pytest.fixture
async def complaint(world: None, ask: Client) -> str:
    """fang has complained by name."""
    return await raised_id(ask, DISPUTE, by=fang)


@pytest.fixture
async def picture(visit: str, ask: Client) -> str:
    """A photo of a result that was published."""
    evidence_id = await evidence_steps.arrived(ask, visit)
    await evidence_steps.publish(ask, visit)
    return evidence_id
