"""The register as it was beside the register as it is: the same questions by turns, in a copy that has been
changed a fifth since."""

import asyncio
import datetime as dt
import statistics
import time
from typing import Any

import asyncpg

from benchmarks import place
from benchmarks.bench import Bench
from benchmarks.measurement import Earlier
from domain.actors import ANONYMOUS
from persistence.engine.database import Database

_INSTITUTION = """id name address listStatus existence version region { code name }
  supervisingAuthority { id name } sites { id name address }
  entitlements { id kind number validFrom validTo state authority { name } }
  publicInspectionResults(first: 10) { nodes { id resultText violationCodes inspectedOn publishedAt } }"""
QUESTIONS = {
    "institution by id": "query Q($asOf: DateTime, $id: ID!) {"
    f" institution(by: {{id: $id}}, asOf: $asOf) {{ {_INSTITUTION} }} }}",
    "institution by credit code": "query Q($asOf: DateTime, $code: String!) {"
    f" institution(by: {{creditCode: $code}}, asOf: $asOf) {{ {_INSTITUTION} }} }}",
    "50 institutions of a city": "query Q($asOf: DateTime, $region: String!) {"
    " institutions(first: 50, filter: {regionCode: $region}, asOf: $asOf) { nodes { id name listStatus"
    " region { name } entitlements { number state } } pageInfo { hasNextPage endCursor } } }",
    "50 results of a city": "query Q($asOf: DateTime, $region: String!) {"
    " publicInspectionResults(first: 50, filter: {regionCode: $region}, asOf: $asOf) { nodes { id"
    " resultText inspectedOn institution { name } } pageInfo { hasNextPage endCursor } } }",
}
AT_MOST = 2.0
"""Times what the same question costs as of today."""
_TURNS = 300
_CHANGES = (
    "update institutions set version = version + 1, website = 'https://changed.example'"
    " where hashtext(id::text) % 5 = 0",
    "update entitlements set version = version + 1 where hashtext(id::text) % 5 = 0",
    "update sites set name = name || '校区' where hashtext(id::text) % 5 = 0",
    "update public_records set is_late = not is_late where hashtext(id::text) % 5 = 0",
    # Nearly all of a day's results are newer than what is asked for.
    "update public_records set withdrawn_at = now(), withdrawal_ground = 'WRONG_SUBJECT'"
    " where hashtext(id::text) % 50 = 1",
)


def as_of(bench: Bench) -> None:
    """In a copy of the large register, through the read compiler, without a memory of answers."""
    register = bench.large
    bench.let_go(register)
    asyncio.run(_measured(bench, asyncio.run(place.copy(register, "bench_as_of"))))


async def _measured(bench: Bench, url: str) -> None:
    moment, given = await _changed(url)
    database = Database(url)
    try:
        for name, document in QUESTIONS.items():
            bench.results.earlier.append(await _by_turns(database, name, document, given, moment))
    finally:
        await database.close()


async def _changed(url: str) -> tuple[dt.datetime, dict[str, Any]]:
    """A moment after which a fifth of all was changed, and an institution with results of a large city."""
    connection = await asyncpg.connect(url, server_settings={"statement_timeout": "0"})
    try:
        row = await connection.fetchrow(
            "select i.id, i.unified_social_credit_code as code, left(i.region_code, 4) || '00' as region"
            " from institutions i join public_records r on r.institution_id = i.id"
            " group by i.id order by count(*) over (partition by left(i.region_code, 4)) desc, count(*) desc"
            " limit 1"
        )
        moment = await connection.fetchval("select clock_timestamp()")
        for statement in _CHANGES:
            await connection.execute(statement)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()
    assert row is not None, "the register has no public results"
    return moment, {"id": f"inst_{row['id']}", "code": row["code"], "region": row["region"]}


async def _by_turns(
    database: Database, name: str, document: str, given: dict[str, Any], moment: dt.datetime
) -> Earlier:
    # Imported here: it builds the whole schema, which no other part needs.
    from persistence.reading.reader import Reader
    from tests.client import DOCUMENTS

    operation = DOCUMENTS.operation(document, None, is_anonymous=True)
    given = {key: value for key, value in given.items() if f"${key}:" in document}
    reader = Reader(database.reading, {}, lambda: dt.datetime.now(dt.UTC))
    took: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(_TURNS):
        for is_earlier in (False, True):
            variables = {**given, "asOf": moment if is_earlier else None}
            began = time.perf_counter()
            (plan,) = operation.reads(variables, ANONYMOUS).plans()
            answer = await reader.answer(plan, variables, ANONYMOUS)
            if turn > _TURNS // 10:
                took[is_earlier].append((time.perf_counter() - began) * 1e3)
            if len(answer) < 500:
                raise AssertionError(f"{name} shows nothing: {answer[:200]!r}")
    # What else the machine does makes some slower and none faster.
    now_ms, then_ms = (statistics.quantiles(took[each], n=4)[0] for each in (False, True))
    return Earlier(name, now_ms, then_ms)
