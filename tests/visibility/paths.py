"""Every way to a row: the schema walked from the root, each edge at most once on a path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from graphql import GraphQLObjectType, get_named_type

from persistence.reading.shape import DerivedObjects, One, SameRow
from persistence.register import REGISTER
from schema.assembly import core
from tests.client import SCHEMA
from tests.visibility.table import MARKS, MAY_ASK

DEEPEST = {
    "complaintByReceipt": 3,
    "inspectionItems": 1,
    "inspectionPlans": 2,
    "inspectionTasks": 2,
    "drawPolicies": 1,
    "drawProofs": 1,
    "myAssignments": 2,
    "myComplaints": 2,
    "recusals": 2,
    "objections": 1,
    "repairRequests": 1,
    "replies": 1,
    "inspections": 4,
    "complaints": 4,
    "correctionOrders": 2,
    "escalationProposals": 2,
    "alerts": 2,
    "alertCounts": 1,
    "inspectionLoad": 1,
    "inspectionLoads": 2,
    "registrationDifferences": 2,
    "listEntries": 2,
}
"""How many fields long the paths from these roots are; from other lists three, from rows two.
Rows fetched by their ids are followed for two more fields, so that every field comes after every
other that can precede it; a path costs two milliseconds for each of those who look."""

Edge = tuple[str, str]


@dataclass(eq=False)
class Step:
    """A field that leads to rows of a type."""

    edge: Edge
    type_name: str
    is_page: bool
    used: frozenset[Edge] = frozenset()
    steps: list["Step"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Step"]:
        yield self
        for step in self.steps:
            yield from step


LOOKING_BACK = {"RegisterHistory", "Tombstone"}
"""What there is only as of an earlier moment, or is another answer at each: see `tests/as_of`."""


@cache
def roots() -> Mapping[str, Step]:
    """The root fields that lead to rows of one type, with all paths below them."""
    found = {step.edge[1]: step for step in _steps("Query", frozenset())}
    for name, step in found.items():
        grow(step, DEEPEST.get(name, 3 if step.is_page or name == "me" else 2))
    return found


@cache
def fetched() -> Mapping[str, Step]:
    """For each type with an id, the paths below a row fetched by `node` and `nodes`."""
    node = core(SCHEMA).get_type("Node")
    types = [kind.name for kind in core(SCHEMA).get_possible_types(node)]  # type: ignore[arg-type]  # an interface
    found = {name: Step(("Query", "nodes"), name, False) for name in sorted(types)}
    for step in found.values():
        grow(step, 3)
    return found


def grow(top: Step, deepest: int) -> None:
    """Add to a field what can be asked below it."""
    layer = [top]
    for _ in range(deepest - 1):
        for step in layer:
            step.steps.extend(_steps(step.type_name, step.used))
        layer = [deeper for step in layer for deeper in step.steps]


def _steps(type_name: str, used: frozenset[Edge]) -> Iterator[Step]:
    for edge, target, is_page in edges(type_name):
        if edge not in used:
            yield Step(edge, target, is_page, used | {edge})


@cache
def edges(type_name: str) -> list[tuple[Edge, str, bool]]:
    """The fields of a type that lead to rows: to one, to all, or to a page of them."""
    kind = core(SCHEMA).get_type(type_name)
    assert isinstance(kind, GraphQLObjectType)
    found = []
    for name, definition in kind.fields.items():
        returned = get_named_type(definition.type).name
        is_page = returned.endswith("Connection")
        target = returned.removesuffix("Connection") if is_page else returned
        if target in REGISTER.shapes.keys() - LOOKING_BACK:
            found.append(((type_name, name), target, is_page))
    return found


def written(step: Step, login: str, arguments: str = "", alias: str = "") -> str:
    """The field with everything below it that this person may ask for; pages near the root also
    from their end."""
    name = step.edge[1]
    lead = f"{alias}: {name}" if alias else name
    if not step.is_page:
        return f"{lead}{arguments} {{ {below(step, login)} }}"
    forwards = f"{lead}(first: 100) {{ nodes {{ {below(step, login)} }} }}"
    if len(step.used) > 2:
        return forwards
    edges_too = f"totalCount edges {{ node {{ {marked(step.type_name)} }} }}"
    return f"{forwards} {alias or name}_edges: {name}(last: 100) {{ {edges_too} }}"


def below(step: Step, login: str) -> str:
    deeper = (
        written(each, login)
        for each in step.steps
        if login in MAY_ASK.get(".".join(each.edge), {login})
    )
    return " ".join((marked(step.type_name), *gated(step.type_name, login), *deeper))


def marked(type_name: str) -> str:
    return f"__typename mark: {MARKS.get(type_name, 'id')}"


def gated(type_name: str, login: str) -> list[str]:
    """The gated fields of a type, of those the person may ask for. A part or another row behind a
    gate is a row of a type of its own."""
    return [
        f"{name} {{ code }}" if isinstance(answer, DerivedObjects) else name
        for name, answer in REGISTER.shapes[type_name].fields.items()
        if getattr(answer, "visible_if", None) is not None
        and getattr(answer, "fallback", None) is None
        and not isinstance(answer, (One, SameRow))
        and login in MAY_ASK.get(f"{type_name}.{name}", {login})
    ]
