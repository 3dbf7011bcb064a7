"""Filing a result: a record, twenty answers, three findings and all traces, beside raw asyncpg."""

import asyncio
import datetime as dt
import time
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from benchmarks import place
from benchmarks.bench import ACCEPT, OUR_COMMAND, Bench, environment
from benchmarks.load import CONNECTIONS, Question
from benchmarks.measurement import Contestant, Series, take
from benchmarks.people import INSPECTOR, office
from benchmarks.place import ROOT
from benchmarks.runner import running
from benchmarks.scenarios import OURS
from domain.checklists import BY_CODE_AND_VERSION
from domain.moments import day_of
from persistence.alerts import kept
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids

_DOCUMENT = """mutation FileInspectionResult($input: FileInspectionResultInput!) {
  fileInspectionResult(input: $input) {
    __typename
    ... on InspectionResultFiled { inspection { id state version record { versionNo filedAt } } }
    ... on Refusal { code message }
  }
}"""
_ITEMS = BY_CODE_AND_VERSION["OFF_CAMPUS_GENERAL", 1].items
_COUNTED = (
    "inspection_records", "record_answers", "findings", "record_confirmations", "operations",
    "audit_events", "state_transitions", "outbox_messages",
)  # fmt: skip
FILING = Series("filing a result", OURS)
# The server answers some 400 filings a second: a round never runs out of visits.
VISITS = 1_200
SECONDS = 2.0


def filing(bench: Bench) -> None:
    """By turns through the API and by asyncpg alone, which leave the same rows, in a copy of the
    smaller register."""
    register, name = bench.small, "bench_filing"
    tokens = bench.tokens(register, INSPECTOR)
    bench.let_go(register)
    url = asyncio.run(place.copy(register, name))
    variables = environment(register, bench.folder, url)
    log = bench.folder / "filing.log"
    with running(OURS, OUR_COMMAND, variables, log=log, folder=ROOT) as server:
        for number in range(bench.size.rounds + 1):
            mine, theirs = (asyncio.run(visits(url, VISITS)) for _ in range(2))
            asyncio.run(settle(url))
            before = asyncio.run(rows(url))
            question = Question(server.url("/graphql"), bodies(mine), tokens, ACCEPT)
            found = take(Contestant(FILING, question, server, register), SECONDS, bench.folder)
            # What was under way when the driver left is still written.
            time.sleep(0.5)
            between = asyncio.run(rows(url))
            rate = asyncio.run(raw(url, theirs))
            after = asyncio.run(rows(url))
            filed = between["inspection_records"] - before["inspection_records"]
            if filed >= len(mine) or filed < found.load.requests:
                raise RuntimeError(f"{found.load.requests} filings left {filed} records")
            left = [_each(before, between, filed), _each(between, after, len(theirs))]
            if left[0] != left[1]:
                raise AssertionError(f"filings leave different rows: {left}")
            if number:  # the first one warms up
                bench.results.add(FILING, found)
                bench.results.raw_filings.append(rate)


def _each(before: dict[str, int], after: dict[str, int], filed: int) -> dict[str, float]:
    return {table: (after[table] - before[table]) / filed for table in before}


async def visits(url: str, count: int) -> list[UUID]:
    """So many visits that wait for their result, in a task that is under way."""
    connection = await asyncpg.connect(url, server_settings={"statement_timeout": "0"})
    task = new_key()
    today = day_of(dt.datetime.now(dt.UTC))
    window = (today - dt.timedelta(days=10), today + dt.timedelta(days=10))
    try:
        async with connection.transaction():
            await connection.execute(
                "insert into inspection_tasks (id, code, name, authority_id,"
                " authority_region_code, sector, category, trigger, reason, window_from, window_to,"
                " state, created_by, version)"
                " select $1, $4, '任务', id, region_code, 'EDUCATION', 'CASE', 'LEAD', '来信反映', $2, $3,"
                " 'IN_PROGRESS', (select id from accounts where login = $6), 2 from authorities"
                " where name = $5",
                task,
                *window,
                str(task),
                office("nation"),
                INSPECTOR,
            )
            rows = await connection.fetch(
                "insert into inspections (id, task_id, institution_id, authority_id,"
                " authority_region_code, region_code, sector, window_from, window_to, notice_mode,"
                " checklist_code, checklist_version, state, version)"
                " select gen_random_uuid(), $1, i.id, a.id, a.region_code, i.region_code, 'EDUCATION',"
                " $2, $3, 'ADVANCE', 'OFF_CAMPUS_GENERAL', 1, 'TO_ENTER', 1"
                " from authorities a, (select * from institutions order by id limit $4) i"
                " where a.name = $5 returning id",
                task,
                *window,
                count,
                office("nation"),
            )
            found = [row["id"] for row in rows]
            await connection.execute(
                "insert into inspection_assignments (id, inspection_id, officer_id, is_leader)"
                " select gen_random_uuid(), v.id, o.id, o.account_id is not null"
                " from unnest($1::uuid[]) v(id), officers o"
                " where o.authority_id = (select id from authorities where name = $2)",
                found,
                office("nation"),
            )
            await connection.execute(
                "insert into check_ins (id, inspection_id, officer_id, claimed_at, corrected_at,"
                " received_at, certificates_shown, rights_told, is_mock, flags)"
                " select gen_random_uuid(), v.id, o.id, now() - interval '3 hours',"
                " now() - interval '3 hours', now(), true, true, false, '{NO_POSITION}'"
                " from unnest($1::uuid[]) v(id), officers o join accounts a on a.id = o.account_id"
                " where a.login = $2",
                found,
                INSPECTOR,
            )
        await connection.execute("vacuum analyze inspections, inspection_assignments")
    finally:
        await connection.close()
    return found


