"""Prepared documents: parsed and validated once, their reads planned once for each set of
deciding values."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from sys import getsizeof
from typing import Any
from uuid import UUID

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Undefined,
    VariableDefinitionNode,
    VariableNode,
    get_named_type,
    get_variable_values,
    is_non_null_type,
    type_from_ast,
    visit,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValueSource
from graphql.language import Visitor
from graphql.utilities import get_operation_ast
from strawberry.extensions import SchemaExtension

from domain.actors import Actor
from domain.permissions import Permission
from persistence.reading import ids
from persistence.reading.compiler import compile_field, compile_row, compile_rows
from persistence.reading.plan import Plan, parameters_of
from persistence.reading.refused import ReadRefused
from persistence.reading.selection import ROW_IDS, ROW_KEY, structure
from persistence.reading.shape import Register
from schema import constants
from schema.constants import Constant
from schema.permissions import required
from schema.remembered import Remembered
from schema.selections import BY_TYPE, BY_VALUE, Path, Selector
from schema.variables import coercer

_NO_ROW = UUID(int=0)
BEGIN_SESSION = frozenset({"signIn", "refreshSession", "requestOneTimeCode", "registerParent"})
"""Mutations by which a session begins or goes on."""
_OPERATION, _TOKEN = 9_000, 640
_PLAN, _LETTER, _GETTER = 1_000, 3, 350
"""Bytes of an operation and for each of its tokens; of a plan, for each letter of its SQL and for
each value that it reads; once it ran its SQL is there twice. Measured by tracemalloc over the apps'
documents, where these come to between 0.6 and 2 times what was allocated (decision 0068)."""
MOST_RESOLVED = 5
"""Root fields of one query that resolvers answer: lists of codes, verifications. Nobody counts their
rows, and thirty of `codeLists` took 0.8 s, in which nobody else was answered."""
_INTROSPECTION = frozenset({"__schema", "__type"})

Part = Plan | Constant | bytes
"""What answers a root field: a statement, what is the same for everybody, the name of its type."""


class PreparedOperation:
    """One operation of one document."""

    def __init__(
        self,
        schema: GraphQLSchema,
        register: Register,
        document: DocumentNode,
        definition: OperationDefinitionNode,
        remembered: Remembered | None = None,
    ) -> None:
        self.schema, self.register = schema, register
        self.document, self.definition = document, definition
        self.kind = definition.operation
        self.name = definition.name.value if definition.name else None
        self._variable_definitions = definition.variable_definitions or ()
        self._coerce = coercer(schema, self._variable_definitions)
        self._fragments: dict[str, FragmentDefinitionNode] = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        found = _DecidingVariables()
        visit(document, found)
        self._by_value, self._by_type = sorted(found.by_value), sorted(found.by_type)
        self.is_confidential = found.is_confidential
        self._remembered = Remembered() if remembered is None else remembered
        # Of this very operation: another of the same text, prepared later, plans for itself.
        self._mark = object()

    @property
    def size(self) -> int:
        """About how many bytes it takes, its plans not counted. Its text is there twice, once as
        the strings within."""
        loc = self.document.loc
        text = loc.source.body if loc else ""
        return _OPERATION + _TOKEN * self.document.token_count + 2 * getsizeof(text)

    @cached_property
    def begins_session(self) -> bool:
        """Whether it does nothing but what is for those who have no session."""
        return bool(self._roots) and self._roots <= BEGIN_SESSION

    @cached_property
    def is_introspection(self) -> bool:
        """Whether it asks of nothing but the schema itself."""
        return bool(self._roots) and self._roots <= _INTROSPECTION

    @cached_property
    def _roots(self) -> set[str]:
        return set(self._root_names(self.definition.selection_set)) - {"__typename"}

    def _root_names(self, selected: SelectionSetNode) -> Iterator[str]:
        for node in selected.selections:
            if isinstance(node, FieldNode):
                yield node.name.value
            elif isinstance(node, FragmentSpreadNode):
                yield from self._root_names(self._fragments[node.name.value].selection_set)
            elif isinstance(node, InlineFragmentNode):
                yield from self._root_names(node.selection_set)

    def coerced(self, values: Mapping[str, Any]) -> dict[str, Any] | list[GraphQLError]:
        """The variables as the schema's types, or what is wrong with them."""
        fitting = self._coerce(values)
        if fitting is not None:
            return fitting
        found = get_variable_values(
            self.schema,
            self._variable_definitions,
            dict(values),
            max_errors=10,
            hide_suggestions=True,
        )
        return found if isinstance(found, list) else found.coerced

    @cached_property
    def without_variables(self) -> DocumentNode:
        """The document for an executor that is given what its variables come to."""
        bare = replace(self.definition, variable_definitions=())
        each_of = self.document.definitions
        return replace(
            self.document,
            definitions=tuple(bare if each is self.definition else each for each in each_of),
        )

    def sources(self, values: Mapping[str, Any]) -> dict[str, VariableValueSource]:
        """Where the values of the variables come from."""
        return {
            name: VariableValueSource(signature, values.get(name, Undefined))
            for name, signature in self._signatures.items()
        }

    @cached_property
    def _signatures(self) -> dict[str, Any]:
        return {
            each.variable.name.value: get_variable_signature(self.schema, each)
            for each in self._variable_definitions
        }

    def reads(self, variables: Mapping[str, Any], actor: Actor) -> "Reads":
        """The plans of all root fields that the compiler answers. Raises ReadRefused before I/O,
        also for fields that have a resolver and a permission."""
        key = self._key((), variables, actor)

        def make() -> tuple[Reads, Sequence[Part]]:
            made = self._plan_all(variables, actor)
            return made, (*made.constants(), *made.plans())

        found: Reads = self._decided(key, variables, actor, make)
        return found

    def read(
        self,
        nodes: Sequence[FieldNode],
        parent: GraphQLObjectType,
        path: Path,
        variables: Mapping[str, Any],
        actor: Actor,
    ) -> Plan:
        """The plan of a field reached during execution: at the root, or below a mutation's
        success, where it is one row by its key, or rows by their ids."""
        key = self._key((parent.name, *path), variables, actor)

        def make() -> tuple[Plan, list[Part]]:
            selector = Selector(self.schema, self._fragments, variables)
            selection = selector.field(nodes, parent, path)
            is_root = parent is self.schema.query_type
            below = compile_rows if ROW_IDS in variables else compile_row
            compiled = compile_field if is_root else below
            plan = compiled(self.register, selection, actor, variables)
            return plan, [plan]

        plan: Plan = self._decided(key, variables, actor, make)
        return plan

    def _decided(
        self,
        key: Hashable,
        variables: Mapping[str, Any],
        actor: Actor,
        make: Callable[[], tuple[Any, Sequence[Part]]],
    ) -> Any:
        """What is remembered for a request of this form, and of these values where values decide. How
        they are read is remembered for the form."""
        known = self._remembered.get(key)
        if known is not None:
            deciders, found = known
            if deciders:
                values = tuple([get(variables, actor) for get in deciders])
                found = self._remembered.get((key, values))
            if found is not None:
                return found
        made, parts = make()
        deciders = tuple(get for part in parts if isinstance(part, Plan) for get in part.deciders)
        if deciders:
            values = tuple(get(variables, actor) for get in deciders)
            self._remembered.put(key, (deciders, None), _size(key, ()) + _GETTER * len(deciders))
            self._remembered.put((key, values), made, _size(key, parts))
        else:
            self._remembered.put(key, ((), made), _size(key, parts))
        return made

    def introspected(self, variables: bytes) -> bytes | None:
        """What was answered before to these variables, which are given as their hash."""
        found: bytes | None = self._remembered.get((self._mark, variables))
        return found

    def remember_introspection(self, variables: bytes, answer: bytes) -> None:
        self._remembered.put((self._mark, variables), answer, len(answer))

    def check_payload(
        self,
        nodes: Sequence[FieldNode],
        success: GraphQLObjectType,
        path: Path,
        variables: Mapping[str, Any],
        actor: Actor,
    ) -> None:
        """Plan the fields selected below a mutation's success, before it runs. Raises
        ReadRefused."""
        keyed = {**variables, ROW_KEY: _NO_ROW}
        parameters_of(self._plans_below(nodes, success, path, keyed, actor), keyed, actor)

    def _plans_below(
        self,
        nodes: Sequence[FieldNode],
        parent: GraphQLObjectType,
        path: Path,
        variables: Mapping[str, Any],
        actor: Actor,
    ) -> list[Plan]:
        """The plans of the rows that a success leads to, also through parts that are none."""
        below = [node.selection_set for node in nodes if node.selection_set]
        selector = Selector(self.schema, self._fragments, variables)
        plans: list[Plan] = []
        for key, selected in selector.groups(below, parent).items():
            field = parent.fields.get(selected[0].name.value)
            returned = field and get_named_type(field.type)
            if not isinstance(returned, GraphQLObjectType):
                continue
            if returned.name in self.register.shapes:
                plans.append(self.read(selected, parent, (*path, key), variables, actor))
            else:
                deeper = self._plans_below(selected, returned, (*path, key), variables, actor)
                plans.extend(deeper)
        return plans

    def _plan_all(self, variables: Mapping[str, Any], actor: Actor) -> "Reads":
        root = self.schema.query_type
        assert root is not None
        selector = Selector(self.schema, self._fragments, variables)
        parts: list[tuple[bytes, Part]] = []
        places: list[tuple[str, bool]] = []
        later: list[Plan] = []
        resolved, is_whole = 0, True
        for key, nodes in selector.groups([self.definition.selection_set], root).items():
            name = nodes[0].name.value
            lead = b'"' + key.encode() + b'":'
            declared = root.fields.get(name)
            places.append((key, declared is not None and not is_non_null_type(declared.type)))
            if name in self.register.roots:
                selection = selector.field(nodes, root, (key,))
                plan = compile_field(self.register, selection, actor, variables)
                parts.append((lead, plan))
            elif name == "__typename":
                parts.append((lead, b'"' + root.name.encode() + b'"'))
            else:
                resolved += 1
                if resolved > MOST_RESOLVED:
                    raise _too_many_resolved((key,))
                if name in constants.NAMES and (constant := self._constant(nodes, variables)):
                    parts.append((lead, constant))
                    continue
                is_whole = False
                if name in root.fields:
                    _require(required(root.fields[name]), (key,), actor)
                if name in self.register.by_resolver:
                    selection = selector.field(nodes, root, (key,))
                    receipt = _with_receipt(actor)
                    later.append(compile_field(self.register, selection, receipt, variables))
        return Reads(tuple(parts), is_whole, tuple(later), tuple(places))

    def _constant(
        self, nodes: Sequence[FieldNode], variables: Mapping[str, Any]
    ) -> Constant | None:
        """The answers of a field that turns on nothing but its text; None where its arguments are
        variables: what is remembered is so for the form of a request."""
        decided_by: set[str] = set()
        for argument in (each for node in nodes for each in node.arguments or ()):
            _gather(argument, decided_by)
        if decided_by:
            return None
        flags = [each for each in self._variable_definitions if self._is_flag(each)]
        names = [each.variable.name.value for each in flags]
        given = {name: variables[name] for name in names if name in variables}
        return constants.answers(self.schema, nodes, self._fragments.values(), flags, given)

    def _is_flag(self, definition: VariableDefinitionNode) -> bool:
        """Whether a directive may turn on it."""
        return get_named_type(type_from_ast(self.schema, definition.type)) is GraphQLBoolean

    def _key(self, path: Path, variables: Mapping[str, Any], actor: Actor) -> Hashable:
        deciding = tuple(map(_frozen, map(variables.get, self._by_value)))
        types = tuple(map(_types, map(variables.get, self._by_type)))
        return (self._mark, path, actor.form, structure(variables), deciding, types)


