"""What an official at the console does with ledgers, in this process."""

import argparse
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from api.commands import export, imports
from persistence.engine.database import Database
from persistence.engine.keys import Keys

Run = Callable[..., Awaitable[int]]


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers(required=True)
    imports.add_to(subparsers)
    export.add_to(subparsers)
    return parser.parse_args(words)


@pytest.fixture
def take_in(database: Database, keys: Keys) -> Run:
    """`import LEDGER FILE --as BY`, with any further words."""

    async def run(ledger: str, file: Path, *words: str, by: str | None = "rui") -> int:
        acting = () if by is None else ("--as", by)
        found = arguments("import", ledger, str(file), *acting, *words)
        return await imports.run(found, database, keys)

    return run


@pytest.fixture
def give_out(database: Database, keys: Keys) -> Run:
    """`export LEDGER FILE --as BY`, with any further words."""

    async def run(ledger: str, file: Path, *words: str, by: str | None = "rui") -> int:
        acting = () if by is None else ("--as", by)
        found = arguments("export", ledger, str(file), *acting, *words)
        return await export.run(found, database, keys)

    return run
