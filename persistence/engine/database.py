"""Connections: a pool for reads, an engine for mutations, and the one place that commits."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy import RowMapping, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from persistence.engine import traces, violations

__all__ = ["AsyncConnection", "AsyncEngine", "AsyncSession", "Database", "RowMapping"]
"""With the types of SQLAlchemy that the layers above name; they import nothing of it themselves."""

UNUSABLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError)
"""Errors by which a database shows that it cannot be used."""

READER_ROLE = "spotcheck_reader"
"""The role of compiled reads: it may select from the register and cannot enter the vault."""

IDLE_SECONDS = 0.05
"""After how long without use a connection is tested, before a mutation, for still answering."""

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionError,
)
"""Errors by which a closed connection shows itself."""


LARGEST_STATEMENT = 64 * 1024
"""Bytes of a read that a connection keeps prepared. asyncpg's 15 KiB are less than a review of a
record with its evidence, which would be parsed again each time."""

CLOSE_WITHIN = 2.0
"""Seconds; a connection whose statement was cancelled may never answer again."""


class WrongRole(Exception):
    """Reads would run as somebody who may see more than they show."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"Reads have to run as the role {wanted}, and run as {found}: something between here and "
            "PostgreSQL, such as a connection pooler, drops the parameter `role` of a connection. "
            "Connect to PostgreSQL itself, or let it pass the parameter on."
        )


class ReadPool:
    """Open connections that are handed out as they are: no reset round trip, no session state.

    Plans are made for the values at hand: after five executions PostgreSQL may otherwise switch to
    a generic plan, which turned a 1 ms page into 217 ms.
    """

    def __init__(self, url: str, *, size: int, role: str | None) -> None:
        self._url, self._size, self._role = url, size, role
        self._settings = {
            "plan_cache_mode": "force_custom_plan",
            "application_name": "spotcheck read",
        }
        if role is not None:
            self._settings["role"] = role
        self._free: deque[asyncpg.Connection[Any]] = deque()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._taken = 0

    async def fetch_value(self, sql: str, parameters: Sequence[Any]) -> Any:
        """The one value of a read. A connection found dead is replaced and the read sent again: after
        a restart of the server every open connection may be dead, so as often as there are some."""
        for _ in range(self._size):
            connection = await self._take()
            try:
                return await connection.fetchval(sql, *parameters)
            except asyncpg.QueryCanceledError:
                raise
            except LOST as error:
                if isinstance(error, asyncpg.InternalClientError):
                    # Killed while idle: asyncpg has lost its place in the protocol.
                    connection.terminate()
                elif not connection.is_closed():
                    raise
            finally:
                self._give_back(connection)
        connection = await self._take()
        try:
            return await connection.fetchval(sql, *parameters)
        finally:
            self._give_back(connection)

    def reconnect_to(self, url: str) -> None:
        """Connect there from now on; open connections are left to be found dead."""
        self._url = url

    async def close(self) -> None:
        while self._free:
            connection = self._free.popleft()
            try:
                await connection.close(timeout=CLOSE_WITHIN)
            except (TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                connection.terminate()

    async def _take(self) -> asyncpg.Connection[Any]:
        while self._taken >= self._size:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                # Called and gone in the same moment: the turn goes to the next.
                if turn.done() and not turn.cancelled():
                    self._call_next()
                raise
        self._taken += 1
        while self._free:
            connection = self._free.pop()
            if not connection.is_closed():
                return connection
        try:
            return await self._connect()
        except BaseException:
            self._release()
            raise

    async def _connect(self) -> asyncpg.Connection[Any]:
        """A connection that reads as the reader. Raises WrongRole."""
        connection = await asyncpg.connect(
            self._url,
            server_settings=self._settings,
            max_cacheable_statement_size=LARGEST_STATEMENT,
        )
        if self._role is not None:
            found = await connection.fetchval("select current_user")
            if found != self._role:
                connection.terminate()
                raise WrongRole(found, self._role)
        return connection

    def _give_back(self, connection: asyncpg.Connection[Any]) -> None:
        if not connection.is_closed():
            self._free.append(connection)
        self._release()

    def _release(self) -> None:
        self._taken -= 1
        self._call_next()

    def _call_next(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                break


def _keep_alive(engine: AsyncEngine) -> None:
    """Replace connections that died. `pool_pre_ping` tests before each mutation, in three trips;
    a connection that was in use a moment ago and is open need not be tested."""

    def leave(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    def take(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        since = record.info.get("idle_since")
        try:
            if connection.driver_connection.is_closed():
                raise DisconnectionError
            if since is not None and time.monotonic() - since > IDLE_SECONDS:
                engine.dialect.do_ping(connection)
        except Exception as error:
            # The pool then connects again.
            raise DisconnectionError from error

    event.listen(engine.sync_engine, "checkin", leave)
    event.listen(engine.sync_engine, "checkout", take)


class Database:
    """The register's database, for reading and for writing."""

    def __init__(
        self,
        url: str,
        *,
        read_size: int = 8,
        write_size: int = 8,
        reader_role: str | None = READER_ROLE,
    ) -> None:
        self.url = url
        self.reading = ReadPool(url, size=read_size, role=reader_role)
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            pool_size=write_size,
            max_overflow=0,
            # A fault's trace must not carry names, hashes or sealed bytes into a log.
            hide_parameters=True,
        )
        _keep_alive(self.engine)

    async def _connect(self) -> asyncpg.Connection[Any]:
        return await asyncpg.connect(self.url, server_settings={"application_name": "spotcheck"})

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction: returning commits, raising rolls back. Broken promises of the database
        leave as the refusals they are named for."""
        try:
            async with (
                AsyncSession(self.engine, expire_on_commit=False, info=traces.none()) as session,
                session.begin(),
            ):
                yield session
                await traces.write(session)
        except IntegrityError as error:
            raise violations.refusal_of(error) from error

    def reconnect_to(self, url: str) -> None:
        """The same database at another address: an embedded server was started again."""
        self.url = url
        self.reading.reconnect_to(url)

    async def value(self, sql: str, *parameters: Any) -> Any:
        return await self.reading.fetch_value(sql, parameters)

    async def close(self) -> None:
        await self.reading.close()
        await self.engine.dispose()
