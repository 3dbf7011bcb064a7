"""Builds input objects from what clients sent, with converters prepared once for each type.

Strawberry looks up the type of every field of every value again: a tenth of what filing a
result with twenty answers cost. `from_input` is its own hook for types that build themselves.
"""

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import strawberry
from strawberry.types.base import (
    StrawberryList,
    StrawberryObjectDefinition,
    StrawberryOptional,
    get_object_definition,
    has_object_definition,
)

Make = Callable[[Any], Any]


def precompute_input_builders(schema: strawberry.Schema) -> None:
    """Teach the schema's input types to build their own values."""
    known: dict[str, Make] = {}
    for concrete in schema.schema_converter.type_map.values():
        definition = concrete.definition
        if isinstance(definition, StrawberryObjectDefinition) and definition.is_input:
            definition.from_input = partial(_from_input, _maker(schema, definition, known))


def _from_input(make: Make, _kind: type, value: Mapping[str, Any], _context: Any) -> Any:
    return make(value)


def _maker(
    schema: strawberry.Schema, definition: StrawberryObjectDefinition, known: dict[str, Make]
) -> Make:
    if definition.name in known:
        return known[definition.name]
    kind = definition.origin
    name_of = schema.config.name_converter.from_field
    fields: list[tuple[str, str, Make | None]] = []
    # What was left out and has no default is null: GraphQL has checked what is required.
    absent = {
        field.python_name: None
        for field in definition.fields
        if field.default_value is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING
    }

    def make(value: Mapping[str, Any]) -> Any:
        given = dict(absent)
        for name, attribute, convert in fields:
            if name in value:
                found = value[name]
                given[attribute] = found if convert is None or found is None else convert(found)
        return kind(**given)

    # Registered before its fields are read: one of them may be of this type again.
    known[definition.name] = make
    for field in definition.fields:
        of = field.resolve_type(type_definition=definition)
        fields.append((name_of(field), field.python_name, _converter(schema, of, known)))
    return make


def _converter(schema: strawberry.Schema, of: Any, known: dict[str, Make]) -> Make | None:
    """How a value that is not null is converted to Python's; None for leaves, which need no
    conversion."""
    if isinstance(of, StrawberryOptional):
        return _converter(schema, of.of_type, known)
    if isinstance(of, StrawberryList):
        item = _converter(schema, of.of_type, known)
        # A copy: graphql-core gives the same default to every request.
        return list if item is None else partial(_each, item)
    if has_object_definition(of):
        return _maker(schema, get_object_definition(of, strict=True), known)
    return None


def _each(item: Make, values: Any) -> list[Any]:
    return [None if value is None else item(value) for value in values]
