"""Lists read page by page, as a client reads them, without a server between."""

from typing import Any

import asyncpg
import orjson

from domain.actors import Actor
from tests.client import DOCUMENTS

ARGUMENTS = "$first: Int, $after: String, $last: Int, $before: String"
PAGE = "first: $first, after: $after, last: $last, before: $before"
FIELDS = """
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage }
    totalCount
"""


async def ask(
    connection: "asyncpg.Connection[Any]", actor: Actor, text: str, variables: dict[str, Any]
) -> Any:
    """What the document's one root field answers."""
    operation = DOCUMENTS.operation(text, None, is_anonymous=actor.is_anonymous)
    given = operation.coerced(variables)
    assert isinstance(given, dict), given
    (plan,) = operation.reads(given, actor).plans()
    found = await connection.fetchval(plan.sql, *plan.parameters(given, actor))
    return orjson.loads(found)


async def walked(
    connection: "asyncpg.Connection[Any]",
    actor: Actor,
    text: str,
    variables: dict[str, Any],
    *,
    at_once: int,
    is_backward: bool = False,
) -> tuple[list[str], int]:
    """The ids of all rows, or of their institutions, in the list's order, whichever end it was read from, and its `totalCount`."""
    size, place = ("last", "before") if is_backward else ("first", "after")
    rows: list[str] = []
    here = None
    while True:
        page = await ask(connection, actor, text, {**variables, size: at_once, place: here})
        nodes = [edge["node"] for edge in page["edges"]]
        found = [node.get("institution", node)["id"] for node in nodes]
        rows = [*found, *rows] if is_backward else [*rows, *found]
        if not page["pageInfo"]["hasPreviousPage" if is_backward else "hasNextPage"]:
            return rows, page["totalCount"]
        here = page["edges"][0 if is_backward else -1]["cursor"]
