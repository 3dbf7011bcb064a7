"""A draft of an annual plan: its lines lie within the year, the region and the item's ratio."""

from typing import Any

import pytest

from persistence.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, fang, hua, lin, mei, ou, qiao, su, yin
from tests.schema.plans.steps import LINE, a_plan


async def test_sent_twice_a_plan_is_written_once(ask: Client, world: None) -> None:
    given = {"operationId": str(new_key()), **a_plan()}

    answers = [
        await ask.do("createPlan", given, "... on PlanCreated { plan { id } }", by=lin)
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    count = "{ inspectionPlans(first: 5) { totalCount } }"
    assert (await ask(count, by=lin))["inspectionPlans"]["totalCount"] == 1


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "last year": ({"year": 2025}, "INVALID_INPUT"),
    "no lines": ({"lines": []}, "INVALID_INPUT"),
    "ratio and count": ({"lines": [{**LINE, "objectCount": 3}]}, "INVALID_INPUT"),
    "neither": ({"lines": [{**LINE, "ratioBp": None}]}, "INVALID_INPUT"),
    "days out of order": ({"lines": [{**LINE, "lastOn": "2026-11-19"}]}, "INVALID_INPUT"),
    "another year's days": ({"lines": [{**LINE, "lastOn": "2027-01-01"}]}, "INVALID_INPUT"),
    "a region elsewhere": ({"lines": [{**LINE, "regionCode": "110105"}]}, "INVALID_INPUT"),
    "a region that is none": ({"lines": [{**LINE, "regionCode": "x"}]}, "INVALID_INPUT"),
    "frequency": ({"lines": [{**LINE, "frequency": 13}]}, "INVALID_INPUT"),
    "a general item beyond its ratio": ({"lines": [{**LINE, "ratioBp": 1001}]}, "RATIO_ABOVE_ITEM"),
    "an item that is none": (
        {"lines": [{**LINE, "itemId": ids.write("InspectionItem", new_key())}]},
        "NOT_FOUND",
    ),
    "a name of control characters": ({"name": "a\u0007b"}, "INVALID_INPUT"),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_faults_are_named(ask: Client, world: None, wrong: str) -> None:
    facts, code = WRONG[wrong]

    payload = await ask.do("createPlan", a_plan(**facts), by=lin)

    assert payload["code"] == code, payload
    count = "{ inspectionPlans(first: 5) { totalCount } }"
    assert (await ask(count, by=lin))["inspectionPlans"]["totalCount"] == 0


@pytest.mark.parametrize("person", [mei, qiao, su, hua, ou, yin, fang, None], ids=str)
async def test_nobody_else_writes_plans(ask: Client, world: None, person: Person | None) -> None:
    assert (await ask.do("createPlan", a_plan(), by=person))["code"] == "NOT_PERMITTED"
