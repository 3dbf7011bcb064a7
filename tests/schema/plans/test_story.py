"""An annual plan on its way: drafted, reviewed, approved by another, published, carried out, closed."""

from tests.client import Client
from tests.people import hua, lin, su
from tests.schema.draws import steps as draws
from tests.schema.draws.steps import item
from tests.schema.plans.steps import created, published, step


async def test_a_plan_goes_its_way_to_the_public(ask: Client, world: None) -> None:
    plan = await created(ask)
    document = "query Q($id: ID!) { inspectionPlan(id: $id) { state } }"
    assert (await ask(document, {"id": plan["id"]}))["inspectionPlan"] is None
    assert (await ask(document, {"id": plan["id"]}, by=su))["inspectionPlan"] == {"state": "DRAFT"}

    plan = await step(ask, "submit", "Submitted", plan, by=lin)
    plan = await step(ask, "return", "Returned", plan, by=hua, reason="请补充区域")
    plan = await step(ask, "submit", "Submitted", plan, by=lin)
    plan = await step(ask, "approve", "Approved", plan, by=hua)
    plan = await step(ask, "publish", "Published", plan, by=lin)

    assert (plan["state"], plan["version"], plan["versionNo"]) == ("PUBLISHED", 6, 1)
    assert (await ask(document, {"id": plan["id"]}))["inspectionPlan"] == {"state": "PUBLISHED"}
    plan = await step(ask, "close", "Closed", plan, by=lin)
    assert plan["state"] == "CLOSED"


async def test_a_task_carries_out_a_line_of_a_published_plan(ask: Client, world: None) -> None:
    plan = await published(ask)
    shows = "query Q($id: ID!) { inspectionPlan(id: $id) { lines { id } } }"
    found = (await ask(shows, {"id": plan["id"]}))["inspectionPlan"]
    line_id = found["lines"][0]["id"]

    task = await draws.create(ask, planLineId=line_id)
    beside = await ask.do(
        "createTask", draws.a_task(planLineId=line_id, itemIds=[item("XW03")]), by=lin
    )
    await step(ask, "close", "Closed", plan, by=lin)
    late = await ask.do(
        "createTask",
        draws.a_task(planLineId=line_id),
        "... on PlanNotInForce { state }",
        by=lin,
    )

    line = await draws.task_of(ask, task["code"], "trigger planLine { id plan { id } }")
    assert line == {"trigger": "PLAN", "planLine": {"id": line_id, "plan": {"id": plan["id"]}}}
    assert beside["code"] == "OUTSIDE_PLAN_LINE"
    assert (late["code"], late["state"]) == ("PLAN_NOT_IN_FORCE", "CLOSED")
