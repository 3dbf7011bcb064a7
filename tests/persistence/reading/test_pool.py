"""The read pool: its size, its settings, and connections that die or are let go."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import asyncpg
import pytest

from persistence.engine.database import READER_ROLE, Database, StatementPool
from tests.client import Client

SIZE = 3


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[StatementPool]:
    made = StatementPool(database_url, size=SIZE, role=READER_ROLE)
    yield made
    await made.close()


async def test_plans_are_kept_but_where_the_values_decide(
    pool: StatementPool, database: Database
) -> None:
    mode = "show plan_cache_mode"
    assert await pool.fetch_value(mode, []) == "auto"
    assert await database.reading.fetch_value(mode, []) == "auto"
    for_values = await database.reading.fetch_value(mode, [], is_for_values=True)
    assert for_values == "force_custom_plan"
    assert await pool.fetch_value("select current_user", []) == READER_ROLE


async def test_two_hundred_reads_at_once_share_its_few_connections(
    pool: StatementPool, database_url: str
) -> None:
    count = "select count(*) from pg_stat_activity where application_name = 'spotcheck read'"
    watcher = await asyncpg.connect(database_url)
    before = await watcher.fetchval(count)

    found = await asyncio.gather(
        *(pool.fetch_value("select pg_backend_pid() + 0 * $1::int", [i]) for i in range(200))
    )

    assert len(set(found)) <= SIZE
    assert await watcher.fetchval(count) - before <= SIZE
    await watcher.close()


async def test_a_connection_killed_while_idle_is_replaced(
    pool: StatementPool, database_url: str
) -> None:
    pid = await pool.fetch_value("select pg_backend_pid()", [])
    await _kill(database_url, pid)

    assert await pool.fetch_value("select pg_backend_pid()", []) != pid


async def test_a_read_whose_connection_is_killed_is_sent_again(
    pool: StatementPool, database_url: str
) -> None:
    slow = "select pg_backend_pid() from (select pg_sleep(0.3)) as slept"
    waiting = asyncio.create_task(pool.fetch_value(slow, []))
    pid = await _busy(database_url, "pg_sleep(0.3)")
    await _kill(database_url, pid)

    assert await waiting not in (None, pid)


async def test_a_read_cancelled_midway_leaves_its_connection_usable(
    pool: StatementPool, database_url: str
) -> None:
    for _ in range(2 * SIZE):
        waiting = asyncio.create_task(pool.fetch_value("select pg_sleep(60)", []))
        await _busy(database_url, "pg_sleep(60)")
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await waiting

        assert await pool.fetch_value("select 1", []) == 1

    found = await asyncio.gather(*(pool.fetch_value("select 2", []) for _ in range(20)))
    assert found == [2] * 20


async def test_a_waiter_that_gives_up_holds_up_nobody(pool: StatementPool) -> None:
    holding = [
        asyncio.create_task(pool.fetch_value("select pg_sleep(0.1)", [])) for _ in range(SIZE)
    ]
    await asyncio.sleep(0)
    gone = [asyncio.create_task(pool.fetch_value("select 1", [])) for _ in range(5)]
    staying = [asyncio.create_task(pool.fetch_value("select 1", [])) for _ in range(5)]
    await asyncio.sleep(0)
    for task in gone:
        task.cancel()

    async with asyncio.timeout(10):
        await asyncio.gather(*holding)
        assert await asyncio.gather(*staying) == [1] * 5


async def test_a_waiter_that_gives_up_at_its_turn_passes_it_on(database_url: str) -> None:
    pool = StatementPool(database_url, size=1, role=None)
    held = await pool._take()
    gone = asyncio.create_task(pool.fetch_value("select 1", []))
    staying = asyncio.create_task(pool.fetch_value("select 2", []))
    await asyncio.sleep(0)

    # Cancelled in the very step in which its turn was announced.
    pool._give_back(held)
    gone.cancel()

    async with asyncio.timeout(5):
        assert await staying == 2
    await pool.close()


async def test_a_failing_read_gives_its_place_back(pool: StatementPool) -> None:
    for _ in range(2 * SIZE):
        with pytest.raises(asyncpg.DivisionByZeroError):
            await pool.fetch_value("select 1 / 0", [])

    assert await pool.fetch_value("select 1", []) == 1


async def test_a_request_goes_on_after_all_connections_were_killed(
    ask: Client, world: None, database_url: str
) -> None:
    document = (
        "{ a: institutions(first: 1) { totalCount } b: institutions(first: 1) { totalCount } }"
    )
    before = await ask(document)
    admin = await asyncpg.connect(database_url)
    await admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'spotcheck read' and datname = current_database()"
    )
    await admin.close()

    assert await ask(document) == before


async def _kill(url: str, pid: int) -> None:
    admin = await asyncpg.connect(url)
    await admin.fetchval("select pg_terminate_backend($1)", pid)
    while await admin.fetchval("select count(*) from pg_stat_activity where pid = $1", pid):
        pass
    await admin.close()


async def _busy(url: str, words: str) -> int:
    """The backend that is carrying out a statement with these words, as soon as there is one."""
    admin = await asyncpg.connect(url)
    pid: int | None = None
    while pid is None:
        pid = await admin.fetchval(
            "select pid from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()"
            " and strpos(query, $1) > 0",
            words,
        )
    await admin.close()
    return pid
