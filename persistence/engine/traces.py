"""What mutations leave beside the register: kept until the transaction ends, written in one go.

A round trip for all of it, where rows of five tables took five. None refers to another row.
"""

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


async def write(session: AsyncSession) -> None:
    # What is changed of rows leaves its history when it is sent.
    await session.flush()
    await bulk_insert.insert_related(session, {trace: session.info[trace] for trace in TRACES})
