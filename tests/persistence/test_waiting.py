"""No wait for the database is without end: for a connection, for an answer, for its return."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
import sqlalchemy as sa

from persistence.engine.database import IDLE_SECONDS, Database, Patience
from persistence.engine.outages import Busy, Outage, TimedOut, Unavailable, outage_of
from tests.proxy import Proxy, proxy


@asynccontextmanager
async def opened(url: str, patience: Patience, size: int = 1) -> AsyncIterator[Database]:
    database = Database(url, read_size=size, write_size=size, patience=patience)
    yield database
    await database.close()


@pytest.fixture
async def way(database_url: str) -> AsyncIterator[Proxy]:
    async with proxy(database_url) as made:
        yield made


async def write(database: Database) -> int:
    async with database.writing() as session:
        return int(await session.scalar(sa.text("select 1")) or 0)


async def outage(work: object) -> Outage | None:
    """What came of it, as clients are told."""
    try:
        await work  # type: ignore[misc]  # a coroutine, whatever it returns
    except Exception as error:
        return outage_of(error)
    return None


async def test_who_finds_no_connection_is_told_so_in_time(database_url: str) -> None:
    async with opened(database_url, Patience(connection=0.1)) as database:
        sleeping = asyncio.create_task(database.value("select pg_sleep(0.5)"))
        await asyncio.sleep(0.05)

        assert isinstance(await outage(database.value("select 1")), Busy)
        async with database.writing() as session:
            await session.execute(sa.text("select 1"))
            assert isinstance(await outage(write(database)), Busy)

        await sleeping
        assert await database.value("select 1") == 1
        assert await write(database) == 1


async def test_who_leaves_makes_room_although_the_statement_goes_on(database_url: str) -> None:
    async with opened(database_url, Patience(connection=2)) as database:
        sleeping = asyncio.create_task(database.value("select pg_sleep(30)"))
        queued = [asyncio.create_task(database.value("select 1")) for _ in range(3)]
        await asyncio.sleep(0.1)

        sleeping.cancel()
        queued[0].cancel()

        assert await asyncio.gather(*queued[1:]) == [1, 1]


async def test_places_are_handed_on_in_turn(database_url: str) -> None:
    async with opened(database_url, Patience(connection=5)) as database:
        done: list[int] = []

        async def read(number: int) -> None:
            await database.value("select pg_sleep(0.01)")
            done.append(number)

        await asyncio.gather(*(read(number) for number in range(8)))

    assert done == list(range(8))


async def test_reads_and_writes_recover_from_a_silent_cut(way: Proxy) -> None:
    async def cut_between_two_statements() -> None:
        async with database.writing() as session:
            await session.execute(sa.text("select 1"))
            way.swallow()
            await session.execute(sa.text("select 1"))

    async with opened(way.url, Patience(connection=2, answer=0.3), size=4) as database:
        await asyncio.gather(*(database.value("select pg_sleep(0.05)") for _ in range(4)))
        began = time.monotonic()

        assert isinstance(await outage(cut_between_two_statements()), Unavailable)
        assert isinstance(await outage(database.value("select 1")), Unavailable)

        # All four were lost, and one time-out was enough to see it.
        assert await database.value("select 1") == 1
        assert await write(database) == 1
        assert time.monotonic() - began < 2


async def test_who_looks_for_less_long_than_an_answer_takes_recovers_too(way: Proxy) -> None:
    """Where readiness failed no other request comes: it has to find a new connection by itself."""
    async with opened(way.url, Patience(connection=2, answer=60)) as database:
        await database.value("select 1")
        await write(database)
        way.swallow()
        await asyncio.sleep(IDLE_SECONDS)
        writing = asyncio.create_task(write(database))

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(database.value("select 1"), 0.1)

        assert await asyncio.wait_for(database.value("select 1"), 10) == 1
        # A writer asks first whether somebody is there.
        assert await asyncio.wait_for(writing, 10) == 1


async def test_a_writer_that_was_idle_keeps_its_connection(database_url: str) -> None:
    backend = sa.text("select pg_backend_pid()")
    async with opened(database_url, Patience()) as database:
        async with database.writing() as session:
            before = await session.scalar(backend)
        await asyncio.sleep(IDLE_SECONDS * 1.5)

        async with database.writing() as session:
            assert await session.scalar(backend) == before


async def test_where_no_more_connections_are_to_be_had_the_open_ones_go_round(way: Proxy) -> None:
    async with opened(way.url, Patience(connection=2), size=4) as database:
        await database.value("select 1")
        way.refuse()

        reads = [database.value("select pg_sleep(0.05)") for _ in range(4)]

        assert len(await asyncio.gather(*reads)) == 4


async def test_a_restart_is_waited_for(way: Proxy) -> None:
    async with opened(way.url, Patience(connection=3)) as database:
        await database.value("select 1")
        await write(database)
        await way.close()
        reading = asyncio.create_task(database.value("select 1"))
        writing = asyncio.create_task(write(database))
        await asyncio.sleep(0.3)

        await way.open()

        assert await reading == 1
        assert await writing == 1


async def test_a_database_that_stays_away_is_unavailable(way: Proxy) -> None:
    async with opened(way.url, Patience(connection=0.3)) as database:
        await way.close()

        assert isinstance(await outage(database.value("select 1")), Unavailable)
        assert isinstance(await outage(write(database)), Unavailable)
        assert isinstance(await outage(_identified(database)), Unavailable)


async def test_a_peer_that_is_gone_is_noticed_by_the_socket(way: Proxy) -> None:
    async with opened(way.url, Patience()) as database:
        await database.value("select 1")
        (reading,) = database.reading._free
        async with database.engine.connect() as connection:
            writing = (await connection.get_raw_connection()).driver_connection
            for each in (reading, writing):
                found = each._transport.get_extra_info("socket")  # type: ignore[union-attr]
                assert found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                if hasattr(socket, "TCP_USER_TIMEOUT"):
                    assert found.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 15_000


async def test_who_asks_is_looked_up_while_all_writers_are_busy(database_url: str) -> None:
    async with (
        opened(database_url, Patience(connection=0.2)) as database,
        database.writing() as session,
    ):
        await session.execute(sa.text("select 1"))

        assert await _identified(database) == 1


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("53100", Unavailable),
        ("53300", Unavailable),
        ("57P03", Unavailable),
        ("25006", Unavailable),
        ("57014", TimedOut),
        ("40P01", Busy),
        ("22012", None),
    ],
    ids=["disk full", "too many connections", "starting", "standby", "time", "deadlock", "fault"],
)
async def test_each_state_means_one_thing_on_both_roads(
    open_database: Database, state: str, expected: type[Outage] | None
) -> None:
    raising = f"do $$ begin raise exception using errcode = '{state}'; end $$"

    async def written() -> None:
        async with open_database.writing() as session:
            await session.execute(sa.text(raising))

    async def read() -> None:
        connection = await asyncpg.connect(open_database.url)
        try:
            await connection.execute(raising)
        finally:
            await connection.close()

    kind = expected or type(None)
    assert type(await outage(written())) is kind
    assert type(await outage(read())) is kind


async def _identified(database: Database) -> int:
    async with database.aside() as session:
        return int(await session.scalar(sa.text("select 1")) or 0)
