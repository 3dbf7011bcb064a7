"""Institutions of a region, at each level of regions, come from an index in the order of pages."""

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.factories import institutions

LEAVES = ("110105", "320508", "320509", "320612", "330106")
DOCUMENT = """query Q($filter: InstitutionFilter) {
    institutions(first: 100, filter: $filter) { totalCount nodes { region { code } } } }"""


@pytest.mark.parametrize(
    ("region_code", "within"),
    [
        ("000000", LEAVES),
        ("320000", ("320508", "320509", "320612")),
        ("320500", ("320508", "320509")),
        ("320509", ("320509",)),
        ("320510", ()),
    ],
    ids=["nation", "province", "city", "county", "nobody's"],
)
async def test_a_region_has_the_institutions_of_its_subtree(
    ask: Client, world: None, database: Database, region_code: str, within: tuple[str, ...]
) -> None:
    async with database.writing() as session:
        session.add_all(
            institutions.institution(new_key(), "某校", f"{i:018d}", region_code=code)
            for i, code in enumerate(LEAVES)
        )
    everywhere = (await ask(DOCUMENT))["institutions"]["nodes"]

    found = (await ask(DOCUMENT, {"filter": {"regionCode": region_code}}))["institutions"]

    assert {node["region"]["code"] for node in found["nodes"]} >= set(within)
    assert found["nodes"] == [node for node in everywhere if _is_below(node, region_code)]
    assert found["totalCount"] == len(found["nodes"])


def _is_below(node: dict[str, dict[str, str]], region_code: str) -> bool:
    beginning = region_code
    while beginning.endswith("00"):
        beginning = beginning[:-2]
    return node["region"]["code"].startswith(beginning)
