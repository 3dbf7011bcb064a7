"""Rubbish of every kind, in every argument of every query and mutation: a name for it, never a fault.

Inputs are made from the schema itself, so that a new mutation is tried the day it is added.
"""

import json
import random
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
)

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading.ids import PREFIX_OF
from persistence.tables import metadata
from schema.assembly import core
from tests.client import SCHEMA, Client
from tests.people import PEOPLE, Person

GRAPHQL = core(SCHEMA)
ROUNDS = 60
FAULT = "UNEXPECTED_ERROR"

TEXTS = (
    "",
    " ",
    "x",
    "\u0000",
    "a\u0007b",
    "\ud800",
    "😀" * 300,
    "长" * 6_000,
    "'; drop table institutions; --",
    '{"$ne": null}',
    "%_\\",
    "../../etc/passwd",
    "320508",
    "999999",
    "2026-11-21",
    "\u202e",
    "-1",
)
IDS = (
    "",
    "inst_",
    "inst_1",
    "nothing",
    "inst_00000000-0000-0000-0000-000000000000",
    "INST_01900000-0000-7000-8000-000000000101",
    *(f"{prefix}_01900000-0000-7000-8000-000000000101" for prefix in sorted(PREFIX_OF.values())),
    *(f"{prefix}_{new_key()}" for prefix in sorted(PREFIX_OF.values())),
)
NUMBERS = (0, -1, 1, 101, 2**31 - 1, -(2**31), 2**31, 2**53, 10**30, 1.5, "1", True)
BY_SCALAR: dict[str, tuple[Any, ...]] = {
    "ID": IDS,
    "String": TEXTS,
    "Int": NUMBERS,
    "Float": (*NUMBERS, 1e308, -91.0, 180.0001, "NaN"),
    "Boolean": (True, False, "true", 1),
    "Fen": (0, 1, -1, 2**53 - 1, 2**53, 1.0, "1"),
    "Date": ("2026-11-18", "2026-02-30", "0001-01-01", "9999-12-31", "26-1-1", "", 20261118),
    "DateTime": (
        "2026-11-18T01:00:00Z",
        "2026-11-18T01:00:00",
        "2026-11-18T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999-14:00",
        "",
    ),
    "Sha256": ("ab" * 32, "AB" * 32, "ab" * 31, "ab" * 33, "zz" * 32, "", 64),
    "Time": ("18:30", "24:00", "18:30:00", "", 1830),
    "UUID": (str(new_key()), "", "x", "0" * 32, str(new_key()).upper()),
}


def _value(kind: GraphQLInputType, chance: random.Random, depth: int = 0) -> Any:
    """Something for this type, lawful or not."""
    if isinstance(kind, GraphQLNonNull):
        return None if chance.random() < 0.02 else _value(kind.of_type, chance, depth)
    if chance.random() < 0.05:
        return None
    if isinstance(kind, GraphQLList):
        if chance.random() < 0.05:
            return "not a list"
        count = chance.choice((0, 1, 1, 2, 3, 120 if depth < 2 else 2))
        return [_value(kind.of_type, chance, depth + 1) for _ in range(count)]
    named = get_named_type(kind)
    if isinstance(named, GraphQLInputObjectType):
        return _object(named, chance, depth)
    if isinstance(named, GraphQLEnumType):
        return "NO_SUCH_WORD" if chance.random() < 0.05 else chance.choice(list(named.values))
    return chance.choice(BY_SCALAR[named.name])


def _object(kind: GraphQLInputObjectType, chance: random.Random, depth: int) -> dict[str, Any]:
    names = list(kind.fields)
    if kind.is_one_of and chance.random() < 0.9:
        names = [chance.choice(names)]
    made = {}
    for name in names:
        field = kind.fields[name]
        is_required = isinstance(field.type, GraphQLNonNull)
        if chance.random() < (0.02 if is_required else 0.4):
            continue
        made[name] = _value(field.type, chance, depth + 1)
    if chance.random() < 0.02:
        made["noSuchField"] = 1
    return made


def _selection(type_name: str) -> str:
    kind = GRAPHQL.get_type(type_name)
    fields = getattr(kind, "fields", None)
    if not fields:
        return ""
    if "nodes" in fields:
        return "{ nodes { __typename } edges { cursor } pageInfo { endCursor hasNextPage } totalCount }"
    return "{ __typename }"


