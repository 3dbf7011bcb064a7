"""What an operation is refused for as a whole: a walk over what it collects, before any row."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    get_nullable_type,
    get_variable_values,
    is_list_type,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values
from graphql.language import DocumentNode, StringValueNode

from domain.permissions import Permission
from tests.oracle import search
from tests.oracle.pages import ID_FILTERS, InvalidCursor, InvalidId, Listing, key_of, type_of
from tests.oracle.register import Register, Viewer

Refusal = tuple[str, tuple[str, ...]]
LARGEST_PAGE = 100
MOST_NODES = 10_000
MOST_IDS = 100
LARGE = {"DrawProof.proof": 4_999, "InspectionRecord.canonical": 5}
"""How many rows a large value counts as."""
SHORT_LIST = 10
LISTS = {
    "EscalationProposal.legalBases": 2,
    "Inspection.records": 4,
    "InspectorProfile.certificates": 3,
    "InspectionItem.legalBases": 2,
    "InspectionPlan.earlierLines": 30,
    "InspectionPlan.lines": 30,
    "InspectionRecord.answers": 30,
    "InspectionRecord.signatures": 5,
    "LedgerRow.refusals": 2,
    "Notice.legalBases": 2,
    "Query.institutionStatistics": 20,
    "Query.regions": 20,
    "PlatformReport.rejected": 2,
    "Region.children": 20,
    "Institution.formerNames": 2,
    "Institution.staffRatios": 4,
    "RiskAssessment.inputs": 5,
    "Ruling.legalBases": 2,
    "Standing.legalBases": 2,
}
"""How many rows a list without pages counts as, where it is not `SHORT_LIST`."""
BY_RECEIPT = {Permission.COMPLAINT_READ_STATEMENT}
"""What a receipt permits, below the field that it is given to."""
STATIC = ("checklists", "codeLists", "creditCommitmentTexts", "violationCodes")
"""Roots that hold no rows of the register."""
NULL_WITHOUT = {"Standing.ruling": Permission.RULING_READ}
"""Fields that are null without a permission: nothing below them is read then."""
STATIC_TYPES = (
    "Checklist",
    "ChecklistItem",
    "Code",
    "CodeList",
    "CreditCommitmentText",
    "ViolationCode",
)


def refusals(
    schema: GraphQLSchema,
    register: Register,
    viewer: Viewer,
    document: DocumentNode,
    variables: dict[str, Any],
) -> tuple[set[Refusal], int]:
    """All codes and paths for which the operation may be refused, none when it must be answered;
    and the rows that it asks for."""
    (operation,) = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    values = get_variable_values(schema, operation.variable_definitions or (), variables)
    assert isinstance(values, VariableValues), values
    walk = _Walk(schema, register, viewer, document, operation, values)
    return walk.found(), walk.rows


class _Walk:
    def __init__(
        self,
        schema: GraphQLSchema,
        register: Register,
        viewer: Viewer,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        values: VariableValues,
    ) -> None:
        self.schema, self.register, self.viewer = schema, register, viewer
        self.operation, self.values = operation, values
        self.fragments = {
            d.name.value: FragmentDetails(d)
            for d in document.definitions
            if isinstance(d, FragmentDefinitionNode)
        }
        self.permissions = viewer.permissions
        self.refused: set[Refusal] = set()
        self.rows = 0

    def found(self) -> set[Refusal]:
        root = self.schema.query_type
        assert root is not None
        try:
            collected = collect_fields(
                self.schema, self.fragments, self.values, root, self.operation
            )
        except GraphQLError:
            return {("INVALID_VALUE", ())}
        for key, details in collected.grouped_field_set.items():
            is_by_receipt = details[0].node.name.value == "complaintByReceipt"
            self.permissions = self.viewer.permissions | (BY_RECEIPT if is_by_receipt else set())
            self._field(root, key, details, (), 1)
        if self.rows > MOST_NODES:
            self.refused.add(("TOO_MANY_NODES", ()))
        return self.refused

    def _field(
        self,
        parent: GraphQLObjectType,
        key: str,
        details: list[Any],
        path: tuple[str, ...],
        times: int,
    ) -> None:
        """Check one field, which is there so many times, and all below it; count the rows."""
        node, path = details[0].node, (*path, key)
        if node.name.value == "__typename":
            return
        field = parent.fields[node.name.value]
        needed = NULL_WITHOUT.get(f"{parent.name}.{node.name.value}")
        if needed is not None and needed not in self.permissions:
            return
        permission = permission_of(field)
        if permission is not None and permission not in self.permissions:
            self.refused.add(("NOT_PERMITTED", path))
        try:
            arguments = get_argument_values(field, node, self.values)
        except GraphQLError:
            self.refused.add(("INVALID_VALUE", path))
            return
        returned = get_named_type(field.type)
        self.refused.update(self._arguments(node.name.value, returned.name, arguments, path))
        self.rows += times * LARGE.get(f"{parent.name}.{node.name.value}", 0)
        length = self._length(parent, node.name.value, field, arguments)
        if length is not None:
            times *= length
            self.rows += times
        for kind in self._kinds(returned, arguments):
            self._below(kind, details, path, times)

    def _length(
        self, parent: GraphQLObjectType, name: str, field: GraphQLField, arguments: dict[str, Any]
    ) -> int | None:
        """How many rows there may be for each of its parent's; None for what is no list of rows."""
        returned = get_named_type(field.type)
        if returned.name.endswith("Connection"):
            return int(arguments.get("first") or arguments.get("last") or 0)
        if "ids" in arguments:
            return len(arguments["ids"])
        if parent.name.endswith("Connection") or not isinstance(returned, GraphQLObjectType):
            return None
        if name in STATIC or parent.name in STATIC_TYPES:
            return None
        is_list = is_list_type(get_nullable_type(field.type))
        return LISTS.get(f"{parent.name}.{name}", SHORT_LIST) if is_list else None

    def _below(
        self, kind: GraphQLObjectType, details: list[Any], path: tuple[str, ...], times: int
    ) -> None:
        try:
            collected = collect_subfields(
                self.schema, self.fragments, self.values, self.operation, kind, details
            )
        except GraphQLError:
            self.refused.add(("INVALID_VALUE", path))
            return
        for key, below in collected.grouped_field_set.items():
            self._field(kind, key, below, path, times)

    def _kinds(self, returned: Any, arguments: Mapping[str, Any]) -> list[GraphQLObjectType]:
        if isinstance(returned, GraphQLObjectType):
            return [returned]
        if not isinstance(returned, GraphQLInterfaceType):
            return []
        names = set()
        for text in arguments.get("ids", [arguments.get("id")]):
            try:
                names.add(type_of(text))
            except InvalidId:
                continue
        return [k for n in names if isinstance(k := self.schema.get_type(n), GraphQLObjectType)]

    def _arguments(
        self, name: str, returned: str, arguments: dict[str, Any], path: tuple[str, ...]
    ) -> Iterator[Refusal]:
        if returned == "Node":
            if len(arguments.get("ids", ())) > MOST_IDS:
                yield "TOO_MANY_IDS", (*path, "ids")
        elif "id" in arguments and _is_invalid(returned, arguments["id"]):
            yield "INVALID_ID", (*path, "id")
        by = arguments.get("by") or {}
        if "id" in by and _is_invalid(returned, by["id"]):
            yield "INVALID_ID", (*path, "by")
        for argument in ("code", "parent"):
            is_region = returned != "InspectionTask" and argument in arguments
            if is_region and _is_no_region(arguments[argument]):
                yield "INVALID_REGION", (*path, argument)
        if returned.endswith("Connection"):
            yield from self._page(name, returned.removesuffix("Connection"), arguments, path)

    def _page(
        self, name: str, type_name: str, arguments: dict[str, Any], path: tuple[str, ...]
    ) -> Iterator[Refusal]:
        given = [each for each in ("first", "last") if arguments.get(each) is not None]
        if len(given) != 1:
            yield ("PAGE_SIZE_AMBIGUOUS" if given else "PAGE_SIZE_REQUIRED"), path
        elif not 1 <= arguments[given[0]] <= LARGEST_PAGE:
            yield "PAGE_SIZE_OUT_OF_RANGE", (*path, given[0])
        for filtered, value in (arguments.get("filter") or {}).items():
            if value is None:
                continue
            if filtered in ID_FILTERS and _is_invalid(ID_FILTERS[filtered], value):
                yield "INVALID_ID", (*path, "filter")
            if filtered == "regionCode" and _is_no_region(value):
                yield "INVALID_REGION", (*path, "filter")
            if filtered in ("search", "near"):
                for code in search.refused(filtered, value):
                    yield code, (*path, "filter")
        listing = Listing(self.register, name, type_name, arguments)
        if listing.lacks:
            yield "ORDER_NEEDS_FILTER", path
        for argument in ("after", "before"):
            if arguments.get(argument) is not None:
                try:
                    rows = self.register.rows[type_name]
                    listing.stands(arguments[argument], rows[0] if rows else None)
                except InvalidCursor:
                    yield "INVALID_CURSOR", (*path, argument)


def permission_of(field: GraphQLField) -> str | None:
    """As printed: `@requires(permission: "…")`."""
    for directive in (field.ast_node and field.ast_node.directives) or ():
        if directive.name.value == "requires":
            (argument,) = directive.arguments or ()
            assert isinstance(argument.value, StringValueNode)
            return argument.value.value
    return None


def _is_invalid(type_name: str, text: str) -> bool:
    try:
        key_of(type_name, text)
    except InvalidId:
        return True
    return False


def _is_no_region(code: str) -> bool:
    return len(code) != 6 or not all(c in "0123456789" for c in code)
