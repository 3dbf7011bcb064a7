"""Decisions on one order at once: only one of them happens."""

import asyncio

from domain.rectification.terms import OrderState
from persistence.engine.database import Database
from tests.client import Client
from tests.people import lin, qiao
from tests.schema.rectification import steps


async def test_accepted_and_looked_at_again_at_once_only_one_happens(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.SUBMITTED)
    accepting = {"orderId": order_id, "expectedVersion": 1, "note": "照片清楚"}

    answers = await asyncio.gather(
        ask.do("acceptRectification", accepting, by=qiao),
        ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin),
        ask.do("acceptRectification", accepting, by=qiao),
        ask.do("planRecheck", steps.a_recheck(order_id, 1), by=lin),
    )

    assert [each.get("code") for each in answers].count(None) == 1
    assert {each["code"] for each in answers if "code" in each} == {"ILLEGAL_TRANSITION"}
