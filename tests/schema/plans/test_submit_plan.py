"""A draft goes into review, once."""

import asyncio

import pytest

from tests.client import Client
from tests.people import Person, lin, mei, ou, qiao, su, yin
from tests.schema.plans.steps import created


async def test_two_who_submit_at_once_submit_once(ask: Client, world: None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    payloads = await asyncio.gather(*(ask.do("submitPlan", given, by=lin) for _ in range(4)))

    names = sorted(p["__typename"] for p in payloads)
    assert names == ["ChangedMeanwhile"] * 3 + ["PlanSubmitted"]


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_submits_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("submitPlan", given, by=person))["code"] == "NOT_PERMITTED"