def _codes(answer: dict[str, Any]) -> set[str]:
    return {error.get("extensions", {}).get("code") for error in answer.get("errors", ())}


async def _send(ask: Client, document: str, variables: dict[str, Any], by: Person | None) -> Any:
    # The standard library's encoder: orjson would refuse a lone surrogate before the server can.
    body = json.dumps({"query": document, "variables": variables}).encode()
    _, answer = await ask.send(body, by=by)
    return answer


async def _row_count(database: Database) -> dict[str, int]:
    async with database.engine.connect() as connection:
        counts = {}
        for table in metadata.sorted_tables:
            statement = sa.select(sa.func.count()).select_from(table)
            counts[table.name] = await connection.scalar(statement) or 0
        return counts


@pytest.mark.parametrize("name", sorted(GRAPHQL.query_type.fields))  # type: ignore[union-attr]
async def test_queries_name_what_is_wrong(ask: Client, world: None, name: str) -> None:
    field = GRAPHQL.query_type.fields[name]  # type: ignore[union-attr]
    chance = random.Random(name)
    heads = ", ".join(f"${arg}: {definition.type}" for arg, definition in field.args.items())
    passed = ", ".join(f"{arg}: ${arg}" for arg in field.args)
    document = (
        f"query {f'({heads})' if heads else ''}"
        f" {{ {name}{f'({passed})' if passed else ''} {_selection(get_named_type(field.type).name)} }}"
    )

    for _ in range(ROUNDS):
        variables = {arg: _value(d.type, chance) for arg, d in field.args.items()}
        variables = {arg: value for arg, value in variables.items() if value is not None}
        by = chance.choice([None, *PEOPLE])
        answer = await _send(ask, document, variables, by)

        assert FAULT not in _codes(answer), (document, variables, by)
        assert None not in _codes(answer), (answer, variables)


@pytest.mark.parametrize("name", sorted(GRAPHQL.mutation_type.fields))  # type: ignore[union-attr]
async def test_mutations_name_what_is_wrong_and_write_nothing(
    ask: Client, world: None, database: Database, name: str
) -> None:
    field = GRAPHQL.mutation_type.fields[name]  # type: ignore[union-attr]
    chance = random.Random(name)
    if "input" not in field.args:
        pytest.skip(f"{name} takes no input")
    kind = field.args["input"].type
    document = (
        f"mutation ($input: {kind}) {{ {name}(input: $input)"
        " { __typename ... on Refusal { code message basis } } }"
    )
    before = await _row_count(database)

    for _ in range(ROUNDS):
        variables = {"input": _value(kind, chance)}
        by = chance.choice([None, *PEOPLE])
        answer = await _send(ask, document, variables, by)

        assert FAULT not in _codes(answer), (document, variables, by)
        payload = (answer.get("data") or {}).get(name)
        if payload is not None and "code" not in payload:
            before = await _row_count(database)
    assert await _row_count(database) == before


async def test_bodies_that_are_no_requests_are_named(ask: Client, world: None) -> None:
    bodies = {
        b"": "INVALID_JSON",
        b"[]": "REQUEST_MALFORMED",
        b'"x"': "REQUEST_MALFORMED",
        b"{": "INVALID_JSON",
        b"\xff\xfe": "INVALID_TEXT",
        b'{"query": 1}': "REQUEST_MALFORMED",
        b'{"query": "{ me { id } }", "variables": []}': "REQUEST_MALFORMED",
        b'{"query": "{ me { id } }", "operationName": 3}': "REQUEST_MALFORMED",
        b'{"query": "{ me { id } }", "operationName": "No"}': "NO_SUCH_OPERATION",
        b'{"query": "{"}': "SYNTAX_ERROR",
        b'{"query": "{ nothing }"}': "INVALID_DOCUMENT",
        b'{"query": "\\u0000"}': "INVALID_TEXT",
        b'{"query": "\\ud800"}': "INVALID_TEXT",
        b'[{"query": "{ me { id } }"}]': "REQUEST_MALFORMED",
        b'{"query": "query($i: ID!) { course(id: $i) { id } }"}': "INVALID_VALUE",
    }

    for body, code in bodies.items():
        status, answer = await ask.send(body)
        assert (status, _codes(answer)) == (400, {code}), body
