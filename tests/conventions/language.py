"""The schema as it is printed and built, for the tests that walk it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
    parse,
)
from graphql.language import FieldDefinitionNode, ObjectTypeDefinitionNode, StringValueNode

from schema.assembly import core
from tests.client import SCHEMA

CORE = core(SCHEMA)
PRINTED = SCHEMA.as_str()
assert CORE.mutation_type is not None
MUTATIONS = CORE.mutation_type.fields


def described() -> Iterator[tuple[str, str | None]]:
    """Everything a client can name, with its description."""
    for name, kind in CORE.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        yield from ((f"{name}.{part}", text) for part, text in _parts(kind))
    for directive in CORE.directives:
        # Strawberry does not hand on what is said of a directive's arguments.
        if not is_specified_directive(directive):
            yield f"@{directive.name}", directive.description


def _parts(kind: Any) -> Iterator[tuple[str, str | None]]:
    match kind:
        case GraphQLObjectType() | GraphQLInterfaceType():
            for name, field in kind.fields.items():
                yield name, field.description
                for argument, definition in field.args.items():
                    yield f"{name}({argument})", definition.description
        case GraphQLInputObjectType():
            yield from ((name, field.description) for name, field in kind.fields.items())
        case GraphQLEnumType():
            yield from ((name, value.description) for name, value in kind.values.items())
        case _:
            pass


@cache
def required() -> dict[str, str]:
    """The permission printed at a field, by `Type.field`."""
    found = {}
    for definition in parse(PRINTED).definitions:
        if isinstance(definition, ObjectTypeDefinitionNode):
            for field in definition.fields or ():
                for value in _permission(field):
                    found[f"{definition.name.value}.{field.name.value}"] = value
    return found


def _permission(field: FieldDefinitionNode) -> Iterator[str]:
    for directive in field.directives or ():
        if directive.name.value == "requires":
            (argument,) = directive.arguments or ()
            assert isinstance(argument.value, StringValueNode)
            yield argument.value.value


def payload(mutation: str) -> GraphQLUnionType:
    found = get_named_type(MUTATIONS[mutation].type)
    assert isinstance(found, GraphQLUnionType)
    return found


def successes(mutation: str) -> list[GraphQLObjectType]:
    """The members of a payload that are no refusals."""
    refusal = CORE.get_type("Refusal")
    return [t for t in payload(mutation).types if refusal not in t.interfaces]


def words(name: str) -> list[str]:
    """The words of a name, whether in camels, capitals or kebabs."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return [part.lower() for part in parts]
