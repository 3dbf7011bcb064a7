"""Checks at start-up that schema and shapes agree: every field has an answer, every answer a
field."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from persistence.reading.past import ARGUMENT
from persistence.reading.shape import (
    Column,
    DerivedObjects,
    DerivedValue,
    Field,
    Many,
    NodeField,
    NodesField,
    One,
    Page,
    Register,
    RowCount,
    SameRow,
)

_LEAVES = (Column, RowCount, DerivedValue)


class SchemaInconsistent(Exception):
    """The schema and the shapes do not agree; lists every disagreement."""


def prove(schema: GraphQLSchema, register: Register) -> None:
    """Raise SchemaInconsistent with everything that does not fit."""
    found = [*_types(schema, register), *_roots(schema, register)]
    if found:
        raise SchemaInconsistent("\n".join(found))


def _types(schema: GraphQLSchema, register: Register) -> Iterator[str]:
    for name, shape in register.shapes.items():
        kind = schema.get_type(name)
        if not isinstance(kind, GraphQLObjectType):
            yield f"{name} has a shape but no type"
            continue
        yield from (
            f"{name}.{field} has an answer but no field"
            for field in shape.fields.keys() - kind.fields
        )
        for field, definition in kind.fields.items():
            answer = shape.answer(field)
            if answer is None:
                yield f"{name}.{field} has no answer"
            else:
                yield from _fits(f"{name}.{field}", definition, answer)


def _roots(schema: GraphQLSchema, register: Register) -> Iterator[str]:
    assert schema.query_type is not None
    fields = schema.query_type.fields
    for name in (register.roots.keys() | register.by_resolver) - fields.keys():
        yield f"Query.{name} has an answer but no field"
    for name in register.roots.keys() & fields.keys():
        yield from _fits(f"Query.{name}", fields[name], register.roots[name])
    for name, field in fields.items():
        returned = get_named_type(field.type)
        is_compiled = name in register.roots or name in register.by_resolver
        if returned.name in register.shapes and not is_compiled:
            yield f"Query.{name} returns {returned.name} without the compiler"


def _fits(where: str, field: GraphQLField, answer: Field) -> Iterator[str]:
    returned = get_named_type(field.type)
    if isinstance(answer, DerivedObjects):
        if answer.target != returned.name or not is_list_type(get_nullable_type(field.type)):
            yield f"{where} is a list of {answer.target} and returns {returned.name}"
        return
    is_leaf = isinstance(returned, GraphQLScalarType | GraphQLEnumType)
    if is_leaf != isinstance(answer, _LEAVES):
        yield f"{where} is a {type(answer).__name__} and returns {returned.name}"
        return
    if isinstance(answer, SameRow | One | Many) and answer.target != returned.name:
        yield f"{where} is of {answer.target} and returns {returned.name}"
    if isinstance(answer, Page) and returned.name != f"{answer.target}Connection":
        yield f"{where} is a page of {answer.target} and returns {returned.name}"
    is_list = is_list_type(get_nullable_type(field.type))
    if not is_leaf and is_list != isinstance(answer, Many | NodesField):
        yield f"{where} is a list on one side only"
    is_nullable = get_nullable_type(field.type) is field.type
    if isinstance(answer, One | NodeField) and not is_nullable:
        yield f"{where} crosses an authorisation border and must be nullable"
    visible_if = getattr(answer, "visible_if", None)
    has_other = getattr(answer, "fallback", None) is not None
    if visible_if is not None and not is_nullable and not has_other:
        yield f"{where} is gated and must be nullable"
    yield from _arguments(where, field, answer)


def _arguments(where: str, field: GraphQLField, answer: Field) -> Iterator[str]:
    given = field.args.keys() - {ARGUMENT}
    if isinstance(answer, One | Many) and given != answer.arguments.keys():
        yield f"{where} takes {sorted(given)}, but its shape {sorted(answer.arguments)}"
    looks_back = getattr(answer, "as_of", None) is not None
    if where.startswith("Query.") and looks_back != (ARGUMENT in field.args):
        yield f"{where} is asked for as of a moment on one side only"
    if not isinstance(answer, Page):
        return
    filters = get_named_type(field.args["filter"].type)
    assert isinstance(filters, GraphQLInputObjectType)
    if filters.fields.keys() != answer.filters.keys():
        yield f"{where} filters by {sorted(filters.fields)}, but its shape by {sorted(answer.filters)}"
    order = get_named_type(field.args["orderBy"].type)
    assert isinstance(order, GraphQLInputObjectType)
    by = get_named_type(order.fields["field"].type)
    assert isinstance(by, GraphQLEnumType)
    if by.values.keys() != answer.orders.keys():
        yield f"{where} is ordered by {sorted(by.values)}, but its shape by {sorted(answer.orders)}"
