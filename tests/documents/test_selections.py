"""What the apps' documents select: enough for a client to keep what it was answered."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    parse,
)

from domain.permissions import ANONYMOUS, GRANTS
from schema import app_documents
from schema.assembly import core
from tests.client import SCHEMA
from tests.documents.caches import KEYS
from tests.oracle.refusals import permission_of

GRAPH = core(SCHEMA)
APPS = sorted({name.partition("/")[0] for name in app_documents.names()})
ONE_FOR_ALL_SERVERS = {"dashboard/nested_page"}
"""The benchmarks ask other servers for the same page."""
Place = tuple[str, str]
"""A type and one of its fields."""


class Document:
    """A document, and what it selects at each place."""

    def __init__(self, name: str) -> None:
        self.name = name
        parsed = parse(app_documents.text(name))
        self._fragments = {
            each.name.value: each
            for each in parsed.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        (self.operation,) = (
            each for each in parsed.definitions if isinstance(each, OperationDefinitionNode)
        )
        self.is_mutation = self.operation.operation is OperationType.MUTATION
        root = GRAPH.get_root_type(self.operation.operation)
        assert root is not None
        self.root = root
        self.needed: set[str] = set()
        """The permissions without which it is refused as a whole."""
        self.selected: dict[Place, list[set[str]]] = defaultdict(list)
        self._walk(root, [self.operation.selection_set])

    def _walk(self, kind: GraphQLObjectType, sets: list[SelectionSetNode]) -> None:
        fields: dict[str, list[FieldNode]] = defaultdict(list)
        for node in self._fields(kind, sets):
            fields[node.alias.value if node.alias else node.name.value].append(node)
        for nodes in fields.values():
            name = nodes[0].name.value
            if name != "__typename" and not all(map(_is_conditional, nodes)):
                self.needed |= {permission_of(kind.fields[name]) or ""} - {""}
            below = [node.selection_set for node in nodes if node.selection_set]
            if name == "__typename" or not below:
                continue
            returned = get_named_type(kind.fields[name].type)
            for each in self._objects(returned):
                names = {node.name.value for node in self._fields(each, below)}
                self.selected[kind.name, name].append(names)
                self._walk(each, below)

    @property
    def sent(self) -> str:
        """The first field: the mutation, where it is one."""
        (field,) = self._fields(self.root, [self.operation.selection_set])
        return field.name.value

    def _objects(self, kind: object) -> list[GraphQLObjectType]:
        if isinstance(kind, GraphQLObjectType):
            return [kind]
        return list(GRAPH.get_possible_types(kind))  # type: ignore[arg-type]  # abstract, if no object

    def _fields(self, kind: GraphQLObjectType, sets: list[SelectionSetNode]) -> Iterator[FieldNode]:
        for each in sets:
            for node in each.selections:
                if isinstance(node, FieldNode):
                    yield node
                    continue
                fragment = (
                    self._fragments[node.name.value]
                    if isinstance(node, FragmentSpreadNode)
                    else node
                )
                assert isinstance(fragment, InlineFragmentNode | FragmentDefinitionNode)
                condition = fragment.type_condition
                if condition is None or condition.name.value in _names_of(kind):
                    yield from self._fields(kind, [fragment.selection_set])


def _is_conditional(node: FieldNode) -> bool:
    return bool(node.directives)


def _names_of(kind: GraphQLObjectType) -> set[str]:
    return {kind.name, *(each.name for each in kind.interfaces)}


DOCUMENTS = {name: Document(name) for name in app_documents.names()}


def _returned(place: Place) -> GraphQLObjectType | None:
    kind = GRAPH.get_type(place[0])
    assert isinstance(kind, GraphQLObjectType)
    found = get_named_type(kind.fields[place[1]].type)
    return found if isinstance(found, GraphQLObjectType) else None


def _has_key(kind: GraphQLObjectType) -> bool:
    return KEYS.get(kind.name, "id") in kind.fields


@pytest.mark.parametrize("app", APPS)
def test_a_mutation_selects_of_what_has_no_id_all_that_a_screen_shows_of_it(app: str) -> None:
    """Otherwise a cache mixes old and new, or has no more what the screen shows."""
    of_app = [each for name, each in DOCUMENTS.items() if name.startswith(f"{app}/")]
    on_screens: dict[Place, set[str]] = defaultdict(set)
    for screen in of_app:
        if not screen.is_mutation:
            for place, selections in screen.selected.items():
                on_screens[place] |= set().union(*selections)
    lacking = {
        f"{document.name}: {place[0]}.{place[1]} without {sorted(on_screens[place] - names)}"
        for document in of_app
        if document.is_mutation
        for place, selections in document.selected.items()
        if (kind := _returned(place)) and not _has_key(kind)
        for names in selections
        if on_screens[place] - names
    }

    assert lacking == set()


@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - ONE_FOR_ALL_SERVERS))
def test_each_object_is_selected_with_its_key(name: str) -> None:
    """Without it a cache keeps a copy at each place; Region has its code for a key."""
    lacking = {
        place
        for place, selections in DOCUMENTS[name].selected.items()
        if (kind := _returned(place)) and _has_key(kind)
        if any(KEYS.get(kind.name, "id") not in names for names in selections)
    }

    assert lacking == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_that_goes_on_asks_for_edges(name: str) -> None:
    """What Apollo's `relayStylePagination` merges and Relay's `@connection` needs."""
    paged = {
        place: names
        for place, selections in DOCUMENTS[name].selected.items()
        for names in selections
        if "pageInfo" in names
    }

    assert {
        place for place, names in paged.items() if names & {"edges", "nodes"} != {"edges"}
    } == set()


def test_no_two_operations_have_one_name() -> None:
    """One client may be generated for several apps."""
    names = [each.operation.name.value for each in DOCUMENTS.values() if each.operation.name]

    assert len(names) == len(DOCUMENTS)
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("name", [name for name, each in DOCUMENTS.items() if each.is_mutation])
def test_who_may_send_a_mutation_may_read_what_its_document_shows(name: str) -> None:
    """What a document selects beyond the sender's permissions refuses it as a whole."""
    document = DOCUMENTS[name]
    assert GRAPH.mutation_type is not None
    permission = permission_of(GRAPH.mutation_type.fields[document.sent])
    holders = {"visitor": ANONYMOUS, **{role.value: held for role, held in GRANTS.items()}}

    refused = {
        role: sorted(document.needed - held)
        for role, held in holders.items()
        if permission is None or permission in held
        if document.needed - held
    }

    assert refused == {}


def test_every_fragment_is_spread_and_has_a_file_of_its_name() -> None:
    files = {path.stem for path in (app_documents.FOLDER / "fragments").glob("*.graphql")}
    spread = {
        name
        for each in app_documents.names()
        for name in app_documents.fragments()
        if f"fragment {name} " in app_documents.text(each)
    }

    assert spread == app_documents.fragments().keys()
    assert files == {_snake(name) for name in spread}


def test_a_document_has_the_fragments_that_its_fragments_spread_and_no_others() -> None:
    known = {"A": "fragment A on X { ...B }", "B": "fragment B on X { id }", "C": "fragment C on X"}

    text = app_documents.complete("{ x { ...A ... on X { ...Own } } }\nfragment Own on X", known)

    assert [name for name in known if known[name] in text] == ["A", "B"]
    with pytest.raises(KeyError, match="Z"):
        app_documents.complete("{ ...Z }", known)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
