"""All that somebody can be answered, as text: what must not be learnt changes no byte of it."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa
from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_leaf_type, parse
from graphql import is_required_argument as is_required

from domain.actors import Actor
from persistence.engine.database import Database
from persistence.reading.ids import PREFIX_OF, write
from persistence.reading.plan import Plan
from persistence.reading.refused import ReadRefused
from persistence.register import REGISTER
from schema.assembly import core
from schema.operations import operation_of
from tests.client import SCHEMA, Client
from tests.people import Person

_ROOTS = {
    "institutionStatistics": '(parent: "320500")',
    "regions": '(parent: "320500")',
    "region": '(code: "320508")',
}
_SIGNED = frozenset({"address", "url", "pictureUrl"})
"""Addresses that bear the second at which they were made."""

_OF_THE_MOMENT = frozenset({"registerHistory"})
"""What is another answer each time."""


async def everything_seen(
    ask: Client,
    ids: Mapping[str, list[str]],
    person: Person | None,
    *,
    lists: Collection[str] | None = None,
) -> dict[str, bytes]:
    """By document: every list from the root, or these, and every row of these ids, with all that stands
    on it and on what it leads to."""
    actor = await ask.actor(person)
    names = (core(SCHEMA).query_type or GraphQLObjectType("Query", {})).fields
    documents = _documents(ids, actor, names if lists is None else lists)
    return {document: await _answer(ask, document, actor) for document in documents}


async def all_ids(database: Database) -> dict[str, list[str]]:
    """The ids of all rows there are, by type."""
    found = {}
    async with database.writing() as session:
        for name in PREFIX_OF:
            table = REGISTER.shapes[name].table
            assert table is not None
            keys = await session.scalars(sa.select(table.c.id).order_by(table.c.id))
            found[name] = [write(name, key) for key in keys]
    return found


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """Where the two differ, for reading."""
    return [
        f"{document[:200]}: {path} {was!r} -> {now!r}"
        for document in before
        if before[document] != after[document]
        for path, was, now in _differing(
            "", *map(orjson.loads, (before[document], after[document]))
        )
    ]


def _differing(path: str, was: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        for name in was:
            yield from _differing(f"{path}.{name}", was[name], now[name])
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for i, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _differing(f"{path}[{i}]", one, other)
    elif was != now:
        yield path, was, now


def _documents(ids: Mapping[str, list[str]], actor: Actor, lists: Collection[str]) -> Iterator[str]:
    query = core(SCHEMA).query_type
    assert query is not None
    for name, field in query.fields.items():
        arguments = _ROOTS.get(name)
        if name in _OF_THE_MOMENT:
            continue
        if name in lists and name in REGISTER.roots and (arguments or not _needs(field)):
            permission = getattr(REGISTER.roots[name], "permission", None)
            if permission is None or permission in actor.permissions:
                yield f"{{ {_written(name, field, 2, actor, arguments or '')} }}"
    for name, known in ids.items():
        kind = core(SCHEMA).get_type(name)
        assert isinstance(kind, GraphQLObjectType)
        for first in range(0, len(known), 100):
            given = orjson.dumps(known[first : first + 100]).decode()
            below = " ".join(_fields(kind, 1, actor))
            yield f"{{ nodes(ids: {given}) {{ ... on {name} {{ {below} }} }} }}"


def _needs(field: GraphQLField) -> bool:
    return any(is_required(argument) for argument in field.args.values())


def _written(name: str, field: GraphQLField, depth: int, actor: Actor, arguments: str = "") -> str:
    kind = get_named_type(field.type)
    assert isinstance(kind, GraphQLObjectType)
    if not kind.name.endswith("Connection"):
        return f"{name}{arguments} {{ {' '.join(_fields(kind, depth - 1, actor))} }}"
    node = get_named_type(kind.fields["nodes"].type)
    assert isinstance(node, GraphQLObjectType)
    below = " ".join(_fields(node, depth - 1, actor))
    return (
        f"{name}(first: 50) {{ totalCount pageInfo {{ hasNextPage startCursor endCursor }}"
        f" edges {{ cursor node {{ {below} }} }} }}"
    )


def _fields(kind: GraphQLObjectType, depth: int, actor: Actor) -> Iterator[str]:
    """The fields that the actor may ask for, with what they lead to; never none."""
    yield "__typename"
    shape = REGISTER.shapes.get(kind.name)
    for name, field in kind.fields.items():
        permission = getattr(shape and shape.fields.get(name), "permission", None)
        if _needs(field) or name in _SIGNED:
            continue
        if permission is not None and permission not in actor.permissions:
            continue
        if is_leaf_type(get_named_type(field.type)):
            yield name
        elif isinstance(get_named_type(field.type), GraphQLObjectType) and depth:
            yield _written(name, field, depth, actor)


@lru_cache(maxsize=1_000)
def _plan(document: str, actor: Actor) -> Plan:
    operation = operation_of(core(SCHEMA), REGISTER, parse(document), None)
    assert operation is not None
    ((_, plan),) = operation.reads({}, actor).parts
    assert isinstance(plan, Plan)
    return plan


async def _answer(ask: Client, document: str, actor: Actor) -> bytes:
    try:
        plan = _plan(document, actor)
    except ReadRefused as refused:
        return orjson.dumps(refused.code)
    # Not through `parameters`, which refuses so many rows at once.
    values = [plan.getters[place]({}, actor) for place in plan.sent]
    return await ask.reader.run(plan, values)