class Reads:
    """The planned root fields of one operation, with the bytes that precede each of them.

    `later` are plans of fields whose resolvers run first: planned here so that they refuse in time.
    `places` are the response keys, and whether null may stand there.
    """

    __slots__ = ("__weakref__", "_plans", "is_whole", "parts", "places")

    def __init__(
        self,
        parts: tuple[tuple[bytes, Part], ...],
        is_whole: bool,
        later: tuple[Plan, ...] = (),
        places: tuple[tuple[str, bool], ...] = (),
    ) -> None:
        self.parts, self.is_whole, self.places = parts, is_whole, places
        self._plans = (*(part for _, part in parts if isinstance(part, Plan)), *later)

    def plans(self) -> tuple[Plan, ...]:
        """Those of the parts, and of fields whose resolvers run first."""
        return self._plans

    def constants(self) -> list[Constant]:
        return [part for _, part in self.parts if isinstance(part, Mapping)]


def operation_of(
    schema: GraphQLSchema,
    register: Register,
    document: DocumentNode,
    name: str | None,
    remembered: Remembered | None = None,
) -> PreparedOperation | None:
    """The named operation, or the only one; None where there is none."""
    definition = get_operation_ast(document, name)
    if definition is None:
        return None
    return PreparedOperation(schema, register, document, definition, remembered)


