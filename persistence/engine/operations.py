"""Operations that succeeded: one that is sent again gets the same answer and is executed once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.ext.asyncio import AsyncSession

from domain.refusals import OperationIdReused, OperationInProgress
from persistence.engine import traces
from persistence.engine.keys import Keys
from persistence.engine.records import Operation
from persistence.engine.traces import Traced

ANONYMOUS = b"anonymous"
"""Visitors without account share one space of operation ids; the ids are not to be guessed."""


@dataclass(frozen=True, slots=True)
class OperationKey:
    """Whose operation it is, and what it is to do with which input."""

    actor_key: bytes
    operation_id: UUID
    mutation: str
    input_hmac: bytes

    def is_of(self, done: Operation) -> bool:
        return (done.mutation, done.input_hmac) == (self.mutation, self.input_hmac)

    def recognised(self, done: Operation) -> Operation:
        """What was done under this id. Raises OperationIdReused when it was another mutation or
        input."""
        if not self.is_of(done):
            raise OperationIdReused
        return done


# Built once: building these statements for every mutation takes longer than running them. The look-up
# is a statement of its own within the function, so that it sees what was done before the lock was got.
_KEPT = [Operation.__table__.c[name] for name in ("mutation", "input_hmac", "success", "ids")]
_BEGIN = sa.text(
    "select is_free, mutation, input_hmac, success, ids"
    " from begin_operation(:actor_key, :operation_id)"
).columns(sa.column("is_free", sa.Boolean()), *_KEPT)
_IS_IT = (
    Operation.actor_key == sa.bindparam("actor_key"),
    Operation.operation_id == sa.bindparam("operation_id"),
)
_DONE = sa.select(Operation).where(*_IS_IT)
AS_READ = (
    sa.select(
        sa.func.json_build_object(
            *(part for column in _KEPT for part in (sa.literal_column(f"'{column.name}'"), column)),
            type_=JSON(),
        ).cast(sa.Text)
    )
    .where(*_IS_IT)
    .scalar_subquery()
)
"""What was done under the id that is given, for what reads it with all else."""


def key_of(keys: Keys, account_id: UUID | None, *, apart: str = "") -> bytes:
    """The actor as operations know it: a keyed hash, so that the record names no one.

    `apart` names a mutation whose operations cannot be matched with the account's others, which
    the audit beside them may name (decision 0020).
    """
    if account_id is None:
        return ANONYMOUS
    return keys.hash(f"operation actor {apart}".strip(), account_id.bytes)


async def claim(session: AsyncSession, key: OperationKey) -> Operation | None:
    """Take the operation id for the rest of the transaction; what it did before, if it did.

    Raises OperationInProgress when it is being carried out right now, OperationIdReused when it was
    another mutation or input.
    """
    row = (await session.execute(_BEGIN, _values(key))).one()
    if not row.is_free:
        raise OperationInProgress
    if row.mutation is None:
        return None
    names = (column.name for column in _KEPT)
    return key.recognised(Operation(**{name: getattr(row, name) for name in names}))


async def find(session: AsyncSession, key: OperationKey) -> Operation | None:
    """What this operation did before, if it was the same mutation with the same input."""
    done: Operation | None = await session.scalar(_DONE, _values(key))
    return done if done is not None and key.is_of(done) else None


def record(traced: Traced, key: OperationKey, *, success: str, ids: dict[str, Any]) -> None:
    traces.leave(
        traced,
        Operation,
        **_values(key),
        mutation=key.mutation,
        input_hmac=key.input_hmac,
        success=success,
        ids=ids,
    )


def _values(key: OperationKey) -> dict[str, Any]:
    return {"actor_key": key.actor_key, "operation_id": key.operation_id}
