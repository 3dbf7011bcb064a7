"""An item of an organ's own list gets a last day in force, once."""

from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, fang, hua, lin, mei, ou, pei, su, yin
from tests.schema.draws import steps as draws
from tests.schema.draws.steps import item
from tests.schema.items.steps import published, versions


async def test_an_item_ends_once(ask: Client, world: None) -> None:
    given = {"itemId": await published(ask), "effectiveTo": "2026-12-31"}
    shows = (
        "... on InspectionItemRetired { item { effectiveTo } } ... on ItemRetired { effectiveTo }"
    )

    early = await ask.do("retireInspectionItem", {**given, "effectiveTo": "2026-11-01"}, by=hua)
    ended = await ask.do("retireInspectionItem", given, shows, by=hua)
    again = await ask.do("retireInspectionItem", given, shows, by=hua)

    assert early["code"] == "INVALID_INPUT"
    assert ended["item"] == {"effectiveTo": "2026-12-31"}
    assert (again["code"], again["effectiveTo"]) == ("ITEM_RETIRED", "2026-12-31")


async def test_the_common_list_is_not_an_authoritys_to_retire(ask: Client, world: None) -> None:
    given = {"itemId": item(), "effectiveTo": "2026-12-31"}

    assert (await ask.do("retireInspectionItem", given, by=hua))["code"] == (
        "ITEM_OF_ANOTHER_AUTHORITY"
    )


@pytest.mark.parametrize("person", [lin, mei, su, ou, yin, fang, None], ids=str)
async def test_nobody_but_a_head_retires(ask: Client, world: None, person: Person | None) -> None:
    given = {"itemId": await published(ask), "effectiveTo": "2026-12-31"}

    payload = await ask.do("retireInspectionItem", given, by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await versions(ask) == [{"versionNo": 1, "effectiveTo": None}]


async def test_only_the_newest_version_is_retired(ask: Client, world: None) -> None:
    earlier = await published(ask)
    await published(ask, effectiveFrom="2026-12-01")
    before = await versions(ask)

    payload = await ask.do(
        "retireInspectionItem", {"itemId": earlier, "effectiveTo": "2026-12-31"}, by=hua
    )

    assert payload["code"] == "NOT_FOUND"
    assert await versions(ask) == before


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"itemId": ""}, "INVALID_INPUT"),
        ({"itemId": ids.write("InspectionItem", new_key())}, "NOT_FOUND"),
        ({"effectiveTo": "2026-11-17"}, "INVALID_INPUT"),
        ({"effectiveTo": "2026-11-19"}, "INVALID_INPUT"),
    ],
    ids=["no id", "absent", "yesterday", "before it is in force"],
)
async def test_faults_are_named_and_the_item_stays(
    ask: Client, world: None, facts: dict[str, Any], code: str
) -> None:
    given = {"itemId": await published(ask), "effectiveTo": "2026-12-31", **facts}

    assert (await ask.do("retireInspectionItem", given, by=hua))["code"] == code
    assert await versions(ask) == [{"versionNo": 1, "effectiveTo": None}]


async def test_a_social_organisation_retires_no_items(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(pei, Role.HEAD))
    given = {"itemId": await published(ask), "effectiveTo": "2026-12-31"}

    payload = await ask.do("retireInspectionItem", given, by=pei)

    assert payload["code"] == "NOT_AN_ADMINISTRATIVE_ORGAN"
    assert await versions(ask) == [{"versionNo": 1, "effectiveTo": None}]


async def test_sent_again_it_is_retired_once(ask: Client, world: None) -> None:
    given = {
        "operationId": str(new_key()),
        "itemId": await published(ask),
        "effectiveTo": "2026-12-31",
    }

    answers = [await ask.do("retireInspectionItem", given, by=hua) for _ in range(2)]

    assert answers == [{"__typename": "InspectionItemRetired"}] * 2
    assert await versions(ask) == [{"versionNo": 1, "effectiveTo": "2026-12-31"}]
