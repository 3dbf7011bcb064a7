"""Which promises of a language another one breaks; what is deprecated may go after the date it names."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Node,
    Visitor,
    build_ast_schema,
    build_schema,
    get_named_type,
    parse,
    validate,
    visit,
)
from graphql.language import REMOVE, StringValueNode
from graphql.utilities import BreakingChangeType, find_breaking_changes

_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def broken(before: str, after: str, *, today: dt.date) -> list[str]:
    """Removals, narrowed types and new demands. What stood there as `@deprecated(reason: "… until
    2027-03-01 …")` may go once that day is over."""
    kept = visit(parse(before, no_location=True), _WithoutOverdue(today))
    promised = build_ast_schema(kept, assume_valid_sdl=True)
    reached, now = _reached(promised), build_schema(after, assume_valid_sdl=True)
    return [
        change.description
        for change in find_breaking_changes(promised, now)
        if change.type is not BreakingChangeType.TYPE_REMOVED
        or change.description.split(" ")[0] in reached
    ] + list(_new_defaults(promised, now))


def _new_defaults(before: GraphQLSchema, after: GraphQLSchema) -> Iterator[str]:
    """An operation that was carried out before a field existed would be sent with another input when it is
    sent again: a field that comes later is left out unless it is given."""
    for name, kind in before.type_map.items():
        now = after.type_map.get(name)
        if isinstance(kind, GraphQLInputObjectType) and isinstance(now, GraphQLInputObjectType):
            for field, is_new in now.fields.items():
                node = is_new.ast_node
                if field not in kind.fields and node is not None and node.default_value is not None:
                    yield f"{name}.{field} has a default, and is new."


def unusable(documents: Mapping[str, str], language: str) -> list[str]:
    """The documents that do not fit the language any more, each with the first reason."""
    schema = build_schema(language, assume_valid_sdl=True)
    found = ((name, validate(schema, parse(text))) for name, text in documents.items())
    return [f"{name}: {faults[0].message}" for name, faults in found if faults]


class _WithoutOverdue(Visitor):
    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._today = today

    def enter(self, node: Node, *_: Any) -> Any:
        return REMOVE if _is_overdue(node, self._today) else None


def _is_overdue(node: Node, today: dt.date) -> bool:
    for directive in getattr(node, "directives", None) or ():
        if directive.name.value == "deprecated":
            for argument in directive.arguments:
                if isinstance(argument.value, StringValueNode):
                    days = map(dt.date.fromisoformat, _DATE.findall(argument.value.value))
                    return any(day < today for day in days)
    return False


def _reached(schema: GraphQLSchema) -> set[str]:
    """The types that clients can come upon; others may go without a word."""
    waiting: list[GraphQLNamedType] = [
        kind for kind in (schema.query_type, schema.mutation_type) if kind is not None
    ]
    found: set[str] = set()
    while waiting:
        kind = waiting.pop()
        if kind.name in found:
            continue
        found.add(kind.name)
        if isinstance(kind, GraphQLUnionType):
            waiting += kind.types
        if isinstance(kind, GraphQLInterfaceType):
            waiting += schema.get_possible_types(kind)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            waiting += kind.interfaces
            for field in kind.fields.values():
                waiting.append(get_named_type(field.type))
                waiting += (get_named_type(each.type) for each in field.args.values())
        if isinstance(kind, GraphQLInputObjectType):
            waiting += (get_named_type(each.type) for each in kind.fields.values())
    return found
