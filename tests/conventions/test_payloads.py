"""The answer of every mutation leads to the lists in which what it changed stands."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLObjectType, get_named_type, get_nullable_type, is_list_type

from schema.assembly import core
from tests.client import SCHEMA
from tests.conventions.language import MUTATIONS

GRAPH = core(SCHEMA)
NODES = {kind.name for kind in GRAPH.get_possible_types(GRAPH.get_type("Node"))}  # type: ignore[arg-type]  # an interface
ABOUT_NOTHING = {
    "requestOneTimeCode": "sends a code; nothing of the register changes",
    "requestPasswordReset": "sends a code, and nobody learns to whom",
    "signOut": "ends the session; there is nobody to read anything afterwards",
}
IN_MANY = {
    "publishInspectionItem": "an item stands in any task and plan; none of them changes",
    "retireInspectionItem": "as above",
}


@pytest.mark.parametrize("mutation", sorted(MUTATIONS.keys() - ABOUT_NOTHING.keys()))
def test_an_answer_leads_to_what_was_changed(mutation: str) -> None:
    assert _subjects(mutation), "give the success a field with the object that was changed"


@pytest.mark.parametrize(
    "mutation", sorted(MUTATIONS.keys() - ABOUT_NOTHING.keys() - IN_MANY.keys())
)
def test_an_answer_leads_to_the_lists_in_which_it_stands(mutation: str) -> None:
    subjects = _subjects(mutation)

    reached = subjects | {name for subject in subjects for name in _one_step(subject)}
    for subject in subjects:
        owners = _owners(subject)
        assert not owners or owners & reached, f"none of {sorted(owners)} is reached"


@pytest.mark.parametrize("mutation", (ABOUT_NOTHING | IN_MANY).keys())
def test_an_exception_is_one(mutation: str) -> None:
    subjects = _subjects(mutation)
    owners = {name for subject in subjects for name in _owners(subject)}

    assert not subjects or not owners & {n for s in subjects for n in _one_step(s)}


def _subjects(mutation: str) -> set[str]:
    """The objects with an id that the success has as its own fields."""
    assert GRAPH.mutation_type is not None
    payload = get_named_type(GRAPH.mutation_type.fields[mutation].type)
    success = GRAPH.get_possible_types(payload)[0]
    return {name for name in _ones(success) if name in NODES}


def _one_step(name: str) -> Iterator[str]:
    kind = GRAPH.get_type(name)
    assert isinstance(kind, GraphQLObjectType)
    yield from _ones(kind)


def _ones(kind: GraphQLObjectType) -> Iterator[str]:
    """The object types of the fields that hold one object."""
    for field in kind.fields.values():
        returned = get_named_type(field.type)
        if isinstance(returned, GraphQLObjectType) and not is_list_type(
            get_nullable_type(field.type)
        ):
            yield returned.name


def _owners(name: str) -> set[str]:
    """The types with an id that list objects of this one, also through what has no id of its own."""
    return {owner for owner in NODES if name in _listed(owner, frozenset())}


def _listed(name: str, seen: frozenset[str]) -> set[str]:
    kind = GRAPH.get_type(name)
    assert isinstance(kind, GraphQLObjectType)
    found: set[str] = set()
    for field in kind.fields.values():
        returned = get_named_type(field.type)
        if not isinstance(returned, GraphQLObjectType):
            continue
        is_list = is_list_type(get_nullable_type(field.type)) or name.endswith("Connection")
        if is_list and returned.name in NODES:
            found.add(returned.name)
        elif returned.name not in NODES and returned.name not in seen:
            found |= _listed(returned.name, seen | {name})
    return found
