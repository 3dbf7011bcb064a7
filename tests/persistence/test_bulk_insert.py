"""Rows of several tables in one statement, and traces that stand or fall with their mutation."""

import asyncio
import datetime as dt
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

import persistence
from domain.refusals import Refusal
from persistence.engine import (
    audit,
    bulk_insert,
    operations,
    outbox,
    traces,
    transitions,
)
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.operations import OperationKey
from persistence.engine.records import (
    AuditEvent,
    Operation,
    OutboxMessage,
    StateTransition,
)
from persistence.institutions.table import Institution
from tests.factories import records

MOMENT = dt.datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WORDS = "\"'\\ {} 枫叶 😀 \x01\u2028"


async def test_values_of_every_kind_come_back_as_they_were(database: Database) -> None:
    operation: dict[str, Any] = {
        "actor_key": b"\x00\xff",
        "operation_id": new_key(),
        "mutation": WORDS,
        "input_hmac": b"",
        "success": "",
        "ids": {"a": None, "b": [1, 2**53 - 1, 0.1], WORDS: WORDS},
        "done_at": MOMENT,
    }

    async with database.writing() as session:
        await bulk_insert.insert_related(session, {Operation: [operation]})

    async with database.writing() as session:
        kept = (await session.scalars(sa.select(Operation))).one()
        assert {name: getattr(kept, name) for name in operation} == operation


async def test_rows_keep_their_order_and_nothing_is_no_statement(database: Database) -> None:
    async with database.writing() as session:
        await bulk_insert.insert_related(session, {OutboxMessage: []})
        for number in range(50):
            outbox.add(session, f"topic {number}", about=None, sealed=b"x")

    async with database.writing() as session:
        topics = await session.scalars(sa.select(OutboxMessage.topic).order_by(OutboxMessage.id))
        assert list(topics) == [f"topic {number}" for number in range(50)]


async def test_a_value_that_no_column_holds_is_a_fault(database: Database) -> None:
    async with database.writing() as session:
        with pytest.raises(TypeError, match="not JSON serializable: Decoy"):
            await bulk_insert.insert_related(session, {Institution: [{"name": Decoy()}]})


async def test_traces_fall_with_their_mutation(database: Database) -> None:
    async def change_ones_mind() -> None:
        async with database.writing() as session:
            audit.record(session, "thing.done", by=None, on=None)
            raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        await change_ones_mind()

    async with database.writing() as session:
        assert (await session.scalars(sa.select(AuditEvent))).all() == []


async def test_no_trace_is_left_where_nobody_would_write_it(database: Database) -> None:
    async with AsyncSession(database.engine) as session:
        with pytest.raises(KeyError):
            audit.record(session, "thing.done", by=None, on=None)


async def test_rows_of_one_table_that_differ_in_their_columns_are_a_fault(
    database: Database,
) -> None:
    rows: list[dict[str, Any]] = [
        {"topic": "a", "payload": {}},
        {"topic": "b", "payload": {}, "object_id": new_key()},
    ]
    for some in (rows, rows[::-1]):
        async with database.writing() as session:
            with pytest.raises(ValueError, match="differ in their columns"):
                await bulk_insert.insert_related(session, {OutboxMessage: some})


async def _leave_all(session: AsyncSession, id: UUID) -> None:
    session.add(records.audit_event("mutation", id=id))  # stands for what a mutation does
    audit.record(session, "thing.done", by=None, on=None)
    outbox.add(session, "topic", about=None)
    transitions.record(session, "Thing", id, from_state=None, to_state="DONE", event="do", by=None)
    operations.record(session, OperationKey(b"x", id, "mutation", b""), success="Done", ids={})


async def _counted(database: Database) -> list[int]:
    async with database.writing() as session:
        tables = (AuditEvent, OutboxMessage, StateTransition, Operation)
        return [
            await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in tables
        ]


async def test_a_mutation_goes_in_with_all_of_its_traces(database: Database) -> None:
    async with database.writing() as session:
        await _leave_all(session, new_key())

    assert await _counted(database) == [2, 1, 1, 1]


async def test_where_one_trace_cannot_be_kept_neither_rows_nor_others_are(
    database: Database,
) -> None:
    """The database says no when the traces are written: the mutation's own rows were flushed before."""

    id = new_key()

    async def do() -> None:
        async with database.writing() as session:
            await _leave_all(session, id)
            await session.flush()
            # The same operation once more.
            operations.record(
                session, OperationKey(b"x", id, "mutation", b""), success="Done", ids={}
            )

    with pytest.raises((IntegrityError, Refusal)):
        await do()

    assert await _counted(database) == [0, 0, 0, 0]


async def test_a_mutation_stopped_while_its_traces_are_written_is_not_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(session: AsyncSession) -> None:
        await write(session)
        raise asyncio.CancelledError

    write = traces.write

    async def do() -> None:
        async with database.writing() as session:
            await _leave_all(session, new_key())

    with monkeypatch.context() as patch:
        patch.setattr(traces, "write", stopped)
        with pytest.raises(asyncio.CancelledError):
            await do()

    assert await _counted(database) == [0, 0, 0, 0]


def test_nothing_but_writing_commits_a_mutation() -> None:
    """A commit, or a savepoint taken back, in between would part a mutation from its traces."""
    ours = Path(persistence.__file__).parent.parent
    callers = [
        str(path.relative_to(ours))
        for folder in ("api", "demo", "domain", "jobs", "ledgers", "persistence", "schema")
        for path in sorted((ours / folder).rglob("*.py"))
        if re.search(r"\.commit\(|begin_nested\(|\.rollback\(", path.read_text("utf-8"))
    ]

    assert set(callers) == {
        "persistence/engine/migrator.py",
        # With what it left beside the register.
        "persistence/engine/traces.py",
    }


class Decoy:
    pass
