"""The documents of the three apps: they fit the schema, their SQL is known, both roads agree.

A changed statement is work to explain in review: `UPDATE_SNAPSHOTS=1` writes the new ones.
"""

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import pytest
from graphql import OperationType, get_operation_ast, parse, validate

from persistence.derived_fields import derived_fields
from persistence.engine.database import Database, StatementPool
from persistence.engine.keys import Keys
from persistence.reading.plan import parameters_of
from persistence.reading.reader import Reader
from schema import app_documents
from schema.assembly import core
from schema.operations import PreparedOperation
from tests.client import SCHEMA, Client
from tests.conftest import PASSWORD_HASH
from tests.documents import cases
from tests.documents.cases import Case
from tests.documents.rows import RECEIPT_OPERATION, rows
from tests.shelf import Shelf
from tests.world import world_rows

SNAPSHOTS = Path(__file__).parent / "sql"


@pytest.fixture(scope="session")
async def loaded(open_database: Database, shelf: Shelf, keys: Keys) -> None:
    """The story, told once for each worker."""
    world = world_rows(keys, PASSWORD_HASH)
    await shelf.make("documents", open_database, [*world, *rows(keys)])


@pytest.fixture
async def story(loaded: None, database: Database, shelf: Shelf) -> None:
    await shelf.put_back("documents")


@pytest.fixture
async def counted(database_url: str, keys: Keys, ask: Client) -> AsyncIterator["CountingPool"]:
    """The client on a pool of one connection that counts its statements."""
    pool = CountingPool(database_url, size=1, role="spotcheck_reader")
    ask.reader = Reader(pool, derived_fields(keys, ask.clock), ask.clock)
    ask.endpoint._reader = ask.reader
    yield pool
    await pool.close()


class CountingPool(StatementPool):
    statements = 0

    async def fetch_value(
        self, sql: str, parameters: Sequence[Any], *, is_for_values: bool = False
    ) -> Any:
        self.statements += 1
        return await super().fetch_value(sql, parameters, is_for_values=is_for_values)


def _named(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("name", app_documents.names())
def test_every_document_fits_the_schema(name: str) -> None:
    document = parse(app_documents.text(name))

    assert validate(core(SCHEMA), document) == []


def test_every_query_is_tried() -> None:
    queries = set()
    for name in app_documents.names():
        operation = get_operation_ast(parse(app_documents.text(name)))
        assert operation is not None
        if operation.operation is OperationType.QUERY:
            queries.add(name)

    assert queries == {case.name for case in cases.QUERIES}


@pytest.mark.parametrize("case", cases.planned(), ids=_named)
async def test_the_sql_of_a_document_is_known(ask: Client, world: None, case: Case) -> None:
    operation, variables, actor = await _operation(ask, case)

    plans = list(operation.reads(variables, actor).plans())

    text = "\n\n".join(plan.sql for plan in plans) + "\n"
    path = SNAPSHOTS / f"{case.name.replace('/', '.')}.sql"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
    # And each may be asked for its largest page.
    largest = {**variables, "first": 100} if "first" in variables else variables
    assert parameters_of(plans, largest, actor)


@pytest.mark.parametrize("case", cases.planned(), ids=_named)
async def test_both_roads_give_one_answer(ask: Client, story: None, case: Case) -> None:
    operation, _, actor = await _operation(ask, case)
    edge = await ask.answer(case.text, case.variables, by=case.by)

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"state": {"language": "en", "request_id": "test", "person": case.by}}
    await ask.endpoint._execute(scope, _answer(send), operation, case.variables, actor)

    executed = orjson.loads(sent[1]["body"])
    assert orjson.dumps(executed) == orjson.dumps(edge)


@pytest.mark.parametrize("case", cases.planned(), ids=_named)
async def test_twelve_executions_show_something_each_in_one_statement_for_a_root_field(
    ask: Client, story: None, counted: CountingPool, case: Case
) -> None:
    """Prepared once, by plans for the values and by those that are kept."""
    data = await ask(case.text, case.variables, by=case.by)

    assert counted.statements == len(data)
    assert all(_is_something(data[key]) for key in data.keys() - cases.TAKEN_AWAY), data

    for _ in range(11):
        assert await ask(case.text, case.variables, by=case.by) == data

    assert counted.statements == 12 * len(data)
    connection = counted._free[0]
    assert isinstance(connection, asyncpg.Connection)
    plans = await connection.fetch(
        "select generic_plans, custom_plans from pg_prepared_statements"
        " where statement like '%answer%' and statement not like '%pg_prepared_statements%'"
    )
    assert plans
    assert sum(p["custom_plans"] + p["generic_plans"] for p in plans) >= 12


async def test_an_anonymous_complaint_is_found_by_its_receipt(
    ask: Client, story: None, keys: Keys
) -> None:
    case = next(c for c in cases.QUERIES if c.name == "parent/complaint_by_receipt")

    found = await ask(case.text, {"receipt": keys.receipt(RECEIPT_OPERATION)})
    missing = await ask(case.text, {"receipt": "0" * 20})

    assert found["complaintByReceipt"]["state"] == "RECEIVED"
    assert missing == {"complaintByReceipt": None}


async def test_static_lists_speak_the_callers_language(ask: Client, world: None) -> None:
    case = next(c for c in cases.QUERIES if c.name == "dashboard/code_lists")

    english = await ask(case.text, {"names": ["Datum"]}, language="en")
    chinese = await ask(case.text, {"names": ["Datum"]}, language="zh")

    assert [c["code"] for c in english["codeLists"][0]["codes"]] == ["WGS84", "GCJ02", "BD09"]
    assert chinese["codeLists"][0]["codes"][1]["label"].startswith("GCJ-02（")


async def _operation(ask: Client, case: Case) -> tuple[PreparedOperation, dict[str, Any], Any]:
    actor = await ask.actor(case.by)
    operation = ask.documents.operation(case.text, None, is_anonymous=case.by is None)
    variables = operation.coerced(case.variables)
    assert isinstance(variables, dict), variables
    return operation, variables, actor


def _is_something(value: Any) -> bool:
    if isinstance(value, dict) and "nodes" in value:
        return bool(value["nodes"])
    if isinstance(value, dict) and "edges" in value:
        return bool(value["edges"])
    return value not in (None, [])


def _answer(send: Any) -> Any:
    from api.endpoint import _Answer

    scope = {"method": "POST", "state": {"language": "en"}}
    return _Answer(scope, send, {b"accept": b"application/graphql-response+json"})
