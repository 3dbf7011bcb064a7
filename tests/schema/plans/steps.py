"""An annual plan step by step through the API: lin drafts, submits and publishes, hua approves."""

from typing import Any

from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, hua, lin, tao
from tests.schema.draws import steps as draws
from tests.schema.draws.steps import item
from tests.schema.items.steps import an_item

LINE = {
    "itemId": item("XW01"),
    "regionCode": "320500",
    "firstOn": "2026-11-20",
    "lastOn": "2026-12-31",
    "ratioBp": 500,
}
STEPS = (
    ("submit", "Submitted", lin),
    ("approve", "Approved", hua),
    ("publish", "Published", lin),
    ("close", "Closed", lin),
)
PLAN_FIELDS = "id state version versionNo lines { position ratioBp } earlierLines { ratioBp }"


def a_plan(**facts: Any) -> dict[str, Any]:
    return {"year": 2026, "name": "2026年度抽查工作计划", "lines": [LINE], **facts}


async def step(
    ask: Client, verb: str, past: str, plan: dict[str, Any], *, by: Person, **facts: Any
) -> dict[str, Any]:
    given = {"planId": plan["id"], "expectedVersion": plan["version"], **facts}
    shows = f"... on Plan{past} {{ plan {{ {PLAN_FIELDS} }} }}"
    payload = await ask.do(f"{verb}Plan", given, shows, by=by)
    assert payload["__typename"] == f"Plan{past}", payload
    changed: dict[str, Any] = payload["plan"]
    return changed


async def created(ask: Client, *, by: Person = lin, **facts: Any) -> dict[str, Any]:
    shows = f"... on PlanCreated {{ plan {{ {PLAN_FIELDS} }} }}"
    payload = await ask.do("createPlan", a_plan(**facts), shows, by=by)
    assert payload["__typename"] == "PlanCreated", payload
    plan: dict[str, Any] = payload["plan"]
    return plan


async def in_state(ask: Client, state: str) -> dict[str, Any]:
    """A plan that lin drafted, brought into the state by the shortest way."""
    plan = await created(ask)
    for verb, past, by in STEPS:
        if plan["state"] != state:
            plan = await step(ask, verb, past, plan, by=by)
    assert plan["state"] == state
    return plan


async def published(ask: Client) -> dict[str, Any]:
    return await in_state(ask, "PUBLISHED")


def expecting(plan: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """The input of a mutation that knows the plan as it is."""
    return {"planId": plan["id"], "expectedVersion": plan["version"], **facts}


async def read(ask: Client, plan: dict[str, Any], shows: str = PLAN_FIELDS) -> Any:
    document = f"query Q($id: ID!) {{ inspectionPlan(id: $id) {{ {shows} }} }}"
    return (await ask(document, {"id": plan["id"]}, by=lin))["inspectionPlan"]


async def items_out_of_reach(ask: Client, database: Database) -> list[str]:
    """An item of the city that is in force after the first day of LINE, and one of a district."""
    async with database.writing() as session:
        session.add(draws.at(tao, Role.HEAD))
    shows = "... on InspectionItemPublished { item { id } }"
    payloads = [
        await ask.do("publishInspectionItem", an_item(**facts), shows, by=by)
        for by, facts in ((hua, {"effectiveFrom": "2026-12-01"}), (tao, {"code": "GS-01"}))
    ]
    return [payload["item"]["id"] for payload in payloads]
