"""A draft of an annual plan: its lines lie within the year, the region and the item's ratio."""

from typing import Any

import pytest

from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, fang, hua, lin, mei, ou, pei, qiao, su, yin
from tests.schema.draws import steps as draws
from tests.schema.inspections import steps as visits
from tests.schema.plans.steps import LINE, a_plan, items_out_of_reach


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
    "a number that is read backwards": ({"documentNo": "苏\u202e7号"}, "INVALID_INPUT"),
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


async def test_a_plan_is_a_draft_of_its_authority(
    ask: Client, world: None, database: Database
) -> None:
    shows = """... on PlanCreated { plan { year name state versionNo version createdAt
        authority { name } lines { ratioBp firstOn lastOn } amendments { reason } } }"""

    payload = await ask.do("createPlan", a_plan(), shows, by=lin)

    assert payload["plan"] == {
        "year": 2026,
        "name": "2026年度抽查工作计划",
        "state": "DRAFT",
        "versionNo": 1,
        "version": 1,
        "createdAt": "2026-11-18T02:00:00.000000Z",
        "authority": {"name": "苏州市教育局"},
        "lines": [{"ratioBp": 500, "firstOn": "2026-11-20", "lastOn": "2026-12-31"}],
        "amendments": [],
    }
    traces = await visits.traces(database)
    assert traces["audit"] == ["plan.created"]
    assert traces["moves"] == [("InspectionPlan", "None", "create", "DRAFT")]


async def test_a_plan_holds_only_items_that_are_in_force_and_on_the_list(
    ask: Client, world: None, database: Database
) -> None:
    codes = [
        (await ask.do("createPlan", a_plan(lines=[{**LINE, "itemId": item_id}]), by=lin))["code"]
        for item_id in await items_out_of_reach(ask, database)
    ]

    assert codes == ["ITEM_NOT_IN_FORCE", "ITEM_NOT_ON_LIST"]


async def test_a_social_organisation_plans_no_inspections(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(pei, Role.TASK_MANAGER))

    payload = await ask.do("createPlan", a_plan(sector="EDUCATION"), by=pei)

    assert payload["code"] == "NOT_AN_ADMINISTRATIVE_ORGAN"
