"""An approved plan becomes public."""

from typing import Any

import pytest

from tests.client import Client
from tests.people import Person, hua, lin, mei, ou, qiao, su, yin
from tests.schema.plans.steps import LINE, STEPS, created, expecting, in_state, read, step


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


async def test_how_often_a_draft_was_returned_is_not_told_by_its_version(
    ask: Client, world: None
) -> None:
    """Those who see drafts count all steps; everybody else those since it is public."""
    versions = []
    for is_returned in (False, True):
        plan = await created(ask)
        if is_returned:
            plan = await step(ask, "submit", "Submitted", plan, by=lin)
            plan = await step(ask, "return", "Returned", plan, by=hua, reason="不全")
        seen = []
        for verb, past, by in STEPS:
            plan = await step(ask, verb, past, plan, by=by)
            if past == "Published":
                facts = {"reason": "调整", "lines": [LINE]}
                seen.append(await _version(ask, plan, None))
                plan = await step(ask, "amend", "Amended", plan, by=lin, **facts)
            seen.append(await _version(ask, plan, None))
        versions.append(seen)
        assert await _version(ask, plan, su) == plan["version"]

    assert versions == [[None, None, 1, 2, 3]] * 2


async def _version(ask: Client, plan: dict[str, Any], by: Person | None) -> int | None:
    found = await ask(
        "query ($id: ID!) { inspectionPlan(id: $id) { version } }", {"id": plan["id"]}, by=by
    )
    row = found["inspectionPlan"]
    return None if row is None else int(row["version"])
