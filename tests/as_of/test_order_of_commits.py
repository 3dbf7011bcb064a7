"""Transactions that commit in another order than they began: as of each moment, what was committed by then."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from persistence.engine.database import Database
from persistence.engine.past import OPEN_AT
from persistence.reading import ids
from tests.as_of import documents
from tests.client import Client
from tests.people import FARAWAY, MAPLE

pytestmark = pytest.mark.usefixtures("world")

NAMES = """query N($one: ID!, $other: ID!, $asOf: DateTime) {
    one: institution(by: {id: $one}, asOf: $asOf) { website introduction }
    other: institution(by: {id: $other}, asOf: $asOf) { website introduction } }"""
ASKED = {"one": ids.write("Institution", MAPLE), "other": ids.write("Institution", FARAWAY)}
WRITE = "update institutions set website = $2 where id = $1"

Connection = Any


@pytest.fixture
async def writers(database: Database) -> AsyncIterator[tuple[Connection, Connection]]:
    first, second = [await asyncpg.connect(database.url) for _ in range(2)]
    yield first, second
    await first.close()
    await second.close()


async def _moment(connection: Connection) -> str:
    found: str = (await connection.fetchval("select clock_timestamp()")).isoformat()
    return found


async def test_what_began_first_and_was_committed_last_is_not_seen_before(
    ask: Client, writers: tuple[Connection, Connection]
) -> None:
    first, second = writers
    transaction = first.transaction()
    await transaction.start()
    await first.execute(WRITE, MAPLE, "第一")
    await second.execute(WRITE, FARAWAY, "第二")
    between = await _moment(second)
    answer = await documents.read(ask, NAMES, ASKED)
    await first.execute("update institutions set introduction = 'late' where id = $1", FARAWAY)
    await transaction.commit()
    after = await documents.point(ask, NAMES, ASKED)

    assert "第二" in answer.decode()
    assert "第一" not in answer.decode()
    assert await documents.read(ask, NAMES, ASKED, between) == answer
    assert await documents.read(ask, NAMES, ASKED, after.moment) == after.answer
    assert "late" in after.answer.decode()


async def test_a_row_that_both_wrote_has_each_version_from_its_commit_on(
    ask: Client, writers: tuple[Connection, Connection]
) -> None:
    """The one that began first writes it last: the moments of its versions run backwards."""
    first, second = writers
    points = [await documents.point(ask, NAMES, ASKED)]
    transaction = first.transaction()
    await transaction.start()
    await first.execute(WRITE, FARAWAY, "别处")
    await second.execute(WRITE, MAPLE, "第二")
    between, answer = await _moment(second), await documents.read(ask, NAMES, ASKED)
    await first.execute(WRITE, MAPLE, "第一")
    await transaction.commit()
    points.append(await documents.point(ask, NAMES, ASKED))

    assert await documents.read(ask, NAMES, ASKED, between) == answer
    assert "第二" in answer.decode()
    for each in points:
        assert await documents.read(ask, NAMES, ASKED, each.moment) == each.answer


async def test_what_one_transaction_wrote_in_steps_nobody_sees_in_steps(
    ask: Client, writers: tuple[Connection, Connection]
) -> None:
    first, second = writers
    before = await documents.read(ask, NAMES, ASKED)
    transaction = first.transaction()
    await transaction.start()
    moments = []
    for name in ("甲", "乙", "丙"):
        await first.execute(WRITE, MAPLE, name)
        moments.append(await _moment(second))
    await transaction.commit()

    seen = {await documents.read(ask, NAMES, ASKED, each) for each in moments}

    assert seen == {before}
    assert await first.fetchval("select count(*) from institutions_past") == 1


async def test_what_was_rolled_back_never_was(
    ask: Client, writers: tuple[Connection, Connection]
) -> None:
    first, _ = writers
    before = await documents.read(ask, NAMES, ASKED)
    transaction = first.transaction()
    await transaction.start()
    await first.execute(WRITE, MAPLE, "甲")
    await transaction.rollback()

    assert await documents.read(ask, NAMES, ASKED, await documents.now(ask)) == before
    assert await first.fetchval("select count(*) from institutions_past") == 0


async def test_a_savepoint_that_is_given_up_takes_its_moment_along(
    ask: Client, writers: tuple[Connection, Connection]
) -> None:
    first, _ = writers
    async with first.transaction():
        inner = first.transaction()
        await inner.start()
        await first.execute(WRITE, MAPLE, "甲")
        await inner.rollback()
        await first.execute(WRITE, MAPLE, "乙")
    after = await documents.point(ask, NAMES, ASKED)

    assert "乙" in after.answer.decode()
    assert await documents.read(ask, NAMES, ASKED, after.moment) == after.answer


async def test_savepoints_within_savepoints_leave_one_moment(
    ask: Client, writers: tuple[Connection, Connection]
) -> None:
    """Given up is what came first, and again what came between; each moment between shows what was before."""
    first, second = writers
    before = await documents.read(ask, NAMES, ASKED)
    moments = []
    async with first.transaction():
        given_up = first.transaction()
        await given_up.start()
        async with first.transaction():
            await first.execute(WRITE, MAPLE, "甲")
        moments.append(await _moment(second))
        await given_up.rollback()
        async with first.transaction():
            await first.execute(WRITE, MAPLE, "乙")
        given_up = first.transaction()
        await given_up.start()
        await first.execute(WRITE, MAPLE, "丙")
        await first.execute(WRITE, FARAWAY, "丙")
        await given_up.rollback()
        moments.append(await _moment(second))
        await first.execute(WRITE, FARAWAY, "丁")
    after = await documents.point(ask, NAMES, ASKED)

    assert {await documents.read(ask, NAMES, ASKED, each) for each in moments} == {before}
    assert await documents.read(ask, NAMES, ASKED, after.moment) == after.answer
    assert "乙" in after.answer.decode()
    assert "丁" in after.answer.decode()
    assert await first.fetchval("select count(*) from institutions_past") == 2


async def test_a_moment_that_can_be_had_stays_so_when_others_write(
    ask: Client, writers: tuple[Connection, Connection]
) -> None:
    """Also where the next transaction begins in the same second, and lasts."""
    first, _ = writers
    latest = await documents.now(ask)
    transaction = first.transaction()
    await transaction.start()
    await first.execute(WRITE, MAPLE, "第一")

    later = await documents.now(ask)
    answer = await documents.read(ask, NAMES, ASKED, latest)
    await transaction.commit()

    assert dt.datetime.fromisoformat(later) >= dt.datetime.fromisoformat(latest)
    assert "第一" not in answer.decode()
    assert await documents.read(ask, NAMES, ASKED, latest) == answer


async def test_long_transactions_are_known_as_open_as_short_ones_are(
    writers: tuple[Connection, Connection],
) -> None:
    first, _ = writers
    transaction = first.transaction()
    await transaction.start()
    await first.execute(
        """insert into recordings values ('2020-01-01 00:00Z', '2020-01-02 00:00Z'),
        ('2020-01-01 11:59:59Z', '2020-01-01 12:00:01Z'), ('2020-01-01 11:59:58Z', '2020-01-01 11:59:59Z'),
        ('2020-01-01 12:00:01Z', '2020-01-01 12:00:02Z')"""
    )
    await first.execute("set constraints all deferred")
    noon = await first.fetchval("select timestamptz '2020-01-01 12:00Z'")
    found = await first.fetchval(OPEN_AT, noon)
    await transaction.rollback()

    assert [f"{each:%H:%M:%S}" for each in sorted(found)] == ["00:00:00", "11:59:59"]
