"""Rows of several tables in one statement, and traces that stand or fall with their deed."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from persistence import audit, outbox, together
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.tables.institutions import Institution
from persistence.tables.records import AuditEvent, Operation, OutboxMessage

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
        await together.insert(session, {Operation: [operation]})

    async with database.writing() as session:
        kept = (await session.scalars(sa.select(Operation))).one()
        assert {name: getattr(kept, name) for name in operation} == operation


async def test_rows_keep_their_order_and_nothing_is_no_statement(database: Database) -> None:
    async with database.writing() as session:
        await together.insert(session, {OutboxMessage: []})
        for number in range(50):
            outbox.add(session, f"topic {number}", about=None, sealed=b"x")

    async with database.writing() as session:
        topics = await session.scalars(sa.select(OutboxMessage.topic).order_by(OutboxMessage.id))
        assert list(topics) == [f"topic {number}" for number in range(50)]


async def test_a_value_that_no_column_holds_is_a_fault(database: Database) -> None:
    async with database.writing() as session:
        with pytest.raises(TypeError, match="not JSON serializable: Decoy"):
            await together.insert(session, {Institution: [{"name": Decoy()}]})


async def test_traces_fall_with_their_deed(database: Database) -> None:
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


class Decoy:
    pass
