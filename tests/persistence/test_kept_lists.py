"""What is kept of alerts, loads and totals is what counting would find, at every moment.

Counting is the views of before anything was kept, as their migration has them.
"""

import argparse
import asyncio
import datetime as dt
import importlib
import random
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa

from api.commands import seed_register
from jobs import lists
from persistence.alerts import kept
from persistence.alerts.definitions import SEEN
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests import beside

_BEFORE = importlib.import_module("persistence.migrations.versions.2026_11_27_rectification")
ALERTS, LOADS = (
    # Since then a visit without notice counts no more when its result is filed, but when it is public.
    text.replace(
        "t.state <> 'TO_ENTER' or t.noticed_at", "t.published_at is not null or t.noticed_at"
    )
    for text in (_BEFORE._ALERTS, _BEFORE._INSPECTION_LOADS)
)
KEPT = "kind not in ('CERTIFICATE_EXPIRES', 'CERTIFICATE_EXPIRES_SOON')"
"""Those of officers are found each time, in one view for all."""
COUNTS = _BEFORE._ALERT_COUNTS.replace("from alerts", f"from ({ALERTS}) counted")
VISITS = (
    "select t.authority_id, t.authority_region_code, t.region_code, t.sector, t.state, k.category"
    " from inspections t join inspection_tasks k on k.id = t.task_id"
)


def counted(rows: str, *columns: str) -> str:
    names = ", ".join(columns)
    return f"select {names}, count(*)::bigint as n from ({rows}) counted group by {names}"


def summed(view: str, amount: str, *columns: str) -> str:
    names = ", ".join(columns)
    return (
        f"select {names}, sum({amount})::bigint as n from {view} group by {names}"
        f" having sum({amount}) <> 0"
    )


LISTED_BY = ("subject_kind", "kinds", "sector", "list_status", "existence", "credit_grade")
INSTITUTIONS = (
    "select subject_kind, kinds, sector, list_status, existence, coalesce(credit_grade, '')"
    " as credit_grade from institutions"
)
PUBLIC = (
    "withdrawn_at is null and superseded_at is null"
    " and expires_on >= timezone('Asia/Shanghai', now())::date"
)
PAIRS = {
    "alerts": (f"select {SEEN} from alerts where {KEPT}", ALERTS),
    "loads": ("select * from inspection_loads", LOADS),
    "counts": (
        "select id, kind, authority_id, sector, authority_region_code, count, oldest_due_on"
        f" from alert_counts where {KEPT}",
        COUNTS,
    ),
    "visits": (
        summed("inspection_totals", "n", "authority_id", "region_code", "state", "category"),
        counted(VISITS, "authority_id", "region_code", "state", "category"),
    ),
    "the nation's visits": (
        summed("inspection_totals_of_all", "n", "sector", "state", "category"),
        counted(VISITS, "sector", "state", "category"),
    ),
    "institutions": (
        summed("institution_totals", "n", "region_code", "subject_kind"),
        counted("select * from institutions", "region_code", "subject_kind"),
    ),
    "the nation's institutions": (
        summed("institution_totals_of_all", "n", *LISTED_BY),
        counted(INSTITUTIONS, *LISTED_BY),
    ),
    **{
        f"public results by {', '.join(columns)}": (
            summed(f"public_result_totals_of_{name}", "n", *columns),
            counted(f"select * from public_records where {PUBLIC}", *columns),
        )
        for name, columns in {
            "places": ("region_code", "category", "result_codes"),
            "days": ("inspected_on", "category", "result_codes"),
            "codes": ("result_codes",),
        }.items()
    },
    "the nation's alerts": (
        summed(f"(select * from alert_totals_now where {KEPT}) kept", "n", "kind", "sector"),
        counted(ALERTS, "kind", "sector"),
    ),
    "the nation's loads": (
        summed("load_totals_now", "n", "year", "sector", "visit_count"),
        counted(LOADS, "year", "sector", "visit_count"),
    ),
}
"""What is read, and what counting finds."""

