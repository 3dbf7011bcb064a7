"""By whom a campaign was approved and with whom it was filed is recorded before its plan is public."""

import datetime as dt
from typing import Any

import pytest

from domain.adoptions import AdoptableRule
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.plans.table import CampaignFiling
from persistence.reading import ids
from tests.client import Client
from tests.factories import TODAY, adoptions
from tests.people import (
    CHAOYANG,
    GUSU,
    JIANGSU,
    SUZHOU,
    SUZHOU_SPORTS,
    Person,
    Place,
    hua,
    lin,
    mei,
    ou,
    qiao,
    su,
    yin,
)
from tests.schema.plans.steps import STEPS, a_plan, created, expecting, in_state, read, step
from tests.schema.publication.steps import rows

FILING = {
    "approvedBy": "苏州市人民政府",
    "decisionNo": "苏府复〔2026〕12号",
    "approvedOn": "2026-11-10",
    "filedWith": "苏州市司法局",
    "filingNo": "苏司备〔2026〕7号",
    "filedOn": "2026-11-16",
}
SHOWS = "category orderedBy { id } orderNo filing { approvedBy decisionNo approvedOn filedWith filingNo filedOn }"
RECORDED = f"... on CampaignFilingRecorded {{ plan {{ id state version {SHOWS} }} }}"
ORDER: dict[str, Any] = {
    "orderedById": ids.write("Authority", JIANGSU.id),
    "orderNo": "苏教监〔2026〕3号",
}


async def adopt(database: Database, *, holds_from: dt.date = TODAY, region: str = "320500") -> None:
    async with database.writing() as session:
        row = adoptions.adopted_rule(
            rule=AdoptableRule.CAMPAIGN_APPROVAL, holds_from=holds_from, region_code=region
        )
        session.add(row)


async def approved(ask: Client, **facts: Any) -> dict[str, Any]:
    """A plan that waits for its publication."""
    plan = await created(ask, **{"category": "CAMPAIGN", **facts})
    for verb, past, by in STEPS[:2]:
        plan = await step(ask, verb, past, plan, by=by)
    return plan


async def record(
    ask: Client, plan: dict[str, Any], *, by: Person | None = lin, **facts: Any
) -> Any:
    given = expecting(plan, **{**FILING, **facts})
    return await ask.do("recordCampaignFiling", given, RECORDED, by=by)


async def published(ask: Client, plan: dict[str, Any]) -> str:
    """The refusal's code, or nothing."""
    return str((await ask.do("publishPlan", expecting(plan), by=lin)).get("code", ""))


async def test_a_campaign_is_approved_filed_and_read_by_everybody_once_it_is_public(
    ask: Client, world: None, database: Database
) -> None:
    await adopt(database)
    plan = await approved(ask)
    document = f"query Q($id: ID!) {{ inspectionPlan(id: $id) {{ {SHOWS} }} }}"
    refused = await published(ask, plan)

    payload = await record(ask, plan)
    before = await ask(document, {"id": plan["id"]})
    corrected = await record(ask, payload["plan"], filingNo="苏司备〔2026〕8号")

    filing = {**FILING, "filingNo": "苏司备〔2026〕8号"}
    assert refused == "CAMPAIGN_NOT_APPROVED"
    assert payload["plan"]["filing"] == FILING
    assert corrected["plan"]["filing"] == filing
    assert before == {"inspectionPlan": None}
    assert await published(ask, corrected["plan"]) == ""
    assert await ask(document, {"id": plan["id"]}) == {
        "inspectionPlan": {
            "category": "CAMPAIGN",
            "orderedBy": None,
            "orderNo": None,
            "filing": filing,
        }
    }


@pytest.mark.parametrize("person", [hua, mei, qiao, su, ou, yin, None], ids=str)
async def test_only_a_task_manager_of_the_authority_records_it(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    plan = await approved(ask)

    assert (await record(ask, plan, by=person))["code"] == "NOT_PERMITTED"
    assert await rows(database, CampaignFiling) == [[]]


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"approvedOn": "2026-11-19"}, ["approvedOn", "filedOn"]),
        ({"filedOn": "2026-11-09"}, ["filedOn"]),
        ({"filedOn": "2026-11-19"}, ["filedOn"]),
        ({"approvedBy": " ", "filingNo": "9" * 101}, ["approvedBy", "filingNo"]),
    ],
)
async def test_bad_input_is_named(
    ask: Client, world: None, database: Database, facts: dict[str, str], fields: list[str]
) -> None:
    plan = await approved(ask)
    given = expecting(plan, **{**FILING, **facts})
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("recordCampaignFiling", given, shows, by=lin)

    assert [each["field"] for each in payload["violations"]] == fields
    assert await rows(database, CampaignFiling) == [[]]


