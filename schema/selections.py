"""Turns a GraphQL document into the plain selections that the read compiler understands."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    SelectionSetNode,
    Undefined,
    ValueNode,
    VariableNode,
    coerce_input_literal,
    get_named_type,
    is_abstract_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.values import VariableValues
from graphql.utilities.coerce_input_value import coerce_default_value

from persistence.reading import ids
from persistence.reading.refused import ReadRefused
from persistence.reading.selection import Argument, Late, LateList, Selection, Variable

Path = tuple[str, ...]
Groups = dict[str, list[FieldNode]]

BY_VALUE = "orderBy"
"""The argument whose value, not only its form, decides the statement."""
BY_TYPE = {"node": "id", "nodes": "ids"}
"""Fields whose ids decide by their types which tables are read."""


class Selector:
    """Reads one document with one set of variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema, self._fragments, self._variables = schema, fragments, variables

    def groups(self, selections: Iterable[SelectionSetNode], parent: GraphQLObjectType) -> Groups:
        """The selected fields of an object by response key, in order, merged through all
        fragments."""
        found: Groups = {}
        for selection_set in selections:
            self._collect(selection_set, parent, found)
        return found

    def field(self, nodes: Sequence[FieldNode], parent: GraphQLObjectType, path: Path) -> Selection:
        """One field with everything below it."""
        node = nodes[0]
        name, key = node.name.value, path[-1]
        if name == "__typename":
            return Selection(key, name, parent.name, path=path)
        definition = parent.fields[name]
        arguments = self._arguments(node, definition.args, path)
        returned = get_named_type(definition.type)
        below = [n.selection_set for n in nodes if n.selection_set]
        if is_abstract_type(returned):
            variants = {
                type_name: self._children(below, self._object(type_name), path)
                for type_name in self._requested_types(node, arguments)
            }
            return Selection(key, name, returned.name, arguments, (), variants, path)
        if not isinstance(returned, GraphQLObjectType):
            return Selection(key, name, returned.name, arguments, path=path)
        return Selection(
            key, name, returned.name, arguments, self._children(below, returned, path), path=path
        )

    def _children(
        self, below: list[SelectionSetNode], parent: GraphQLObjectType, path: Path
    ) -> tuple[Selection, ...]:
        return tuple(
            self.field(nodes, parent, (*path, key))
            for key, nodes in self._groups_at(below, parent, path).items()
        )

    def _groups_at(
        self, below: list[SelectionSetNode], parent: GraphQLObjectType, path: Path
    ) -> Groups:
        try:
            return self.groups(below, parent)
        except ReadRefused as refused:
            raise refused.at(path) from None

    def _object(self, type_name: str) -> GraphQLObjectType:
        found = self._schema.get_type(type_name)
        assert isinstance(found, GraphQLObjectType)
        return found

    def _requested_types(self, node: FieldNode, arguments: Mapping[str, Argument]) -> list[str]:
        argument_value = arguments[BY_TYPE[node.name.value]]
        value = (
            argument_value.of(self._variables)
            if isinstance(argument_value, Late)
            else argument_value
        )
        texts = value if isinstance(value, list) else [value]
        return sorted({name for text in texts if (name := ids.type_or_none(text))})

    def _collect(
        self, selections: SelectionSetNode, parent: GraphQLObjectType, into: Groups
    ) -> None:
        for selection in selections.selections:
            if not self._included(selection.directives or ()):
                continue
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                into.setdefault(key, []).append(selection)
                continue
            fragment: FragmentDefinitionNode | InlineFragmentNode
            if isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
            else:
                assert isinstance(selection, InlineFragmentNode)
                fragment = selection
            condition = fragment.type_condition
            if condition is None or self._applies(condition.name.value, parent):
                self._collect(fragment.selection_set, parent, into)

    def _applies(self, type_name: str, parent: GraphQLObjectType) -> bool:
        if type_name == parent.name:
            return True
        named = self._schema.get_type(type_name)
        return is_abstract_type(named) and self._schema.is_sub_type(named, parent)

    def _included(self, directives: Iterable[DirectiveNode]) -> bool:
        for directive in directives:
            name = directive.name.value
            if name not in ("skip", "include"):
                continue
            (argument,) = directive.arguments or ()
            value = argument.value
            holds = (
                self._variables[value.name.value]
                if isinstance(value, VariableNode)
                else getattr(value, "value", False)
            )
            if holds is None:
                raise _null_refused()
            if bool(holds) is (name == "skip"):
                return False
        return True

    # Arguments

    def _arguments(
        self, node: FieldNode, definitions: Mapping[str, GraphQLArgument], path: Path
    ) -> dict[str, Argument]:
        given = {a.name.value: a.value for a in node.arguments or ()}
        try:
            found = {
                name: self._given(name, given.get(name), definition)
                for name, definition in definitions.items()
            }
        except ReadRefused as refused:
            raise refused.at(path) from None
        return {name: value for name, value in found.items() if value is not Undefined}

    def _given(
        self, name: str, value: ValueNode | None, definition: GraphQLArgument | GraphQLInputField
    ) -> Argument:
        if value is None:
            return coerce_default_value(definition)
        if name == BY_VALUE:
            values = VariableValues({}, dict(self._variables))
            coerced = coerce_input_literal(value, definition.type, values)
            if coerced is Undefined and not _is_absent(value, self._variables):
                raise _null_refused()
            return coerced
        argument = self._argument(value, definition.type)
        return coerce_default_value(definition) if argument is Undefined else argument

    def _argument(self, node: ValueNode, kind: GraphQLInputType) -> Argument:
        if isinstance(node, VariableNode):
            found = self._variable((node.name.value,))
            if found is None and is_non_null_type(kind):
                raise _null_refused()
            return found
        if isinstance(node, NullValueNode):
            return None
        if is_non_null_type(kind):
            assert isinstance(kind, GraphQLNonNull)
            return self._argument(node, kind.of_type)
        if is_list_type(kind):
            assert isinstance(kind, GraphQLList)
            nodes = node.values if isinstance(node, ListValueNode) else [node]
            items = tuple(self._argument(item, kind.of_type) for item in nodes)
            return LateList(items) if any(isinstance(i, Late) for i in items) else list(items)
        if is_input_object_type(kind):
            assert isinstance(kind, GraphQLInputObjectType)
            assert isinstance(node, ObjectValueNode)
            given = {field.name.value: field.value for field in node.fields}
            found = {
                name: self._given(name, given.get(name), definition)
                for name, definition in kind.fields.items()
            }
            return {name: value for name, value in found.items() if value is not Undefined}
        return coerce_input_literal(node, kind)

    def _variable(self, path: Path) -> Argument:
        value: Any = self._variables
        for step in path:
            if step not in value:
                return Undefined
            value = value[step]
        if type(value) is dict:
            return {key: self._variable((*path, key)) for key in value}
        return None if value is None else Variable(path)


def _is_absent(value: ValueNode, variables: Mapping[str, Any]) -> bool:
    return isinstance(value, VariableNode) and value.name.value not in variables


def _null_refused() -> ReadRefused:
    """A variable with a default may be used where null may not, and may still be sent as null."""
    return ReadRefused("INVALID_VALUE", "This value must not be null.", "此处不能为空值。")
