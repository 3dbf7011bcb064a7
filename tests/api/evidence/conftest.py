"""The evidence endpoints over a store in a folder, with the people and matters they are about."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.evidence.content.sandbox import Sandbox
from persistence.storage import Folder, Store
from tests.api.evidence.evidence_client import EvidenceClient
from tests.client import Client
from tests.schema.evidence.conftest import complaint, visit

__all__ = ["complaint", "visit"]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(Folder(tmp_path / "evidence"), tmp_path / "room")
    yield store
    store.close()


@pytest.fixture
async def client(ask: Client, store: Store) -> EvidenceClient:
    return EvidenceClient(ask, store, Sandbox())
