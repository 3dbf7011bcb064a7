"""A draft goes into review, once."""

import asyncio

import pytest

from tests.client import Client
from tests.people import Person, lin, mei, ou, qiao, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.plans.steps import created, read


async def test_two_who_submit_at_once_submit_once(ask: Client, world: None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    payloads = await asyncio.gather(*(ask.do("submitPlan", given, by=lin) for _ in range(4)))

    names = sorted(p["__typename"] for p in payloads)
    assert names == ["ChangedMeanwhile"] * 3 + ["PlanSubmitted"]
    assert (await read(ask, plan))["state"] == "IN_REVIEW"


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_submits_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("submitPlan", given, by=person))["code"] == "NOT_PERMITTED"


@pytest.mark.parametrize("plan_id", ["", "plan_", visits.INSTITUTION])
async def test_what_is_no_plan_is_not_submitted(ask: Client, world: None, plan_id: str) -> None:
    payload = await ask.do("submitPlan", {"planId": plan_id, "expectedVersion": 1}, by=lin)

    assert payload["code"] == "INVALID_INPUT"
