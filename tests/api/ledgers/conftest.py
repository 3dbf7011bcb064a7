"""Ledgers over a store in a folder."""

import pytest

from persistence.storage import Store
from tests.api.evidence.conftest import store
from tests.api.ledgers.ledger_client import LedgerClient
from tests.client import Client

__all__ = ["store"]


@pytest.fixture
async def office(ask: Client, store: Store, world: None) -> LedgerClient:
    return LedgerClient(ask, store)