def _size(key: Hashable, parts: Iterable[Part]) -> int:
    """About how many bytes these parts take, and the values that decided them."""
    return len(repr(key)) + sum(map(_size_of_part, parts))


def _size_of_part(part: Part) -> int:
    if isinstance(part, Plan):
        return _PLAN + _LETTER * len(part.sql) + _GETTER * len(part.getters)
    return len(part) if isinstance(part, bytes) else sum(map(len, part.values()))


def is_query(operation: PreparedOperation) -> bool:
    return operation.kind is OperationType.QUERY


def _require(permission: Permission | None, path: Path, actor: Actor) -> None:
    if permission is not None and permission not in actor.permissions:
        raise ReadRefused.for_lack_of(permission, path)


def _with_receipt(actor: Actor) -> Actor:
    """As somebody who shows a receipt, whatever it opens: so the field is read later."""
    return replace(actor, receipt_digest=b"")


def _too_many_resolved(path: Path) -> ReadRefused:
    return ReadRefused(
        "TOO_MANY_ALIASES",
        f"Of verifications and lists of codes, at most {MOST_RESOLVED} are allowed in one request.",
        f"核验及代码表类字段，每次请求最多{MOST_RESOLVED}个。",
        path,
    )


_CONFIDENTIAL = frozenset({"raiseComplaint", "declareEvidence", "withdrawEvidence"})
"""What a complainant does about a complaint: its time is recorded with the complaint itself."""


