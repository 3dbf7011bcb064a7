"""The head approves a plan that another wrote."""

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, hua, lin, mei, ou, qiao, su, yin
from tests.schema.draws import steps as draws
from tests.schema.plans.steps import created, expecting, in_state, read, step


async def test_nobody_approves_their_own_plan(ask: Client, world: None, database: Database) -> None:
    async with database.writing() as session:
        session.add(draws.at(hua, Role.TASK_MANAGER))
    plan = await step(ask, "submit", "Submitted", await created(ask, by=hua), by=hua)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("approvePlan", given, by=hua))["code"] == "OWN_PLAN"
    assert await read(ask, plan) == plan


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_approves_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("approvePlan", given, by=person))["code"] == "NOT_PERMITTED"


async def test_an_approved_plan_bears_the_moment(ask: Client, world: None) -> None:
    plan = await in_state(ask, "IN_REVIEW")

    plan = await step(ask, "approve", "Approved", plan, by=hua)

    assert plan["state"] == "APPROVED"
    assert await read(ask, plan, "approvedAt publishedAt") == {
        "approvedAt": "2026-11-18T02:00:00.000000Z",
        "publishedAt": None,
    }


@pytest.mark.parametrize("person", [lin, mei, ou, None], ids=str)
async def test_nobody_else_approves_a_plan_in_review(
    ask: Client, world: None, person: Person | None
) -> None:
    plan = await in_state(ask, "IN_REVIEW")

    payload = await ask.do("approvePlan", expecting(plan), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await read(ask, plan) == plan
