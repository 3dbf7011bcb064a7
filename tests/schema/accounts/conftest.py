"""Devices of people who sign in."""

import pytest

from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.client import Clock
from tests.schema.accounts.device import CountingHasher, Device, made_long_ago, new_identity


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
async def device(
    world: None, database: Database, keys: Keys, clock: Clock, hasher: CountingHasher
) -> Device:
    await made_long_ago(database)
    return Device(database, keys, clock, sessions=new_identity(database, keys, clock, hasher))


@pytest.fixture
async def other_device(device: Device, database: Database, keys: Keys, clock: Clock) -> Device:
    """Another one at the same process."""
    return Device(database, keys, clock, sessions=device.sessions)
