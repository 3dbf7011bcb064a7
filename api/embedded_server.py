"""The embedded PostgreSQL while we serve: held, started again when it dies, and let go of."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import asyncpg
import structlog

from persistence import embedded
from persistence.embedded import EmbeddedUnavailable
from persistence.engine.database import Database

_PAUSE = 1.0


class EmbeddedServer:
    """Holds the server of a data folder. `url` is where it is now; a restarted server
    has another address."""

    def __init__(
        self,
        data_dir: Path,
        server: embedded.EmbeddedPostgres,
        *,
        with_timeout: Callable[[str], str],
    ) -> None:
        self._data_dir, self._server, self._with_timeout = data_dir, server, with_timeout

    @property
    def url(self) -> str:
        return self._with_timeout(self._server.url)

    async def restart_when_lost(self, database: Database) -> None:
        """Until cancelled: notice the server's death, start it again, and lead the database there.

        Raises EmbeddedUnavailable when it does not start again: only somebody else can help then.
        """
        while True:
            await self._death()
            structlog.get_logger().warning("the embedded PostgreSQL is gone: starting it again")
            server = await asyncio.to_thread(embedded.start, self._data_dir)
            self._server.close()
            self._server = server
            database.reconnect_to(self.url)
            # Whatever keeps us from connecting although it runs must not make this loop spin.
            await asyncio.sleep(_PAUSE)

    async def _death(self) -> None:
        """Wait on a connection of our own, which ends with the server: no time passes unnoticed."""
        is_lost = asyncio.Event()
        try:
            connection = await asyncpg.connect(self.url)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return
        connection.add_termination_listener(lambda *_: is_lost.set())
        try:
            await is_lost.wait()
        finally:
            connection.terminate()

    def close(self) -> None:
        """Let go; the last one to do so waits until the server has stopped."""
        with suppress(EmbeddedUnavailable):
            # Somebody may have killed the watchdog, and the server would then outlive us all:
            # the next process that attaches sets a new one.
            attached = embedded.start(self._data_dir)
            self._server.close()
            self._server = attached
        self._server.close()
