"""Response keys of any length and any spelling, as many as there may be."""

import pytest

from tests.client import Client
from tests.people import rui

LONG = "a" * 63
COLLIDING = (
    "r", "row", "one", "one_1", "many", "page", "node", "nodes", "edge", "part", "connection",
    "fetched", "asked", "place", "item", "key", "value", "position", "pairs", "number", "total",
    "answer", "v0", "id", "select", "from", "null", "true", "ctid", "xmin", "tableoid",
    "institutions",
)  # fmt: skip


async def test_keys_are_not_cut_at_63_bytes(ask: Client, world: None) -> None:
    keys = [LONG, LONG + "1", LONG + "2", "b" * 500]
    fields = " ".join(f"{key}: name" for key in keys)

    data = await ask(
        f"{{ institutions(first: 1) {{ {'c' * 64}: nodes {{ {fields} }} {'d' * 64}: totalCount"
        f" {'e' * 64}: pageInfo {{ {'f' * 64}: hasNextPage }} }} }}"
    )

    page = data["institutions"]
    assert list(page) == ["c" * 64, "d" * 64, "e" * 64]
    assert list(page["c" * 64][0]) == keys
    assert page["d" * 64] == 3
    assert page["e" * 64] == {"f" * 64: True}


@pytest.mark.parametrize("long", [False, True])
async def test_more_than_fifty_keys_on_one_object(ask: Client, world: None, long: bool) -> None:
    aliases = [f"alias{i}" for i in range(29)] + ([LONG + "x"] if long else ["short"])
    plain = [
        "id",
        "unifiedSocialCreditCode",
        "name",
        "kinds",
        "subjectKind",
        "legalForm",
        "sector",
        "address",
        "establishedOn",
        "registeredCapitalFen",
        "registrationAuthority",
        "introduction",
        "website",
        "publicPhone",
        "existence",
        "listStatus",
        "creditGrade",
        "version",
        "registeredAt",
        "updatedAt",
        "contactName",
        "contactPhone",
        "sponsor",
    ]
    fields = " ".join([f"{alias}: name" for alias in aliases] + plain)
    document = f"{{ institutions(first: 1) {{ edges {{ node {{ {fields} }} }} }} }}"

    node = (await ask(document, by=rui))["institutions"]["edges"][0]["node"]

    assert list(node) == aliases + plain
    assert {node[alias] for alias in aliases} == {node["name"]}
    assert node["kinds"] == ["OFF_CAMPUS_TRAINING"]
    assert node["sponsor"] is None


@pytest.mark.parametrize("key", COLLIDING)
async def test_no_key_is_taken_for_a_row(ask: Client, world: None, key: str) -> None:
    data = await ask(
        f"{{ {key}: institutions(first: 1) {{ {key}: edges {{ {key}: node {{ {key}: region "
        f"{{ {key}: parent {{ {key}: name }} }} }} }} }} }}"
    )

    assert data == {key: {key: [{key: {key: {key: {key: "苏州市"}}}}]}}


async def test_parts_under_one_key_are_merged(ask: Client, world: None) -> None:
    data = await ask(
        """{ institutions(first: 1) { ...A nodes { region { code } } ...B } }
        fragment A on InstitutionConnection { nodes { name region { name } } }
        fragment B on InstitutionConnection {
          nodes { ... on Node { id } region { level code } } }"""
    )

    (node,) = data["institutions"]["nodes"]
    assert list(node) == ["name", "region", "id"]
    assert node["region"] == {"name": "姑苏区", "code": "320508", "level": "COUNTY"}
    assert list(node["region"]) == ["name", "code", "level"]


@pytest.mark.parametrize(
    "selection",
    [
        "pageInfo { __typename }",
        "pageInfo { hasPreviousPage } totalCount",
        "totalCount",
        "__typename",
        "nodes { id @skip(if: true) } totalCount",
        "edges { cursor @skip(if: true) }",
        "pageInfo { endCursor @include(if: false) }",
        "totalCount @skip(if: true)",
    ],
)
@pytest.mark.parametrize("region", ["320500", "460000"])
@pytest.mark.parametrize("side", ["first", "last"])
async def test_a_connection_is_one_object_whatever_is_asked_of_it(
    ask: Client, world: None, selection: str, region: str, side: str
) -> None:
    arguments = f'({side}: 1, filter: {{regionCode: "{region}"}})'

    data = await ask(f"{{ institutions{arguments} {{ {selection} }} }}")

    assert isinstance(data["institutions"], dict)
    total = {"320500": 2, "460000": 0}[region]
    assert data["institutions"].get("totalCount", total) == total
