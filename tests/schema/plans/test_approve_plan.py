"""The head approves a plan that another wrote."""

import pytest

from domain.roles import Role
from persistence.database import Database
from tests.client import Client
from tests.people import Person, hua, mei, ou, qiao, su, yin
from tests.schema.draws import steps as draws
from tests.schema.plans.steps import created, step


async def test_nobody_approves_their_own_plan(ask: Client, world: None, database: Database) -> None:
    async with database.writing() as session:
        session.add(draws.at(hua, Role.TASK_MANAGER))
    plan = await step(ask, "submit", "Submitted", await created(ask, by=hua), by=hua)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("approvePlan", given, by=hua))["code"] == "OWN_PLAN"


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_approves_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("approvePlan", given, by=person))["code"] == "NOT_PERMITTED"
