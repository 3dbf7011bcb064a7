"""An approved plan becomes public."""

import pytest

from tests.client import Client
from tests.people import Person, mei, ou, qiao, su, yin
from tests.schema.plans.steps import created


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
async def test_nobody_else_publishes_plans(ask: Client, world: None, person: Person | None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("publishPlan", given, by=person))["code"] == "NOT_PERMITTED"
