"""A published plan is amended in a new version, published with its reason."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, hua, lin, mei, ou, su, yin
from tests.schema.plans.steps import LINE, expecting, items_out_of_reach, published, read, step


async def test_an_amendment_is_a_version_with_its_reason(ask: Client, world: None) -> None:
    plan = await published(ask)
    given = {"reason": "扩大范围", "lines": [{**LINE, "ratioBp": 800}, LINE]}

    plan = await step(ask, "amend", "Amended", plan, by=lin, **given)

    assert (plan["state"], plan["versionNo"]) == ("PUBLISHED", 2)
    assert [line["ratioBp"] for line in plan["lines"]] == [800, 500]
    assert [line["ratioBp"] for line in plan["earlierLines"]] == [500]
    public = "{ inspectionPlans(first: 5) { nodes { amendments { versionNo reason } } } }"
    assert (await ask(public))["inspectionPlans"]["nodes"] == [
        {"amendments": [{"versionNo": 2, "reason": "扩大范围"}]}
    ]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no reason": ({"reason": " "}, "INVALID_INPUT"),
    "a reason beyond its length": ({"reason": "长" * 1001}, "INVALID_INPUT"),
    "no lines": ({"lines": []}, "INVALID_INPUT"),
    "a region elsewhere": ({"lines": [{**LINE, "regionCode": "110105"}]}, "INVALID_INPUT"),
    "beyond the item's ratio": ({"lines": [{**LINE, "ratioBp": 1001}]}, "RATIO_ABOVE_ITEM"),
    "an item that is none": (
        {"lines": [{**LINE, "itemId": ids.write("InspectionItem", new_key())}]},
        "NOT_FOUND",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_faults_are_named_and_the_plan_stays(ask: Client, world: None, case: str) -> None:
    facts, code = REFUSED[case]
    plan = await published(ask)
    given = expecting(plan, **{"reason": "扩大范围", "lines": [LINE], **facts})

    payload = await ask.do("amendPlan", given, by=lin)

    assert payload["code"] == code, payload
    assert await read(ask, plan) == plan


async def test_an_amendment_holds_only_items_that_are_in_force_and_on_the_list(
    ask: Client, world: None, database: Database
) -> None:
    plan = await published(ask)
    codes = [
        (
            await ask.do(
                "amendPlan",
                expecting(plan, reason="扩大范围", lines=[{**LINE, "itemId": item_id}]),
                by=lin,
            )
        )["code"]
        for item_id in await items_out_of_reach(ask, database)
    ]

    assert codes == ["ITEM_NOT_IN_FORCE", "ITEM_NOT_ON_LIST"]
    assert await read(ask, plan) == plan


@pytest.mark.parametrize("person", [hua, mei, su, ou, yin, None], ids=str)
async def test_nobody_else_amends_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await published(ask)

    payload = await ask.do("amendPlan", expecting(plan, reason="x", lines=[LINE]), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await read(ask, plan) == plan
