"""Reads an operation's variables: plain values directly, everything else through graphql-core.

graphql-core looks every variable's type up and walks each value twice, for messages that a value
that fits never needs. Here the walk is prepared once for an operation. Whatever is not plainly
right is left to graphql-core, which then either accepts it or says what is wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
    assert_leaf_type,
    get_variable_values,
    is_input_object_type,
    is_input_type,
    is_list_type,
    is_non_null_type,
    type_from_ast,
)
from graphql.type import is_required_input_field
from graphql.utilities.coerce_input_value import coerce_default_value

Read = Callable[[Any], Any]
Coerce = Callable[[Mapping[str, Any]], "dict[str, Any] | None"]


class _Unusual(Exception):
    """Not plainly right: graphql-core decides."""


def coercer(schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> Coerce:
    """A function that reads the variables of an operation, or returns None where graphql-core
    must."""
    try:
        steps = [_step(schema, definition) for definition in definitions]
    except _Unusual:
        return lambda _: None

    def coerce(values: Mapping[str, Any]) -> dict[str, Any] | None:
        made: dict[str, Any] = {}
        try:
            for name, read, default in steps:
                if name in values:
                    made[name] = read(values[name])
                elif default is _Unusual:
                    return None
                elif default is not Undefined:
                    made[name] = default
        except Exception:  # scalars raise anything; graphql-core reports it
            return None
        return made

    return coerce


def _step(schema: GraphQLSchema, definition: VariableDefinitionNode) -> tuple[str, Read, Any]:
    """A variable's name, how to read it, and its value where it is absent."""
    name = definition.variable.name.value
    kind = type_from_ast(schema, definition.type)
    if not is_input_type(kind):
        raise _Unusual
    default: Any = _Unusual if is_non_null_type(kind) else Undefined
    if definition.default_value is not None:
        known = get_variable_values(schema, [definition], {})
        value = _Unusual if isinstance(known, list) else known.coerced[name]
        # A list or object would be the same one for every request.
        default = _Unusual if isinstance(value, list | dict) else value
    return name, _reader(kind, ()), default


def _reader(kind: GraphQLInputType, within: tuple[str, ...]) -> Read:
    if is_non_null_type(kind):
        return _present(kind.of_type, within)
    read = _present(kind, within)
    return lambda value: None if value is None else read(value)


def _present(kind: GraphQLInputType, within: tuple[str, ...]) -> Read:
    """How a value is read that may not be null."""
    if is_list_type(kind):
        return _list(_reader(kind.of_type, within))
    if is_input_object_type(kind):
        return _object(kind, within)
    return _leaf(assert_leaf_type(kind).coerce_input_value)


def _leaf(read: Read) -> Read:
    def leaf(value: Any) -> Any:
        if value is None or (made := read(value)) is Undefined:
            raise _Unusual
        return made

    return leaf


def _list(read: Read) -> Read:
    def items(value: Any) -> list[Any]:
        # A single value is a list of one to GraphQL; that is unusual too.
        if type(value) is not list:
            raise _Unusual
        return [read(item) for item in value]

    return items


def _object(kind: GraphQLInputObjectType, within: tuple[str, ...]) -> Read:
    if kind.name in within:
        # Only graphql-core knows how deeply such a value may be nested.
        raise _Unusual
    fields = [
        (
            name,
            field.out_name or name,
            _reader(field.type, (*within, kind.name)),
            _Unusual if is_required_input_field(field) else coerce_default_value(field),
        )
        for name, field in kind.fields.items()
    ]
    names = kind.fields.keys()

    def read_object(value: Any) -> Any:
        if type(value) is not dict or not value.keys() <= names:
            raise _Unusual
        made: dict[str, Any] = {}
        for name, out, read, default in fields:
            if name in value:
                made[out] = read(value[name])
            elif default is _Unusual:
                raise _Unusual
            elif default is not Undefined:
                made[out] = default
        if kind.is_one_of and (len(value) != 1 or len(made) != 1 or None in made.values()):
            raise _Unusual
        return kind.out_type(made)

    return read_object
