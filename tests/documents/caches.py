"""How clients keep what they were answered: objects by type and id, each field by its arguments.

Two ways with what has no id. Graphcache and Relay keep it by its place below its owner and add to what
stood there; Apollo puts it in the place of what stood there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    Visitor,
    is_abstract_type,
    parse,
    print_ast,
    value_from_ast_untyped,
    visit,
)
from graphql.language import DocumentNode

KEYS = {"Region": "code"}
"""The field that is the key of a type without an id."""

Answer = dict[str, Any]


class Incomplete(Exception):
    """A field that is asked for is not in the cache: a client asks the server, or shows nothing."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where an object is kept."""

    key: str


def as_sent(text: str) -> str:
    """The document as clients send it: the type's name asked for everywhere."""
    return print_ast(visit(parse(text), _WithTypeNames()))


class _WithTypeNames(Visitor):
    def leave_selection_set(
        self, node: SelectionSetNode, _key: Any, parent: Any, *_: Any
    ) -> SelectionSetNode | None:
        if isinstance(parent, OperationDefinitionNode):
            return None
        name = FieldNode(name=NameNode(value="__typename"))
        return SelectionSetNode(selections=(name, *node.selections))


class Cache:
    def __init__(self, schema: GraphQLSchema, *, replaces: bool) -> None:
        self._schema, self._replaces = schema, replaces
        self._objects: dict[str, dict[str, Any]] = {}

    def write(self, text: str, variables: Answer, data: Answer) -> None:
        """Keep an answer to a document."""
        selections = _Selections(self._schema, parse(text), variables)
        self._write(selections, selections.root, data, selections.selected, selections.root)

    def read(self, text: str, variables: Answer) -> Answer:
        """The answer to a document, of what is kept. Raises Incomplete."""
        selections = _Selections(self._schema, parse(text), variables)
        return self._read(selections, selections.root, selections.selected, selections.root)

    def _write(
        self, selections: "_Selections", key: str, data: Answer, selected: list[Any], type_name: str
    ) -> None:
        kept = self._objects.setdefault(key, {})
        for response_key, name, below in selections.fields(
            selected, data.get("__typename", type_name)
        ):
            kept[name] = self._kept(selections, f"{key}.{name}", data[response_key], below)

    def _kept(self, selections: "_Selections", place: str, value: Any, below: list[Any]) -> Any:
        if isinstance(value, list):
            return [
                self._kept(selections, f"{place}.{i}", item, below) for i, item in enumerate(value)
            ]
        if not isinstance(value, dict):
            return value
        key = _key(value)
        if key is None and self._replaces:
            self._forget(place)
        self._write(selections, key or place, value, below, value["__typename"])
        return Link(key or place)

    def _forget(self, place: str) -> None:
        for key in [k for k in self._objects if k == place or k.startswith(f"{place}.")]:
            del self._objects[key]

    def _read(
        self, selections: "_Selections", key: str, selected: list[Any], type_name: str
    ) -> Answer:
        kept = self._objects.get(key, {})
        answer: Answer = {}
        for response_key, name, below in selections.fields(
            selected, kept.get("__typename", type_name)
        ):
            if name not in kept:
                raise Incomplete(f"{key}: {name}")
            answer[response_key] = self._found(selections, kept[name], below)
        return answer

    def _found(self, selections: "_Selections", value: Any, below: list[Any]) -> Any:
        if isinstance(value, list):
            return [self._found(selections, item, below) for item in value]
        return self._read(selections, value.key, below, "") if isinstance(value, Link) else value


def _key(value: Mapping[str, Any]) -> str | None:
    field = KEYS.get(value["__typename"], "id")
    return f"{value['__typename']}:{value[field]}" if value.get(field) else None


class _Selections:
    """A document with its variables: which fields it selects of an object of a type."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Answer) -> None:
        self._schema, self._variables = schema, variables
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        (operation,) = (
            each for each in document.definitions if isinstance(each, OperationDefinitionNode)
        )
        self.root = operation.operation.value.capitalize()
        self.selected: list[Any] = [operation.selection_set]

    def fields(self, selected: list[Any], type_name: str) -> Iterator[tuple[str, str, list[Any]]]:
        """Response key, field with its arguments, and what is selected below, merged."""
        found: dict[str, tuple[str, list[Any]]] = {}
        for selection_set in selected:
            for node in self._flat(selection_set, type_name):
                key = node.alias.value if node.alias else node.name.value
                _, below = found.setdefault(key, (self._name(node), []))
                if node.selection_set:
                    below.append(node.selection_set)
        yield from ((key, name, below) for key, (name, below) in found.items())

    def _flat(self, selection_set: SelectionSetNode, type_name: str) -> Iterator[FieldNode]:
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                yield node
                continue
            fragment: Any = node
            if isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
            assert isinstance(fragment, InlineFragmentNode | FragmentDefinitionNode)
            condition = fragment.type_condition
            if condition is None or self._applies(condition.name.value, type_name):
                yield from self._flat(fragment.selection_set, type_name)

    def _applies(self, condition: str, type_name: str) -> bool:
        wider, kind = self._schema.get_type(condition), self._schema.get_type(type_name)
        return condition == type_name or (
            is_abstract_type(wider) and kind is not None and self._schema.is_sub_type(wider, kind)
        )

    def _name(self, node: FieldNode) -> str:
        given = {
            each.name.value: value_from_ast_untyped(each.value, self._variables)
            for each in node.arguments or ()
        }
        given = {name: value for name, value in given.items() if value is not Undefined}
        if not given:
            return node.name.value
        return f"{node.name.value}({orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode()})"
