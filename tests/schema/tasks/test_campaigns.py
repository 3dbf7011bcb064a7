"""Tasks of campaigns: ordered from above, under the plan of a campaign, or as before the rule."""

import datetime as dt
from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.inspections.table import InspectionTask
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import NOW, TODAY
from tests.people import GUSU, lin
from tests.schema.draws.steps import a_task
from tests.schema.plans.steps import STEPS, created, step
from tests.schema.plans.test_record_campaign_filing import ORDER, adopt, approved, record
from tests.schema.publication.steps import rows

SHOWS = "category orderedBy { id } orderNo planLine { id }"
TOMORROW = TODAY + dt.timedelta(days=1)


async def line_of(ask: Client, plan: dict[str, Any]) -> str:
    document = "query Q($id: ID!) { inspectionPlan(id: $id) { lines { id } } }"
    (line,) = (await ask(document, {"id": plan["id"]}, by=lin))["inspectionPlan"]["lines"]
    return str(line["id"])


async def made(ask: Client, **facts: Any) -> dict[str, Any]:
    shows = f"... on TaskCreated {{ task {{ {SHOWS} }} }}"
    return await ask.do("createTask", a_task(**facts), shows, by=lin)


async def published(ask: Client, plan: dict[str, Any]) -> dict[str, Any]:
    return await step(ask, "publish", "Published", plan, by=lin)


async def test_a_campaign_of_ones_own_needs_an_approved_plan_where_the_rule_holds(
    ask: Client, world: None, database: Database
) -> None:
    before = await made(ask, category="CAMPAIGN")
    await adopt(database)
    plan = (await record(ask, await approved(ask)))["plan"]
    line = await line_of(ask, await published(ask, plan))

    without = await made(ask, category="CAMPAIGN")
    under_it = await made(ask, category="CAMPAIGN", planLineId=line)
    routine = await made(ask)

    assert before["__typename"] == routine["__typename"] == "TaskCreated"
    assert without["code"] == "CAMPAIGN_NOT_APPROVED"
    assert under_it["task"] == {
        "category": "CAMPAIGN",
        "orderedBy": None,
        "orderNo": None,
        "planLine": {"id": line},
    }


async def test_a_plan_from_before_the_rule_is_used_as_it_was_and_a_later_one_is_not(
    ask: Client, world: None, database: Database, clock: Clock
) -> None:
    old = await created(ask)
    for verb, past, by in STEPS[:3]:
        old = await step(ask, verb, past, old, by=by)
    await adopt(database, holds_from=TOMORROW)
    clock.now = NOW + dt.timedelta(days=1)
    later = await published(ask, await approved(ask, category="ROUTINE"))

    of_old, of_later = [
        await made(ask, category="CAMPAIGN", planLineId=await line_of(ask, plan))
        for plan in (old, later)
    ]

    assert of_old["__typename"] == "TaskCreated"
    assert of_later["code"] == "CAMPAIGN_NOT_APPROVED"


async def test_what_was_ordered_from_above_needs_no_plan(
    ask: Client, world: None, database: Database
) -> None:
    await adopt(database)

    payload = await made(ask, category="CAMPAIGN", **ORDER)

    assert payload["task"] == {
        "category": "CAMPAIGN",
        "orderedBy": {"id": ORDER["orderedById"]},
        "orderNo": ORDER["orderNo"],
        "planLine": None,
    }


async def test_under_an_ordered_plan_a_task_is_ordered_by_it(
    ask: Client, world: None, database: Database
) -> None:
    plan = await published(ask, await approved(ask, **ORDER))
    line = await line_of(ask, plan)
    shows = "... on InvalidInput { violations { field } }"

    payload = await made(ask, category="CAMPAIGN", planLineId=line)
    routine = await ask.do("createTask", a_task(planLineId=line), shows, by=lin)
    again = await ask.do(
        "createTask", a_task(category="CAMPAIGN", planLineId=line, **ORDER), shows, by=lin
    )

    assert payload["task"]["orderedBy"] == {"id": ORDER["orderedById"]}
    assert [each["field"] for each in routine["violations"]] == ["category"]
    assert [each["field"] for each in again["violations"]] == ["orderedById"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (ORDER, "INVALID_INPUT"),
        ({"category": "CAMPAIGN", "orderNo": "3号"}, "INVALID_INPUT"),
        ({"category": "CAMPAIGN", **ORDER, "orderNo": " "}, "INVALID_INPUT"),
        ({"category": "CAMPAIGN", **ORDER, "orderedById": "x"}, "INVALID_INPUT"),
        (
            {"category": "CAMPAIGN", **ORDER, "orderedById": ids.write("Authority", GUSU.id)},
            "ORDER_NOT_FROM_ABOVE",
        ),
    ],
)
async def test_an_order_that_is_none_is_refused_and_nothing_is_made(
    ask: Client, world: None, database: Database, facts: dict[str, Any], code: str
) -> None:
    payload = await made(ask, **facts)

    assert payload["code"] == code
    assert await rows(database, InspectionTask) == [[]]