async def test_it_is_recorded_for_campaigns_of_ones_own_that_are_not_public(
    ask: Client, world: None, database: Database
) -> None:
    routine = await created(ask)
    ordered = await created(ask, category="CAMPAIGN", **ORDER)
    public = await step(ask, "publish", "Published", await approved(ask), by=lin)

    codes = [(await record(ask, plan))["code"] for plan in (routine, ordered, public)]

    assert codes == ["NOT_A_CAMPAIGN"] * 3
    assert await rows(database, CampaignFiling) == [[]]


async def test_who_read_an_earlier_version_records_nothing(
    ask: Client, world: None, database: Database
) -> None:
    plan = await approved(ask)

    payload = await record(ask, {**plan, "version": plan["version"] - 1})

    assert payload["code"] == "CHANGED_MEANWHILE"
    assert await rows(database, CampaignFiling) == [[]]


async def test_the_same_operation_is_answered_again(ask: Client, world: None) -> None:
    plan = await approved(ask)
    operation = str(new_key())

    first = await record(ask, plan, operationId=operation)
    again = await record(ask, plan, operationId=operation)

    assert first["plan"]["filing"] == FILING
    assert again == first
    assert (await read(ask, plan))["version"] == plan["version"] + 1


@pytest.mark.parametrize(
    ("holds_from", "region"),
    [(None, ""), (TODAY + dt.timedelta(days=1), "320500"), (TODAY, "320100")],
    ids=["not adopted", "from tomorrow", "elsewhere"],
)
async def test_where_the_rule_does_not_hold_a_campaign_needs_no_filing(
    ask: Client, world: None, database: Database, holds_from: dt.date | None, region: str
) -> None:
    if holds_from is not None:
        await adopt(database, holds_from=holds_from, region=region)

    assert await published(ask, await approved(ask)) == ""


async def test_routine_plans_and_campaigns_ordered_from_above_need_no_filing(
    ask: Client, world: None, database: Database
) -> None:
    await adopt(database)
    routine = await approved(ask, category="ROUTINE")
    ordered = [await approved(ask, **ORDER) for _ in range(3)]

    assert [await published(ask, plan) for plan in (routine, *ordered)] == [""] * 4


async def test_campaigns_of_ones_own_are_two_a_year(
    ask: Client, world: None, database: Database
) -> None:
    old = await approved(ask)
    await published(ask, old)
    await adopt(database)
    second, third = [(await record(ask, await approved(ask)))["plan"] for _ in range(2)]
    line = {**a_plan()["lines"][0], "firstOn": "2027-01-05", "lastOn": "2027-03-05"}
    other_year = (await record(ask, await approved(ask, year=2027, lines=[line])))["plan"]

    codes = [await published(ask, plan) for plan in (second, third, other_year)]

    assert codes == ["", "CAMPAIGNS_OF_YEAR_REACHED", ""]
    assert (await read(ask, third))["state"] == "APPROVED"


@pytest.mark.parametrize("place", [SUZHOU, GUSU, CHAOYANG, SUZHOU_SPORTS], ids=lambda p: p.name)
async def test_a_campaign_is_ordered_by_an_authority_above(
    ask: Client, world: None, place: Place
) -> None:
    order = {**ORDER, "orderedById": ids.write("Authority", place.id)}

    payload = await ask.do("createPlan", a_plan(category="CAMPAIGN", **order), by=lin)

    assert payload["code"] == "ORDER_NOT_FROM_ABOVE"


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"category": "CASE"}, ["category"]),
        (ORDER, ["orderedById"]),
        ({"category": "CAMPAIGN", "orderNo": "3号"}, ["orderNo"]),
        ({"category": "CAMPAIGN", "orderedById": ORDER["orderedById"]}, ["orderNo"]),
    ],
)
async def test_an_order_is_whole_and_a_campaigns(
    ask: Client, world: None, facts: dict[str, Any], fields: list[str]
) -> None:
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("createPlan", a_plan(**facts), shows, by=lin)

    assert [each["field"] for each in payload["violations"]] == fields


async def test_plans_are_filtered_by_their_category(ask: Client, world: None) -> None:
    campaign = await created(ask, category="CAMPAIGN")
    await in_state(ask, "DRAFT")
    document = "{ inspectionPlans(first: 9, filter: {category: CAMPAIGN}) { nodes { id } } }"

    assert (await ask(document, by=lin))["inspectionPlans"]["nodes"] == [{"id": campaign["id"]}]
