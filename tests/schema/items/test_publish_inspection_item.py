"""An organ extends the list with items of its own, in versions."""

import asyncio
from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client
from tests.people import Person, fang, hua, lin, mei, ou, pei, su, yin
from tests.schema.draws import steps as draws
from tests.schema.draws.steps import item
from tests.schema.items.steps import SHOWS, an_item, versions


async def test_an_organ_publishes_and_the_next_version_ends_the_one_before(
    ask: Client, world: None
) -> None:
    first = await ask.do("publishInspectionItem", an_item(), SHOWS, by=hua)
    second = await ask.do(
        "publishInspectionItem", an_item(effectiveFrom="2026-12-01", ratioBp=800), SHOWS, by=hua
    )

    assert first["item"]["versionNo"] == 1
    assert first["item"]["violationCodes"] == ["SAFETY_FIRE"]
    assert first["item"]["authority"] == {"name": "苏州市教育局"}
    assert (second["item"]["versionNo"], second["item"]["effectiveTo"]) == (2, None)
    in_force = """query Q($on: Date!) { inspectionItems(first: 5,
        filter: {code: "SZ-01", inForceOn: $on}) { nodes { versionNo effectiveTo } } }"""
    for day, version, last in (
        ("2026-11-20", 1, "2026-11-30"),
        ("2026-11-30", 1, "2026-11-30"),
        ("2026-12-01", 2, None),
    ):
        nodes = (await ask(in_force, {"on": day}))["inspectionItems"]["nodes"]
        assert nodes == [{"versionNo": version, "effectiveTo": last}]


async def test_five_at_once_write_versions_in_order(ask: Client, world: None) -> None:
    payloads = await asyncio.gather(
        *(ask.do("publishInspectionItem", an_item(), by=hua) for _ in range(5))
    )

    names = [p["__typename"] for p in payloads]
    assert names.count("InspectionItemPublished") == 1
    count = '{ inspectionItems(first: 9, filter: {code: "SZ-01"}) { totalCount } }'
    assert (await ask(count))["inspectionItems"]["totalCount"] == 1


async def test_sent_twice_it_is_published_once(ask: Client, world: None) -> None:
    given = {"operationId": str(new_key()), **an_item()}

    answers = [await ask.do("publishInspectionItem", given, SHOWS, by=hua) for _ in range(2)]

    assert answers[0] == answers[1]
    assert await versions(ask) == [{"versionNo": 1, "effectiveTo": None}]


async def test_nobody_writes_anothers_code(ask: Client, world: None) -> None:
    common = await ask.do("publishInspectionItem", an_item(code="XW01"), by=hua)
    retired = await ask.do(
        "retireInspectionItem", {"itemId": item(), "effectiveTo": "2026-12-31"}, by=hua
    )

    assert common["code"] == retired["code"] == "ITEM_OF_ANOTHER_AUTHORITY"


WRONG: dict[str, dict[str, Any]] = {
    "code": {"code": "sz 01"},
    "title": {"title": ""},
    "legalBasis": {"legalBasis": []},
    "legalBasis[0]": {"legalBasis": ["第\u202e九\u202c条"]},
    "appliesTo": {"appliesTo": []},
    "ratioBp": {"ratioBp": 0},
    "maxPerYear": {"maxPerYear": 13},
    "methods": {"methods": []},
    "checklistCode": {"checklistCode": "NO_SUCH"},
    "checklistItemCodes[0]": {"checklistItemCodes": ["T01_TEACHERS"]},
    "effectiveFrom": {"effectiveFrom": "2026-11-17"},
}


@pytest.mark.parametrize("field", WRONG)
async def test_faults_are_named(ask: Client, world: None, field: str) -> None:
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("publishInspectionItem", an_item(**WRONG[field]), shows, by=hua)

    assert field in [v["field"] for v in payload["violations"]]
    assert await versions(ask) == []


@pytest.mark.parametrize("person", [lin, mei, su, ou, yin, fang, None], ids=str)
async def test_nobody_but_a_head_publishes(ask: Client, world: None, person: Person | None) -> None:
    payload = await ask.do("publishInspectionItem", an_item(), by=person)

    assert payload["code"] == "NOT_PERMITTED"


async def test_a_social_organisation_publishes_no_items(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(pei, Role.HEAD))

    payload = await ask.do("publishInspectionItem", an_item(sector="EDUCATION"), by=pei)

    assert payload["code"] == "NOT_AN_ADMINISTRATIVE_ORGAN"
    assert await versions(ask) == []
