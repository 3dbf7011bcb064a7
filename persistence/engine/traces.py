"""What mutations leave beside the register: kept until the transaction ends, written in one go.

A round trip for all of it, where rows of five tables took five. None refers to another row.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from persistence.engine import bulk_insert
from persistence.engine.records import (
    AuditEvent,
    FieldChange,
    Operation,
    OutboxMessage,
    StateTransition,
)

TRACES = (AuditEvent, StateTransition, FieldChange, OutboxMessage, Operation)
Trace = type[AuditEvent | StateTransition | FieldChange | OutboxMessage | Operation]


class Traced(Protocol):
    """A session or a draft."""

    @property
    def info(self) -> dict[Any, Any]: ...


def none() -> dict[Any, Any]:
    """For the `info` of a session whose traces will be written; others cannot leave any."""
    return {trace: [] for trace in TRACES}


def leave(traced: Traced, trace: Trace, **values: Any) -> None:
    """Have the row written with the others when the transaction ends, and only if it commits."""
    traced.info[trace].append(values)


@asynccontextmanager
async def taken_back(session: AsyncSession) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """What the block writes is taken back where it raises, or calls what it is given; and with it what that
    left beside the register, which would show what never was."""
    # What was changed before is sent with it, and leaves its traces.
    savepoint = await session.begin_nested()
    kept = {trace: len(session.info[trace]) for trace in TRACES}

    async def take_back() -> None:
        await savepoint.rollback()
        for trace, count in kept.items():
            del session.info[trace][count:]

    try:
        yield take_back
    except BaseException:
        await take_back()
        raise
    if savepoint.is_active:
        await savepoint.commit()


async def write(session: AsyncSession) -> None:
    # What is changed of rows leaves its history when it is sent.
    await session.flush()
    await bulk_insert.insert_related(session, {trace: session.info[trace] for trace in TRACES})
