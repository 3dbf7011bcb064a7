"""Documents that select every field which can be read with `asOf`, found in the schema."""

from collections.abc import Iterator

from graphql import GraphQLField, GraphQLObjectType, get_named_type

from schema.assembly import core
from tests.client import SCHEMA

NOT_KEPT = {
    "Authority.history",
    "Entitlement.history",
    "Institution.contactName",
    "Institution.contactPhone",
    "Institution.courses",
    "Institution.externalRef",
    "Institution.history",
    "Institution.inspections",
    "Institution.legalRepresentative",
    "Institution.registrations",
    "Institution.riskClass",
    "Institution.sourceUpdatedAt",
    "Institution.sponsor",
    "Institution.staffRatios",
    "Institution.teachers",
    "PublicRecord.creditCommitment",
    "PublicRecord.pictures",
    "PublicRecord.withheldViolationCodes",
    "Site.history",
    "Standing.person",
    "Standing.ruling",
    "StandingEnd.reason",
}
"""Of these no earlier values are kept."""
_NODES = {"publicInspectionResults": "first: 9"}
_KNOWN_BY = ("id", "code", "name", "version", "listStatus", "state")
_DEEPEST = 3
_TYPES = core(SCHEMA).type_map


def all_of(name: str, *, but: frozenset[str] = frozenset()) -> str:
    """A selection of all that visitors can be shown of this type, and of what belongs to it."""
    return " ".join(_selected(_object(name), (), but))


def _selected(
    kind: GraphQLObjectType, above: tuple[str, ...], but: frozenset[str]
) -> Iterator[str]:
    for name, field in kind.fields.items():
        of = f"{kind.name}.{name}"
        if of in NOT_KEPT | but:
            continue
        inner = get_named_type(field.type)
        if not isinstance(inner, GraphQLObjectType):
            yield name
        elif (found := _inside(inner, (*above, kind.name), but)) and _fits(field, name):
            given = f"({_NODES[name]})" if name in _NODES else ""
            yield f"{name}{given} {{ {found} }}"


def _inside(kind: GraphQLObjectType, above: tuple[str, ...], but: frozenset[str]) -> str:
    if kind.name.endswith("Connection"):
        node = _inside(_object(kind.name.removesuffix("Connection")), above, but)
        info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        return node and f"totalCount {info} edges {{ cursor node {{ {node} }} }}"
    if kind.name in above or len(above) >= _DEEPEST:
        # Not again what is around it: what it is known by, or all leaves of what has no name.
        known = [each for each in _KNOWN_BY if each in kind.fields] or [
            each
            for each, field in kind.fields.items()
            if not isinstance(get_named_type(field.type), GraphQLObjectType)
        ]
        return " ".join(each for each in known if f"{kind.name}.{each}" not in NOT_KEPT | but)
    return " ".join(_selected(kind, above, but))


def _fits(field: GraphQLField, name: str) -> bool:
    return name in _NODES or not field.args


def _object(name: str) -> GraphQLObjectType:
    kind = _TYPES[name]
    assert isinstance(kind, GraphQLObjectType)
    return kind
