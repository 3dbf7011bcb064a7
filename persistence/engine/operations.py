"""Operations that succeeded: one that is sent again gets the same answer and is executed once."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.refusals import OperationIdReused, OperationInProgress
from persistence.engine import traces
from persistence.engine.keys import Keys
from persistence.engine.records import Operation

ANONYMOUS = b"anonymous"
"""Visitors without account share one space of operation ids; the ids are not to be guessed."""

# Built once: building these statements for every mutation takes longer than running them.
_TAKE = sa.select(
    sa.func.pg_try_advisory_xact_lock(
        sa.func.hashtextextended(sa.bindparam("name", type_=sa.Text()), sa.literal_column("0"))
    )
)
_DONE = sa.select(Operation).where(
    Operation.actor_key == sa.bindparam("actor_key"),
    Operation.operation_id == sa.bindparam("operation_id"),
)


def key_of(keys: Keys, account_id: UUID | None, *, apart: str = "") -> bytes:
    """The actor as operations know it: a keyed hash, so that the record names no one.

    `apart` names a mutation whose operations cannot be matched with the account's others, which
    the audit beside them may name (decision 0020).
    """
    if account_id is None:
        return ANONYMOUS
    return keys.hash(f"operation actor {apart}".strip(), account_id.bytes)


async def claim(
    session: AsyncSession, actor_key: bytes, operation_id: UUID, mutation: str, input_hmac: bytes
) -> Operation | None:
    """Take the operation id for the rest of the transaction; what it did before, if it did.

    Raises OperationInProgress when it is being carried out right now, OperationIdReused when it was
    another mutation or input.
    """
    if not await session.scalar(_TAKE, {"name": actor_key.hex() + str(operation_id)}):
        raise OperationInProgress
    # A statement of its own: one that began before the lock was got might not see what was done.
    key = {"actor_key": actor_key, "operation_id": operation_id}
    done: Operation | None = await session.scalar(_DONE, key)
    if done is not None and (done.mutation != mutation or done.input_hmac != input_hmac):
        raise OperationIdReused
    return done


async def find(
    session: AsyncSession, actor_key: bytes, operation_id: UUID, mutation: str, input_hmac: bytes
) -> Operation | None:
    """What this operation did before, if it was the same mutation with the same input."""
    key = {"actor_key": actor_key, "operation_id": operation_id}
    done: Operation | None = await session.scalar(_DONE, key)
    is_same = done is not None and (done.mutation, done.input_hmac) == (mutation, input_hmac)
    return done if is_same else None


def record(
    session: AsyncSession,
    actor_key: bytes,
    operation_id: UUID,
    mutation: str,
    input_hmac: bytes,
    *,
    success: str,
    ids: dict[str, Any],
) -> None:
    traces.leave(
        session,
        Operation,
        actor_key=actor_key,
        operation_id=operation_id,
        mutation=mutation,
        input_hmac=input_hmac,
        success=success,
        ids=ids,
    )