class _DecidingVariables(Visitor):
    """Collects the variables whose values, or whose ids' types, decide the statement.

    A document is confidential where the time of the request, logged with an account, would
    disclose who complained.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_confidential = False
        self.by_value: set[str] = set()
        self.by_type: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:
        _gather(node, self.by_value)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.is_confidential |= node.name.value in _CONFIDENTIAL
        for argument in node.arguments or ():
            if argument.name.value == BY_VALUE:
                _gather(argument, self.by_value)
            elif argument.name.value == BY_TYPE.get(node.name.value):
                _gather(argument, self.by_type)


def _gather(node: Any, names: set[str]) -> None:
    class Names(Visitor):
        def enter_variable(self, variable: VariableNode, *_: Any) -> None:
            names.add(variable.name.value)

    visit(node, Names())


def _frozen(value: Any) -> Hashable:
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value  # type: ignore[no-any-return]  # GraphQL leaves are hashable


def _types(value: Any) -> Hashable:
    """The types of ids. What is no id decides nothing: null stands in its place."""
    if isinstance(value, list):
        return tuple(sorted({_types(item) for item in value}, key=str))
    return ids.type_or_none(value) if isinstance(value, str) else None


class PreparedDocument(SchemaExtension):
    """Hands Strawberry the document that is already parsed and validated."""

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        context.graphql_document = context.context.operation.document
        context.validation_rules = ()
        yield
