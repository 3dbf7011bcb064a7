"""An annual plan on its way: drafted, reviewed, approved by another, published, amended, closed."""

import asyncio
from typing import Any

import pytest

from domain.roles import Role
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, fang, hua, lin, mei, ou, qiao, su, yin
from tests.schema.draws import steps
from tests.schema.draws.steps import item

LINE = {
    "itemId": item("XW01"),
    "regionCode": "320500",
    "firstOn": "2026-11-20",
    "lastOn": "2026-12-31",
    "ratioBp": 500,
}
SHOWN = "id state version versionNo lines { position ratioBp } earlierLines { ratioBp }"


def a_plan(**facts: Any) -> dict[str, Any]:
    return {"year": 2026, "name": "2026年度抽查工作计划", "lines": [LINE], **facts}


async def step(
    ask: Client, verb: str, past: str, plan: dict[str, Any], *, by: Person, **facts: Any
) -> dict[str, Any]:
    given = {"planId": plan["id"], "expectedVersion": plan["version"], **facts}
    shows = f"... on Plan{past} {{ plan {{ {SHOWN} }} }}"
    payload = await ask.do(f"{verb}Plan", given, shows, by=by)
    assert payload["__typename"] == f"Plan{past}", payload
    moved: dict[str, Any] = payload["plan"]
    return moved


async def created(ask: Client, *, by: Person = lin, **facts: Any) -> dict[str, Any]:
    shows = f"... on PlanCreated {{ plan {{ {SHOWN} }} }}"
    payload = await ask.do("createPlan", a_plan(**facts), shows, by=by)
    assert payload["__typename"] == "PlanCreated", payload
    plan: dict[str, Any] = payload["plan"]
    return plan


async def published(ask: Client) -> dict[str, Any]:
    plan = await step(ask, "submit", "Submitted", await created(ask), by=lin)
    plan = await step(ask, "approve", "Approved", plan, by=hua)
    return await step(ask, "publish", "Published", plan, by=lin)


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


async def test_an_amendment_is_a_version_with_its_reason(ask: Client, world: None) -> None:
    plan = await published(ask)
    given = {"reason": "扩大范围", "lines": [{**LINE, "ratioBp": 800}, LINE]}

    plan = await step(ask, "amend", "Amended", plan, by=lin, **given)

    assert (plan["state"], plan["versionNo"]) == ("PUBLISHED", 2)
    assert [line["ratioBp"] for line in plan["lines"]] == [800, 500]
    assert [line["ratioBp"] for line in plan["earlierLines"]] == [500]
    public = "{ inspectionPlans(first: 5) { nodes { amendments { versionNo reason } } } }"
    assert (await ask(public))["inspectionPlans"]["nodes"] == [
        {"amendments": [{"versionNo": 2, "reason": "扩大范围"}]}
    ]


async def test_a_task_carries_out_a_line_of_a_published_plan(ask: Client, world: None) -> None:
    plan = await published(ask)
    shows = "query Q($id: ID!) { inspectionPlan(id: $id) { lines { id } } }"
    found = (await ask(shows, {"id": plan["id"]}))["inspectionPlan"]
    line_id = found["lines"][0]["id"]

    task = await steps.create(ask, planLineId=line_id)
    beside = await ask.do(
        "createTask", steps.a_task(planLineId=line_id, itemIds=[item("XW03")]), by=lin
    )
    await step(ask, "close", "Closed", plan, by=lin)
    late = await ask.do(
        "createTask",
        steps.a_task(planLineId=line_id),
        "... on PlanNotInForce { state }",
        by=lin,
    )

    line = await steps.task_of(ask, task["code"], "trigger planLine { id plan { id } }")
    assert line == {"trigger": "PLAN", "planLine": {"id": line_id, "plan": {"id": plan["id"]}}}
    assert beside["code"] == "OUTSIDE_PLAN_LINE"
    assert (late["code"], late["state"]) == ("PLAN_NOT_IN_FORCE", "CLOSED")