async def settle(url: str) -> None:
    """What officials' lists are read from is up to date: keeping it so for visits that were just made
    is no part of a filing."""
    database = Database(url)
    try:
        await kept.settle_all(database)
    finally:
        await database.close()


def bodies(inspections: list[UUID]) -> tuple[bytes, ...]:
    """One filing of each visit, as the app sends it."""
    return tuple(
        orjson.dumps({"query": _DOCUMENT, "variables": {"input": _report(inspection)}})
        for inspection in inspections
    )


def _report(inspection: UUID) -> dict[str, Any]:
    ended_at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    return {
        "operationId": str(new_key()),
        "inspectionId": ids.write("Inspection", inspection),
        "visitStartedAt": (ended_at - dt.timedelta(hours=1)).isoformat(),
        "visitEndedAt": ended_at.isoformat(),
        "methods": ["ON_SITE"],
        "resultCodes": ["PROBLEM_PENDING"],
        "measures": ["ORDER_CORRECTION"],
        "summary": "负责人陪同检查，发现三处问题",
        "answers": [
            {"itemCode": item.code, "isChecked": True, "problemFound": i < 3,
             "handling": "ORDERED" if i < 3 else "NONE", "note": "现场查看"}
            for i, item in enumerate(_ITEMS)
        ],
        "findings": [
            {"violationCode": "SAFETY_FIRE", "detail": "灭火器过期三个月", "itemCode": item.code}
            for item in _ITEMS[:3]
        ],
    }  # fmt: skip


async def rows(url: str) -> dict[str, int]:
    """How many rows there are of all that a filing leaves."""
    connection = await asyncpg.connect(url)
    try:
        return {
            table: await connection.fetchval(f"select count(*) from {table}")  # noqa: S608  # ours
            for table in _COUNTED
        }
    finally:
        await connection.close()


async def raw(url: str, inspections: list[UUID]) -> float:
    """File them all over as many connections, a transaction each; filings per second."""
    connections = [await asyncpg.connect(url) for _ in range(CONNECTIONS)]
    found = await connections[0].fetchrow(
        "select o.id, a.id from officers o join accounts a on a.id = o.account_id where a.login = $1",
        INSPECTOR,
    )
    assert found is not None
    officer, account = found
    waiting = list(inspections)

    async def loop(connection: asyncpg.Connection) -> None:
        while waiting:
            inspection = waiting.pop()
            async with connection.transaction():
                await _file(connection, inspection, officer, account)

    started = time.perf_counter()
    await asyncio.gather(*(loop(connection) for connection in connections))
    spent = time.perf_counter() - started
    for connection in connections:
        await connection.close()
    return len(inspections) / spent


async def _file(
    connection: asyncpg.Connection, inspection: UUID, officer: UUID, account: UUID
) -> None:
    """The rows that one filing leaves, and nothing else: nothing is read, checked or locked."""
    record, now = new_key(), dt.datetime.now(dt.UTC)
    await connection.execute(
        "insert into inspection_records (id, inspection_id, version_no, filed_by, filed_at,"
        " visit_started_at, visit_ended_at, clock_is_off, methods, result_codes, measures, summary,"
        " attempted_at, rules_version) values ($1, $2, 1, $3, $4, $4, $4, false, '{ON_SITE}',"
        " '{PROBLEM_PENDING}', '{ORDER_CORRECTION}', $5, '{}', 'bench')",
        record,
        inspection,
        officer,
        now,
        "负责人陪同检查，发现三处问题",
    )
    await connection.executemany(
        "insert into record_answers (id, record_id, position, item_code, is_checked, problem_found,"
        " handling, note) values ($1, $2, $3, $4, true, $5, $6, '现场查看')",
        [
            (new_key(), record, i, item.code, i < 4, "ORDERED" if i < 4 else "NONE")
            for i, item in enumerate(_ITEMS, 1)
        ],
    )
    await connection.executemany(
        "insert into findings (id, record_id, position, violation_code, detail, item_code)"
        " values ($1, $2, $3, 'SAFETY_FIRE', '灭火器过期三个月', $4)",
        [(new_key(), record, i, item.code) for i, item in enumerate(_ITEMS[:3], 1)],
    )
    await connection.execute(
        "insert into record_confirmations (record_id, officer_id, confirmed_at) values ($1, $2, $3)",
        record,
        officer,
        now,
    )
    await connection.execute(
        "update inspections set state = 'TO_CONFIRM', current_record_id = $2, filed_at = $3,"
        " inspected_on = $4, publish_due_on = $4, version = version + 1 where id = $1",
        inspection,
        record,
        now,
        day_of(now),
    )
    await connection.execute(
        "insert into state_transitions (id, entity, subject_id, from_state, to_state, event, actor_id)"
        " values ($1, 'Inspection', $2, 'TO_ENTER', 'TO_CONFIRM', 'file', $3)",
        new_key(),
        inspection,
        account,
    )
    await connection.execute(
        "insert into audit_events (id, tag, actor_id, subject_id, request_id, detail)"
        " values ($1, 'inspection.result_filed', $2, $3, $4, '{\"version\": 1}')",
        new_key(),
        account,
        inspection,
        str(record),
    )
    await connection.execute(
        "insert into outbox_messages (topic, object_id, payload)"
        " values ('inspection.result_filed', $1, '{\"version\": 1}')",
        inspection,
    )
    await connection.execute(
        "insert into operations (actor_key, operation_id, mutation, input_hmac, success, ids)"
        " values ($1, $2, 'fileInspectionResult', $1, 'InspectionResultFiled', '{}')",
        record.bytes + inspection.bytes,
        new_key(),
    )
