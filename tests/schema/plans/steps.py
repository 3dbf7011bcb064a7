"""An annual plan step by step through the API: lin drafts, submits and publishes, hua approves."""

from typing import Any

from tests.client import Client
from tests.people import Person, hua, lin
from tests.schema.draws.steps import item

LINE = {
    "itemId": item("XW01"),
    "regionCode": "320500",
    "firstOn": "2026-11-20",
    "lastOn": "2026-12-31",
    "ratioBp": 500,
}
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


async def published(ask: Client) -> dict[str, Any]:
    plan = await step(ask, "submit", "Submitted", await created(ask), by=lin)
    plan = await step(ask, "approve", "Approved", plan, by=hua)
    return await step(ask, "publish", "Published", plan, by=lin)
