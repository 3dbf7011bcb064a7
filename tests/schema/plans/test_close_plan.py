"""A published plan is closed and stays public."""

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, lin, mei, ou, qiao, su, tao, yin
from tests.schema.draws import steps as draws
from tests.schema.plans.steps import created, expecting, in_state, read, step


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_closes_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("closePlan", given, by=person))["code"] == "NOT_PERMITTED"


async def test_a_closed_plan_stays_public(ask: Client, world: None) -> None:
    plan = await in_state(ask, "PUBLISHED")

    await step(ask, "close", "Closed", plan, by=lin)

    document = "{ inspectionPlans(first: 5) { nodes { id state closedAt } } }"
    assert (await ask(document))["inspectionPlans"]["nodes"] == [
        {"id": plan["id"], "state": "CLOSED", "closedAt": "2026-11-18T02:00:00.000000Z"}
    ]


async def test_another_authority_reads_a_public_plan_and_does_not_close_it(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(tao, Role.TASK_MANAGER))
    plan = await in_state(ask, "PUBLISHED")

    payload = await ask.do("closePlan", expecting(plan), by=tao)

    assert payload["code"] == "NOT_PERMITTED"
    assert await read(ask, plan) == plan
