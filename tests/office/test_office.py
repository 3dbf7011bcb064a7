"""The first steps of `make office`, on an empty database of the tests' own server."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from tests.office.__main__ import ROOT, Office, deliver, set_up
from tests.office.receiver import Receiver
from tests.upgrade.server import ServerProcess


@pytest.fixture
async def empty(server_url: str) -> AsyncIterator[str]:
    name = f"spotcheck_office_{os.getpid()}"
    admin = await asyncpg.connect(server_url)
    await admin.execute(f'create database "{name}"')
    yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    await admin.execute(f'drop database "{name}" with (force)')
    await admin.close()


async def test_a_register_sets_itself_up_and_reaches_telephones(empty: str, tmp_path: Path) -> None:
    receiver = Receiver()
    Receiver.write_secret(tmp_path / "secret")
    settings = {
        "ENV": "production",
        "DATABASE_URL": empty,
        "DELIVERY_HOOK_URL": receiver.url,
        "DELIVERY_HOOK_SECRET_FILE": str(tmp_path / "secret"),
    }

    def carry_out() -> None:
        office = Office(
            tmp_path,
            tmp_path,
            lambda: ServerProcess(ROOT, tmp_path / "data", tmp_path / "log", settings),
            {**settings, "DATA_DIR": str(tmp_path / "data")},
        )
        try:
            set_up(office, by_file=False)
            deliver(office, receiver)
        finally:
            office.close()
            receiver.close()

    await asyncio.to_thread(carry_out)