DAY = "(timezone('Asia/Shanghai', now())::date + {})"
"""A day in Shanghai, of so many from today."""
VISIT = "where id = (select id from inspections order by md5(id::text || '{}') limit 1)"
ONE = "where id = (select id from {} order by md5(id::text || '{}') limit 1)"
STATES = ("TO_ENTER", "TO_CONFIRM", "TO_AUDIT", "AUDIT_REJECTED", "VOIDED")
EARLIEST = 10
"""The first day of the year on which a visit begins here: days that pass take none into the year before."""
MOST_DAYS = 2
FAR = 9_999


@pytest.fixture
async def connection(database: Database, keys: Keys) -> "AsyncIterator[asyncpg.Connection[Any]]":
    """To a register with the demo's story and what was seeded, all of it dated about today."""
    parser = argparse.ArgumentParser()
    seed_register.add_to(parser.add_subparsers(required=True))
    given = parser.parse_args(["seed", "--institutions", "12", "--inspections", "60"])
    assert await seed_register.run(given, database, keys) == 0
    found = await asyncpg.connect(database.url)
    await found.execute(
        f"update inspections set window_to = {DAY.format(40)}, window_from = greatest("
        f"{DAY.format(-20)}, date_trunc('year', {DAY.format(0)})::date + {EARLIEST})"
    )
    yield found
    await found.close()


async def differences(connection: "asyncpg.Connection[Any]") -> dict[str, Any]:
    found = {}
    for name, (read, count) in PAIRS.items():
        ours, theirs = [
            Counter(
                tuple(sorted((name, str(value)) for name, value in row.items()))
                for row in await connection.fetch(sql)
            )
            for sql in (read, count)
        ]
        if ours != theirs:
            found[name] = {"only read": ours - theirs, "only counted": theirs - ours}
    return found


def change(chance: random.Random) -> str:
    """A statement that writes to the register in one of the ways that matter."""
    day, salt = DAY.format(chance.randint(-9, 9)), chance.random()
    one = VISIT.format(salt)
    return chance.choice(
        [
            f"update inspections set state = '{chance.choice(STATES)}', publish_due_on = {day},"
            f" published_at = null {one}",
            f"update inspections set state = 'TO_ENTER', window_to = greatest({day}, window_from),"
            f" noticed_at = {chance.choice(['now()', 'null'])} {one}",
            f"update inspections set publish_due_on = {day}, published_at = null,"
            f" state = 'TO_AUDIT' {one}",
            # Somebody visits the same institution again.
            "update inspections set (institution_id, site_id, region_code) = (select institution_id,"
            " null::uuid, region_code from inspections order by md5(id::text || 'again') limit 1)"
            f" {one}",
            f"update objections set due_on = {day} {ONE.format('objections', salt)}",
            f"update result_corrections set due_on = {day} {ONE.format('result_corrections', salt)}",
            "update correction_orders set state ="
            f" '{chance.choice(['ISSUED', 'OVERDUE', 'SUBMITTED'])}',"
            f" issued_on = least(issued_on, {day}), due_on = {day}, kind = 'DEADLINE',"
            " submitted_at = now()"
            f" {ONE.format('correction_orders', salt)} and recheck_inspection_id is null and closed_at is null",
            f"update evidence set declared_at = now() - interval '{chance.randint(0, 48)} hours'"
            f" {ONE.format('evidence', salt)} and state = 'EXPECTED'",
            f"update institutions set credit_grade = {chance.choice(['null', repr('A'), repr('C')])},"
            f" kinds = array['{chance.choice(['ONLINE_PLATFORM', 'OFF_CAMPUS_TRAINING'])}']"
            f" {ONE.format('institutions', salt)}",
            "update public_records set withdrawn_at = case when withdrawn_at is null then now() end,"
            " withdrawal_ground = case when withdrawn_at is null then 'REPAIRED' end"
            f" {ONE.format('public_records', salt)}",
            f"update public_records set superseded_at = now() {ONE.format('public_records', salt)}",
            f"update public_records set expires_on = {day}, inspected_on = {DAY.format(-99)},"
            " category = 'CASE', result_codes = array['INFO_FALSE']"
            f" {ONE.format('public_records', salt)}",
            f"update institutions set region_code = (select code from regions where level = 'COUNTY'"
            f" order by md5(code || '{salt}') limit 1) {ONE.format('institutions', salt)}",
        ]
    )


