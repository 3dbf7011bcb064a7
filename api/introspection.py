"""What a client asks of the schema itself: answered once for each document, beside other requests."""

import asyncio
from hashlib import blake2b
from typing import Any

import orjson
from graphql import execute_sync

from schema.operations import PreparedOperation


class Introspection:
    """Carried out by graphql-core in a thread, one at a time: the whole schema takes a third of a
    second of CPU, for which nobody else is to wait. It never changes while a process lives, so the
    bytes are remembered."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def answer(self, operation: PreparedOperation, variables: dict[str, Any]) -> bytes | None:
        """The data as JSON; None where something is wrong with it."""
        key = blake2b(orjson.dumps(variables, option=orjson.OPT_SORT_KEYS), digest_size=16).digest()
        if (found := operation.introspected(key)) is not None:
            return found
        async with self._turn:
            # Who waited for the same finds it here.
            if (found := operation.introspected(key)) is not None:
                return found
            found = await asyncio.to_thread(_carried_out, operation, variables)
        if found is not None:
            operation.remember_introspection(key, found)
        return found


def _carried_out(operation: PreparedOperation, variables: dict[str, Any]) -> bytes | None:
    result = execute_sync(
        operation.schema,
        operation.document,
        variable_values=variables,
        operation_name=operation.name,
    )
    return None if result.errors else orjson.dumps(result.data)
