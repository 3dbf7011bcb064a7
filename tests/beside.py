"""Somebody else at the same database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg


@asynccontextmanager
async def connection(url: str) -> AsyncIterator[asyncpg.Connection]:
    """Closed whatever happens: what it held would stop the tests that follow."""
    found = await asyncpg.connect(url, server_settings={"application_name": "somebody else"})
    try:
        yield found
    finally:
        await found.close()