async def test_what_does_not_follow_is_refused_with_what_does(ask: Client, world: None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}
    shows = "... on IllegalTransition { state event allowed }"

    refused = {
        verb: await ask.do(f"{verb}Plan", {**given, **more}, shows, by=by)
        for verb, by, more in (
            ("approve", hua, {}),
            ("publish", lin, {}),
            ("close", lin, {}),
            ("return", hua, {"reason": "x"}),
            ("amend", lin, {"reason": "x", "lines": [LINE]}),
        )
    }

    assert {(p["code"], p["state"], tuple(p["allowed"])) for p in refused.values()} == {
        ("ILLEGAL_TRANSITION", "DRAFT", ("submit",))
    }


async def test_nobody_approves_the_own_plan(ask: Client, world: None, database: Database) -> None:
    async with database.writing() as session:
        session.add(steps.at(hua, Role.TASK_MANAGER))
    plan = await step(ask, "submit", "Submitted", await created(ask, by=hua), by=hua)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do("approvePlan", given, by=hua))["code"] == "OWN_PLAN"


async def test_two_who_submit_at_once_submit_once(ask: Client, world: None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    payloads = await asyncio.gather(*(ask.do("submitPlan", given, by=lin) for _ in range(4)))

    names = sorted(p["__typename"] for p in payloads)
    assert names == ["ChangedMeanwhile"] * 3 + ["PlanSubmitted"]


async def test_sent_twice_a_plan_is_written_once(ask: Client, world: None) -> None:
    given = {"operationId": str(new_key()), **a_plan()}

    answers = [
        await ask.do("createPlan", given, "... on PlanCreated { plan { id } }", by=lin)
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    count = "{ inspectionPlans(first: 5) { totalCount } }"
    assert (await ask(count, by=lin))["inspectionPlans"]["totalCount"] == 1


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "last year": ({"year": 2025}, "INVALID_INPUT"),
    "no lines": ({"lines": []}, "INVALID_INPUT"),
    "ratio and count": ({"lines": [{**LINE, "objectCount": 3}]}, "INVALID_INPUT"),
    "neither": ({"lines": [{**LINE, "ratioBp": None}]}, "INVALID_INPUT"),
    "days out of order": ({"lines": [{**LINE, "lastOn": "2026-11-19"}]}, "INVALID_INPUT"),
    "another year's days": ({"lines": [{**LINE, "lastOn": "2027-01-01"}]}, "INVALID_INPUT"),
    "a region elsewhere": ({"lines": [{**LINE, "regionCode": "110105"}]}, "INVALID_INPUT"),
    "a region that is none": ({"lines": [{**LINE, "regionCode": "x"}]}, "INVALID_INPUT"),
    "frequency": ({"lines": [{**LINE, "frequency": 13}]}, "INVALID_INPUT"),
    "a general item beyond its ratio": ({"lines": [{**LINE, "ratioBp": 1001}]}, "RATIO_ABOVE_ITEM"),
    "an item that is none": (
        {"lines": [{**LINE, "itemId": ids.write("InspectionItem", new_key())}]},
        "NOT_FOUND",
    ),
    "a name of control characters": ({"name": "a\u0007b"}, "INVALID_INPUT"),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_faults_are_named(ask: Client, world: None, wrong: str) -> None:
    facts, code = WRONG[wrong]

    payload = await ask.do("createPlan", a_plan(**facts), by=lin)

    assert payload["code"] == code, payload
    count = "{ inspectionPlans(first: 5) { totalCount } }"
    assert (await ask(count, by=lin))["inspectionPlans"]["totalCount"] == 0


@pytest.mark.parametrize("person", [mei, qiao, su, hua, ou, yin, fang, None], ids=str)
async def test_nobody_else_writes_plans(ask: Client, world: None, person: Person | None) -> None:
    assert (await ask.do("createPlan", a_plan(), by=person))["code"] == "NOT_PERMITTED"


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, None], ids=str)
@pytest.mark.parametrize("verb", ["submit", "approve", "publish", "close"])
async def test_nobody_else_moves_plans(
    ask: Client, world: None, person: Person | None, verb: str
) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}

    assert (await ask.do(f"{verb}Plan", given, by=person))["code"] == "NOT_PERMITTED"
