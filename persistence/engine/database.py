"""Connections: a pool for reads, an engine for mutations, and the one place that commits."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import RowMapping, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import (
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    InvalidatePoolError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from persistence.engine import traces, violations
from persistence.engine.changes import ChangeFeed
from persistence.engine.outages import Busy, Outage, Unavailable, outage_of

__all__ = ["AsyncConnection", "AsyncEngine", "AsyncSession", "Database", "RowMapping"]
"""With the types of SQLAlchemy that the layers above name; they import nothing of it themselves."""

UNUSABLE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError, Outage)
"""Errors by which a database shows that it cannot be used."""

READER_ROLE = "spotcheck_reader"
"""The role of compiled reads: it may select from the register and cannot enter the vault."""

IDLE_SECONDS = 0.05
"""After how long without use a connection is tested, before a mutation, for still answering."""

PING_WITHIN = 1.0
"""Seconds in which a connection answers that is there at all."""

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

SETTLE_WITHIN = 1.0
"""Seconds in which the database gives up a statement that it is asked to give up."""

SIZE_ASIDE = 2
"""Connections on which nothing is done but to find out whether we can serve."""

SIZE_IDENTITIES = 2
"""Connections on which nothing is done but to look up who asks."""

CONNECT_EVERY = 0.2
"""Seconds between two tries to connect."""

Connection: TypeAlias = "asyncpg.Connection[Any]"


@dataclass(frozen=True, slots=True)
class Patience:
    """For how long anything here is waited for, in seconds.

    `connection`: for a connection, be it to become free or for the database to be back.
    `answer`: for the answer to a statement, None for ever. A little longer than the database takes
    to give a statement up: when nothing has come by then, what is between us is gone.
    """

    connection: float = 5.0
    answer: float | None = None


class WrongRole(Exception):
    """Reads would run as somebody who may see more than they show."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"Reads have to run as the role {wanted}, and run as {found}: something between here and "
            "PostgreSQL, such as a connection pooler, drops the parameter `role` of a connection. "
            "Connect to PostgreSQL itself, or let it pass the parameter on."
        )


async def _connect(connect: Callable[[float], Awaitable[Connection]], within: float) -> Connection:
    """Connect, trying again for so long: most restarts are over by then, and nothing was sent yet
    that could be carried out twice. Raises Unavailable."""
    clock = asyncio.get_running_loop().time
    until = clock() + within
    while True:
        try:
            return await connect(max(until - clock(), CONNECT_EVERY))
        except (OSError, asyncpg.PostgresError) as error:
            if not isinstance(error, OSError) and outage_of(error) is None:
                raise
            if clock() + CONNECT_EVERY > until:
                raise Unavailable from error
        await asyncio.sleep(CONNECT_EVERY)


_KEEPALIVE = {"TCP_KEEPIDLE": 15, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 15_000}
"""A peer that is gone without a word is noticed within half a minute, also by a connection that
is idle. The last is in milliseconds; a system that lacks one goes without it."""


def _notice_silence(connection: Connection) -> None:
    # asyncpg has no other way to its socket.
    found = connection._transport.get_extra_info("socket")  # type: ignore[attr-defined]
    if found is None or found.family not in (socket.AF_INET, socket.AF_INET6):
        return
    found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if option := getattr(socket, name, None):
            found.setsockopt(socket.IPPROTO_TCP, option, value)


