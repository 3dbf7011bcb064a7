"""What the database notifies of what visitors see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from persistence.engine.changes import CHANNEL
from persistence.engine.database import Database
from persistence.reading.public_tables import TOPIC


@asynccontextmanager
async def notified(database: Database) -> AsyncIterator[list[str]]:
    """What is notified within the block: a table and the institutions whose rows changed, each time. The
    list is whole when the block has ended."""
    listens = await asyncpg.connect(database.url)
    found: list[str] = []
    done = "done"

    def hear(_connection: object, _pid: int, _channel: str, payload: object) -> None:
        topic, _, detail = str(payload).partition(" ")
        if topic in (TOPIC, done):
            found.append(detail)

    await listens.add_listener(CHANNEL, hear)
    yield found
    # Notifications come in the order of commits, so that what was committed before has come.
    await listens.execute(f"notify {CHANNEL}, '{done} {done}'")
    while found[-1:] != [done]:
        await listens.execute("select 1")
    found.pop()
    await listens.close()
