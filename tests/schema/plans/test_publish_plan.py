"""An approved plan becomes public."""

import pytest

from tests.client import Client
from tests.people import Person, hua, lin, mei, ou, qiao, su, yin
from tests.schema.plans.steps import created, expecting, in_state, read, step


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_publishes_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("publishPlan", given, by=person))["code"] == "NOT_PERMITTED"


async def test_a_published_plan_is_read_by_everybody(ask: Client, world: None) -> None:
    plan = await in_state(ask, "APPROVED")
    document = "{ inspectionPlans(first: 5) { nodes { id state publishedAt } } }"
    before = await ask(document)

    await step(ask, "publish", "Published", plan, by=lin)

    assert before["inspectionPlans"]["nodes"] == []
    assert (await ask(document))["inspectionPlans"]["nodes"] == [
        {
            "id": plan["id"],
            "state": "PUBLISHED",
            "publishedAt": "2026-11-18T02:00:00.000000Z",
        }
    ]


@pytest.mark.parametrize("person", [hua, su, None], ids=str)
async def test_nobody_else_publishes_an_approved_plan(
    ask: Client, world: None, person: Person | None
) -> None:
    plan = await in_state(ask, "APPROVED")

    payload = await ask.do("publishPlan", expecting(plan), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await read(ask, plan) == plan
