"""The head returns a plan in review to its author, with a reason."""

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.records import StateTransition
from tests.client import Client
from tests.people import Person, hua, lin, mei, ou, qiao, su, yin
from tests.schema.plans.steps import expecting, in_state, read, step


async def test_a_returned_plan_is_a_draft_again_and_the_reason_is_kept(
    ask: Client, world: None, database: Database
) -> None:
    plan = await in_state(ask, "IN_REVIEW")
    reason = "请补充区域"

    plan = await step(ask, "return", "Returned", plan, by=hua, reason=reason)

    assert (plan["state"], plan["versionNo"]) == ("DRAFT", 1)
    async with database.writing() as session:
        grounds = sa.select(StateTransition.ground).where(StateTransition.event == "return")
        assert (await session.scalars(grounds)).all() == [reason]


@pytest.mark.parametrize("reason", ["", " ", "长" * 1001, "a\u0007b"], ids=len)
async def test_a_plan_is_not_returned_without_a_readable_reason(
    ask: Client, world: None, reason: str
) -> None:
    plan = await in_state(ask, "IN_REVIEW")
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("returnPlan", expecting(plan, reason=reason), shows, by=hua)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": "reason"}]
    assert await read(ask, plan) == plan


@pytest.mark.parametrize("person", [lin, mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_returns_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await in_state(ask, "IN_REVIEW")

    payload = await ask.do("returnPlan", expecting(plan, reason="请补充区域"), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await read(ask, plan) == plan
