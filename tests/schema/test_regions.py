"""Regions as they are read, also those that have ended."""

from tests.client import Client

REGION = "{ region(code: %s) { name endedOn parent { code } successor { code name endedOn } } }"


async def test_a_region_that_ended_names_its_successor(ask: Client) -> None:
    found = (await ask(REGION % '"500105"'))["region"]

    assert found == {
        "name": "江北区",
        "endedOn": "2025-11-06",
        "parent": {"code": "500100"},
        "successor": {"code": "500157", "name": "两江新区", "endedOn": None},
    }


async def test_a_region_in_force_has_none(ask: Client) -> None:
    found = (await ask(REGION % '"653228"'))["region"]

    assert found == {
        "name": "和康县",
        "endedOn": None,
        "parent": {"code": "653200"},
        "successor": None,
    }