class StatementPool:
    """Open connections for single statements, handed out as they are: no reset round trip, no session
    state. Each statement is a transaction by itself.

    Plans are kept where PostgreSQL finds, after five executions, that one without values costs no more
    (`plan_cache_mode = auto`; decision 0006). Statements that are to be planned for their values each
    time go to the connections of the pool `for_values`.
    """

    def __init__(
        self,
        url: str,
        *,
        size: int,
        role: str | None,
        patience: Patience | None = None,
        plans: Literal["auto", "force_custom_plan"] = "auto",
        for_values: StatementPool | None = None,
        purpose: str = "read",
        changes: ChangeFeed | None = None,
    ) -> None:
        """With `changes`, what a statement changed is passed on before its row is given."""
        self._url, self._size, self._role = url, size, role
        self._patience = patience or Patience()
        self._for_values = for_values
        self._changes = changes
        self._changed = WeakKeyDictionary[Connection, list[str]]()
        self._settings = {
            "plan_cache_mode": plans,
            "application_name": f"spotcheck {purpose}",
        }
        if role is not None:
            self._settings["role"] = role
        self._free: deque[Connection] = deque()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._taken = 0
        self._settling: set[asyncio.Task[None]] = set()

    async def fetch_value(
        self, sql: str, parameters: Sequence[Any], *, is_for_values: bool = False
    ) -> Any:
        """The one value of a statement; `is_for_values` has it planned for these parameters.

        A connection found dead is replaced and the statement sent again: after a restart of the server
        every open connection may be dead, so as often as there are some. Raises Busy where none becomes free, and Unavailable.
        """
        row = await self.fetch_row(sql, parameters, is_for_values=is_for_values)
        return None if row is None else row[0]

    async def fetch_row(
        self, sql: str, parameters: Sequence[Any], *, is_for_values: bool = False
    ) -> Any:
        """The one row of a statement, as `fetch_value` gets its value."""
        if is_for_values and self._for_values is not None:
            return await self._for_values.fetch_row(sql, parameters)
        lost: Exception | None = None
        for _ in range(self._size + 1):
            connection = await self._take()
            try:
                row = await connection.fetchrow(sql, *parameters)
            except asyncio.CancelledError:
                self._settle(connection)
                raise
            except TimeoutError as error:
                self._give_back_silent(connection)
                raise Unavailable from error
            except LOST as error:
                if not _is_lost(connection, error):
                    self._give_back(connection)
                    raise
                connection.terminate()
                lost = error
            except BaseException:
                self._give_back(connection)
                raise
            else:
                self._give_back(connection)
                return row
            self._give_back(connection)
        raise Unavailable from lost

    def reconnect_to(self, url: str) -> None:
        """Connect there from now on; open connections are left to be found dead."""
        self._url = url
        if self._for_values is not None:
            self._for_values.reconnect_to(url)

    async def close(self) -> None:
        if self._for_values is not None:
            await self._for_values.close()
        while self._settling:
            await asyncio.wait(self._settling)
        while self._free:
            connection = self._free.popleft()
            try:
                await connection.close(timeout=CLOSE_WITHIN)
            except (TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                connection.terminate()

    async def _take(self) -> Connection:
        """A connection, and with it one of the places, which the one before hands on in turn."""
        if self._taken < self._size:
            self._taken += 1
        else:
            await self._turn()
        if connection := self._open():
            return connection
        try:
            return await _connect(self._open_or_new, self._patience.connection)
        except BaseException:
            self._release()
            raise

    async def _turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._patience.connection):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            # Called and gone in the same moment: the place goes to the next.
            if turn.done() and not turn.cancelled():
                self._release()
            if isinstance(error, TimeoutError):
                raise Busy from None
            raise

    def _open(self) -> Connection | None:
        while self._free:
            connection = self._free.pop()
            if not connection.is_closed():
                return connection
        return None

    async def _open_or_new(self, within: float) -> Connection:
        """Where the server takes no more connections, those that are open still go round."""
        return self._open() or await self._new(within)

    async def _new(self, within: float) -> Connection:
        """A connection that reads as the reader. Raises WrongRole."""
        connection = await asyncpg.connect(
            self._url,
            timeout=within,
            command_timeout=self._patience.answer,
            server_settings=self._settings,
            max_cacheable_statement_size=LARGEST_STATEMENT,
            # Kept by use, not by age: the plan that is kept goes with the statement.
            max_cached_statement_lifetime=0,
        )
        try:
            _notice_silence(connection)
            if self._changes is not None:
                self._changed[connection] = _heard_on(connection)
            if self._role is not None:
                found = await connection.fetchval("select current_user")
                if found != self._role:
                    raise WrongRole(found, self._role)
        except BaseException:
            # Nobody would hold it, nor ever close it.
            connection.terminate()
            raise
        return connection

    def _settle(self, connection: Connection) -> None:
        """Give a connection back once the database has given up the statement that nobody waits for
        any more: until then it is busy, and it may never answer again."""
        task = asyncio.create_task(self._settled(connection))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    async def _settled(self, connection: Connection) -> None:
        try:
            await connection.fetchval("select 1", timeout=SETTLE_WITHIN)
        except TimeoutError:
            self._give_back_silent(connection)
        except Exception:
            # Whatever it says, it is of no use; the next one connects and sees.
            connection.terminate()
            self._give_back(connection)
        else:
            self._give_back(connection)

    def _give_back_silent(self, connection: Connection) -> None:
        """It answers no more. Those that lie beside it were opened to the same silence."""
        for each in (connection, *self._free):
            each.terminate()
        self._free.clear()
        self._give_back(connection)

    def _give_back(self, connection: Connection) -> None:
        if self._changes is not None:
            _pass_on(self._changed.get(connection, []), self._changes)
        if not connection.is_closed():
            self._free.append(connection)
        self._release()

    def _release(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._taken -= 1


def _is_lost(connection: Connection, error: Exception) -> bool:
    """Whether the connection died, and not only the statement. Killed while idle, asyncpg has lost
    its place in the protocol; a server that stops says so before it hangs up."""
    if isinstance(error, asyncpg.QueryCanceledError):
        return False
    by_itself = (asyncpg.InternalClientError, asyncpg.OperatorInterventionError)
    return connection.is_closed() or isinstance(error, by_itself)


def _keep_alive(engine: AsyncEngine) -> None:
    """Replace connections that died. `pool_pre_ping` tests before each mutation, in three trips, and
    waits for an answer without end; a connection that was in use a moment ago and is open need not
    be tested."""

    def leave(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    def take(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        since = record.info.get("idle_since")
        try:
            if connection.driver_connection.is_closed():
                raise DisconnectionError
            if since is not None and time.monotonic() - since > IDLE_SECONDS:
                # Not an empty statement: asyncpg stumbles over its answer, as if the connection were lost.
                connection.run_async(lambda driver: driver.execute("select", timeout=PING_WITHIN))
        except TimeoutError as error:
            # Nobody is there any more, nor for those opened before it. Not closed with a word of
            # farewell, which would be waited for as long again.
            connection.driver_connection.terminate()
            raise InvalidatePoolError from error
        except Exception as error:
            # The pool then connects again.
            raise DisconnectionError from error

    def failed(context: ExceptionContext) -> None:
        # No answer within `Patience.answer`: the pool lets go of this one and all opened before it.
        if isinstance(context.original_exception, TimeoutError):
            context.is_disconnect = True

    event.listen(engine.sync_engine, "checkin", leave)
    event.listen(engine.sync_engine, "checkout", take)
    event.listen(engine.sync_engine, "handle_error", failed)


def _hear_ourselves(engine: AsyncEngine, changes: ChangeFeed) -> None:
    """Have what a transaction changed passed on when it is over, before anybody can be answered. Triggers
    tell it to the connection that writes as well; to the others it comes by way of the database."""

    def connected(connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["changed"] = _heard_on(connection.driver_connection)

    def over(_: Any, record: ConnectionPoolEntry) -> None:
        _pass_on(record.info.get("changed", []), changes)

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "checkin", over)


def _pass_on(changed: list[str], changes: ChangeFeed) -> None:
    for each in changed:
        changes.pass_on(each)
    changed.clear()


def _heard_on(connection: Connection) -> list[str]:
    """What triggers tell this connection, which writes: a list that grows."""
    changed: list[str] = []

    def note(_: Any, message: Any) -> None:
        # Of this severity nothing but our triggers says anything.
        if message.severity_en == "INFO":
            changed.append(message.message)

    connection.add_log_listener(note)
    return changed


class Database:
    """The register's database, for reading and for writing."""

    def __init__(
        self,
        url: str,
        *,
        read_size: int = 8,
        write_size: int = 8,
        reader_role: str | None = READER_ROLE,
        patience: Patience | None = None,
    ) -> None:
        self.url = url
        self._patience = patience or Patience()
        for_values = StatementPool(
            url,
            size=max(1, read_size // 4),
            role=reader_role,
            patience=patience,
            plans="force_custom_plan",
        )
        self.reading = StatementPool(
            url, size=read_size, role=reader_role, patience=patience, for_values=for_values
        )
        self.identities = StatementPool(
            url, size=SIZE_IDENTITIES, role=reader_role, patience=patience
        )
        self.changes = ChangeFeed(lambda: self.url)
        self.writes = StatementPool(
            url,
            size=write_size,
            role=None,
            patience=patience,
            purpose="write",
            changes=self.changes,
        )
        self.engine = self._engine(write_size)
        self._engine_aside = self._engine(SIZE_ASIDE)

    def _engine(self, size: int) -> AsyncEngine:
        engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=lambda: _connect(self._new, self._patience.connection),
            pool_size=size,
            max_overflow=0,
            pool_timeout=self._patience.connection,
            # A fault's trace must not carry names, hashes or sealed bytes into a log.
            hide_parameters=True,
        )
        _keep_alive(engine)
        _hear_ourselves(engine, self.changes)
        return engine

    async def _new(self, within: float) -> Connection:
        connection = await asyncpg.connect(
            self.url,
            timeout=within,
            command_timeout=self._patience.answer,
            server_settings={"application_name": "spotcheck"},
        )
        _notice_silence(connection)
        return connection

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

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[AsyncSession]:
        """Connections for what must not queue behind writes: whether we can serve. Nothing is
        committed."""
        async with AsyncSession(self._engine_aside) as session:
            yield session

    def reconnect_to(self, url: str) -> None:
        """The same database at another address: an embedded server was started again."""
        self.url = url
        self.reading.reconnect_to(url)
        self.identities.reconnect_to(url)
        self.writes.reconnect_to(url)

    async def value(self, sql: str, *parameters: Any) -> Any:
        return await self.reading.fetch_value(sql, parameters)

    async def close(self) -> None:
        await self.reading.close()
        await self.identities.close()
        await self.writes.close()
        await self.changes.close()
        await self.engine.dispose()
        await self._engine_aside.dispose()