async def days_pass(connection: "asyncpg.Connection[Any]", days: int) -> None:
    """All that has a date was so many days earlier, what is kept too: so the clock was put on, and
    nothing was written."""
    columns = await connection.fetch(
        "select table_name, column_name from information_schema.columns c"
        " join information_schema.tables t using (table_schema, table_name)"
        " where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'"
        " and (table_name like 'kept%' or table_name in ('inspections', 'objections',"
        " 'public_records', 'public_result_totals_changes',"
        " 'result_corrections', 'correction_orders', 'escalation_proposals', 'replies', 'evidence',"
        " 'repair_requests', 'recusal_requests', 'follow_ups'))"
        " and c.data_type in ('date', 'timestamp with time zone')"
    )
    async with connection.transaction():
        await connection.execute("set local session_replication_role = replica")
        # Far, and most of the way back: a day is not moved to one that is still to be moved.
        for way, far in (("-", FAR), ("+", FAR - days)):
            for table in {row["table_name"] for row in columns}:
                moved = ", ".join(
                    f"{row['column_name']} = {row['column_name']} {way} interval '{far} days'"
                    for row in columns
                    if row["table_name"] == table
                )
                await connection.execute(f"update {table} set {moved}")


@pytest.mark.parametrize("seed", range(2))
async def test_what_is_kept_is_what_counting_finds(
    connection: "asyncpg.Connection[Any]",
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(kept, "_MOST", 3)
    days = 0
    assert await differences(connection) == {}

    for _ in range(40):
        match chance.choice(["write", "write", "write", "settle", "settle all", "day", "crash"]):
            case "write":
                try:
                    await connection.execute(change(chance))
                except asyncpg.IntegrityConstraintViolationError:
                    continue
            case "settle":
                await kept.settle(database)
            case "settle all":
                await kept.settle_all(database)
            case "day" if days < MOST_DAYS:
                days += 1
                await days_pass(connection, 1)
            case _:
                await cut_short(database, chance.randint(1, 9), monkeypatch)
        assert await differences(connection) == {}

    await kept.settle_all(database)
    assert not await connection.fetchval("select count(*) from visit_changes")
    assert await differences(connection) == {}


async def cut_short(database: Database, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settling ends in the middle of its statements."""
    statements = kept._STATEMENTS
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_STATEMENTS", (*statements[: after % len(statements)], "select 1 / 0"))
        try:
            await kept.settle(database)
        except sa.exc.DBAPIError as error:
            assert "division by zero" in str(error)  # noqa: PT017  # there may be nothing to settle


async def test_writers_and_two_who_settle_do_not_disturb_one_another(
    connection: "asyncpg.Connection[Any]", database: Database
) -> None:
    chance = random.Random(7)
    is_over = False

    async def settle() -> None:
        while not is_over:
            await kept.settle(database)

    settling = [asyncio.create_task(settle()) for _ in range(2)]
    for _ in range(60):
        try:
            await connection.execute(change(chance))
        except asyncpg.IntegrityConstraintViolationError:
            continue
    is_over = True
    await asyncio.gather(*settling)

    assert await differences(connection) == {}
    await kept.settle_all(database)
    assert await differences(connection) == {}


async def test_a_visit_that_moves_is_kept_once_and_where_it_is(
    connection: "asyncpg.Connection[Any]", database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is noted where it was and where it is, and each note may be settled by itself."""
    await kept.settle_all(database)
    monkeypatch.setattr(kept, "_MOST", 1)
    visit = await connection.fetchrow(
        f"select id, institution_id from inspections {VISIT.format(1)}"
    )
    assert visit is not None
    await connection.execute(
        "update inspections set state = 'TO_AUDIT', published_at = null,"
        " (institution_id, site_id, region_code) = (select institution_id, null::uuid, region_code"
        f" from inspections where institution_id <> '{visit['institution_id']}' limit 1) where id = '{visit['id']}'"
    )
    noted = await connection.fetch("select institution_id from visit_changes order by id")
    assert len({row["institution_id"] for row in noted}) == len(noted) == 2

    await kept.settle_all(database)

    assert await differences(connection) == {}


async def test_what_is_committed_late_is_not_forgotten(
    connection: "asyncpg.Connection[Any]", database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that was numbered before others and committed after they were read stays a change."""
    async with (
        beside.connection(database.url) as late,
        beside.connection(database.url) as gate,
    ):
        await kept.settle_all(database)
        *statements, forgetting = kept._STATEMENTS
        stop = "select pg_advisory_xact_lock(77)"
        monkeypatch.setattr(kept, "_STATEMENTS", (*statements, stop, forgetting))
        await gate.execute("select pg_advisory_lock(77)")
        written = (
            "update inspections set state = 'TO_AUDIT', published_at = null, publish_due_on = {} {}"
        )

        transaction = late.transaction()
        await transaction.start()
        await late.execute(written.format(DAY.format(-1), VISIT.format("late")))
        await connection.execute(written.format(DAY.format(-1), VISIT.format("soon")))
        settling = asyncio.create_task(kept.settle(database))
        waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        async with asyncio.timeout(20):
            while not await gate.fetchval(waits):  # noqa: ASYNC110  # the database knows
                await asyncio.sleep(0.01)
        await transaction.commit()
        await gate.execute("select pg_advisory_unlock(77)")

        assert await settling
        assert await connection.fetchval("select count(*) from visit_changes") == 1
        assert await differences(connection) == {}


async def test_what_happens_after_midnight_is_found_at_midnight(
    connection: "asyncpg.Connection[Any]", database: Database
) -> None:
    """A visit whose last day is today waits; tomorrow its result is late, and it counts as one."""
    await connection.execute(
        f"update inspections set state = 'TO_ENTER', noticed_at = null, window_to = {DAY.format(0)},"
        f" published_at = null, publish_due_on = null {VISIT.format('midnight')}"
    )
    await kept.settle_all(database)
    late = "select count(*) from alerts where kind = 'RESULT_NOT_FILED' and due_on = $1"
    loads = "select sum(visit_count) from inspection_loads"
    today = await connection.fetchval(f"select {DAY.format(0)}")
    before = await connection.fetchval(late, today), await connection.fetchval(loads)

    await days_pass(connection, 1)

    yesterday = today - dt.timedelta(days=1)
    after = await connection.fetchval(late, yesterday), await connection.fetchval(loads)
    assert after == (before[0] + 1, before[1] + 1)
    assert await differences(connection) == {}
    await _is_settled_by_a_server(connection, database)

    # Of another year, and of nothing that is left.
    await connection.execute(
        "insert into kept_alert_counts select gen_random_uuid(), authority_region_code,"
        " 'REPEATED_VISITS', authority_id, 'SPORTS', 3, last_on, now() from kept_loads limit 1"
    )
    await kept.settle_all(database)
    assert await differences(connection) == {}


async def _is_settled_by_a_server(
    connection: "asyncpg.Connection[Any]", database: Database
) -> None:
    expired = "select count(*) from kept_loads where good_until <= now()"
    assert await connection.fetchval(expired)
    faults: list[Exception] = []
    task = asyncio.create_task(lists.keep_up(database, faults.append))
    try:
        async with asyncio.timeout(20):
            while await connection.fetchval(expired):  # noqa: ASYNC110  # the database knows
                await asyncio.sleep(0.05)
    finally:
        task.cancel()
    assert faults == []
    assert await differences(connection) == {}
