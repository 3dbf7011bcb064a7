"""Making a task that is drawn: by a task manager, of items in force, within plan and policy."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from domain.authorities import AuthorityKind, Sector
from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.inspections.table import InspectionTask
from persistence.items.table import InspectionItem
from persistence.reading import ids
from tests.client import Client
from tests.people import (
    CHAOYANG,
    GUSU,
    JIANGSU,
    NATION,
    SOCIETY,
    SUZHOU,
    SUZHOU_SPORTS,
    Person,
    Place,
    fang,
    hua,
    lin,
    mei,
    ou,
    qiao,
    rui,
    su,
    yin,
)
from tests.schema.draws import steps
from tests.schema.draws.steps import a_task, item

SHOWS = """... on TaskCreated { task {
    name state category trigger sector windowFrom windowTo isTargeted publishDrawnList noticeMode
    targetKinds subjectKind region { code } authority { id } checklistCode checklistVersion
    items { code } departments { authority { id } position officersPerObject maxLoad }
    quotas { riskClass ratioBp objectCount minCount maxPerYear } draw { stage }
    steps { event fromState toState } planLine { id } redrawOf { id } version
} }"""


async def _count(database: Database) -> int | None:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(InspectionTask))


async def test_a_task_manager_makes_a_task(ask: Client, world: None) -> None:
    payload = await ask.do("createTask", a_task(), SHOWS, by=lin)

    assert payload["__typename"] == "TaskCreated", payload
    authority = {"id": ids.write("Authority", SUZHOU.id)}
    assert payload["task"] == {
        "name": "2026年秋季抽查",
        "state": "DRAFT",
        "category": "ROUTINE",
        "trigger": "AD_HOC",
        "sector": "EDUCATION",
        "windowFrom": "2026-11-23",
        "windowTo": "2026-12-18",
        "isTargeted": False,
        "publishDrawnList": False,
        "noticeMode": "ON_ARRIVAL",
        "targetKinds": ["OFF_CAMPUS_TRAINING", "ONLINE_PLATFORM"],
        "subjectKind": None,
        "region": {"code": "320500"},
        "authority": authority,
        "checklistCode": "OFF_CAMPUS_GENERAL",
        "checklistVersion": 4,
        "items": [{"code": "XW01"}],
        "departments": [
            {"authority": authority, "position": 1, "officersPerObject": 2, "maxLoad": 20}
        ],
        "quotas": [
            {
                "riskClass": name,
                "ratioBp": ratio,
                "objectCount": None,
                "minCount": least,
                "maxPerYear": 1,
            }
            for name, ratio, least in (
                ("A", 200, 0),
                ("B", 1000, 0),
                ("C", 4000, 1),
                ("D", 10000, 1),
            )
        ],
        "draw": None,
        "steps": [{"event": "create", "fromState": None, "toState": "DRAFT"}],
        "planLine": None,
        "redrawOf": None,
        "version": 1,
    }


async def test_its_code_shows_region_and_day(ask: Client, world: None) -> None:
    task = await steps.create(ask)

    assert re.fullmatch(r"RW-320500-20261118-[0-9A-HJKMNP-TV-Z]{6}", task["code"])


async def test_sent_twice_it_is_made_once(ask: Client, world: None, database: Database) -> None:
    given = {"operationId": str(new_key()), **a_task()}

    first = await ask.do("createTask", given, "... on TaskCreated { task { id } }", by=lin)
    second = await ask.do("createTask", given, "... on TaskCreated { task { id } }", by=lin)

    assert first == second
    assert await _count(database) == 1
    async with database.writing() as session:
        events = await session.scalars(sa.select(AuditEvent.tag))
        assert list(events) == ["task.created"]


async def test_a_joint_task_names_its_departments(ask: Client, world: None) -> None:
    departments = [
        {"authorityId": ids.write("Authority", SUZHOU.id)},
        {"authorityId": ids.write("Authority", GUSU.id), "officersPerObject": 3, "maxLoad": 5},
    ]

    payload = await ask.do("createTask", a_task(departments=departments), SHOWS, by=lin)

    assert [d["officersPerObject"] for d in payload["task"]["departments"]] == [2, 3]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no items": ({"itemIds": []}, "itemIds"),
    "an item twice": ({"itemIds": [item(), item()]}, "itemIds"),
    "a window that began": ({"windowFrom": "2026-11-18"}, "windowFrom"),
    "a window out of order": ({"windowTo": "2026-11-22"}, "windowTo"),
    "a window too long": ({"windowTo": "2027-11-23"}, "windowTo"),
    "a window over two years": (
        {"windowFrom": "2026-12-20", "windowTo": "2027-01-10"},
        "windowTo",
    ),
    "a region elsewhere": ({"regionCode": "110105"}, "regionCode"),
    "a region that is none": ({"regionCode": "320599"}, "regionCode"),
    "kinds beyond the item": ({"targetKinds": ["EVALUATION"]}, "targetKinds"),
    "no kinds": ({"targetKinds": []}, "targetKinds"),
    "a blank name": ({"name": " \u3000"}, "name"),
    "a case": ({"category": "CASE"}, "category"),
    "one officer": (
        {
            "departments": [
                {"authorityId": ids.write("Authority", SUZHOU.id), "officersPerObject": 1}
            ]
        },
        "departments[0].officersPerObject",
    ),
    "another leads": (
        {"departments": [{"authorityId": ids.write("Authority", GUSU.id)}]},
        "departments",
    ),
    "a class twice": (
        {"quotas": [{"riskClass": "A", "ratioBp": 1}, {"riskClass": "A", "ratioBp": 1}]},
        "quotas[1].riskClass",
    ),
    "ratio and count": (
        {"quotas": [{"riskClass": "A", "ratioBp": 1, "objectCount": 1}]},
        "quotas[0].ratioBp",
    ),
    "an id of another kind": ({"itemIds": [ids.write("Authority", SUZHOU.id)]}, "itemIds[0]"),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_faults_are_named(ask: Client, world: None, database: Database, wrong: str) -> None:
    facts, field = WRONG[wrong]
    shows = "... on InvalidInput { violations { field } }"

    payload = await ask.do("createTask", a_task(**facts), shows, by=lin)

    assert payload["code"] == "INVALID_INPUT", payload
    assert field in [v["field"] for v in payload["violations"]]
    assert await _count(database) == 0


async def test_no_list_no_check(ask: Client, world: None) -> None:
    facts = {"windowFrom": "2026-12-20", "windowTo": "2026-12-30"}
    given = {
        "authorityId": ids.write("Authority", SUZHOU.id),
        "code": "SZ-01",
        "itemClass": "GENERAL",
        "title": "本市事项",
        "legalBasis": ["X15"],
        "appliesTo": ["OFF_CAMPUS_TRAINING"],
        "ratioBp": 1000,
        "maxPerYear": 1,
        "methods": ["ON_SITE"],
        "checklistCode": "OFF_CAMPUS_GENERAL",
        "checklistItemCodes": ["OC01_LICENCE"],
        "effectiveFrom": "2026-12-25",
    }
    shows = "... on InspectionItemPublished { item { id } }"
    own = (await ask.do("publishInspectionItem", given, shows, by=hua))["item"]["id"]

    payload = await ask.do("createTask", a_task(itemIds=[own], **facts), by=lin)

    assert payload["code"] == "ITEM_NOT_IN_FORCE"
    assert payload["basis"] == "X21; X43"


async def listed(database: Database, place: Place) -> str:
    """An item of one's own, as XW01 is, published by this authority."""
    item_id = new_key()
    async with database.writing() as session:
        known = await session.get_one(InspectionItem, ids.read("InspectionItem", item()))
        columns = {c.key: getattr(known, c.key) for c in InspectionItem.__table__.columns}
        own = {"id": item_id, "code": "OWN-1", "authority_id": place.id}
        session.add(InspectionItem(**{**columns, **own}))
    return ids.write("InspectionItem", item_id)


@pytest.mark.parametrize("place", [SUZHOU, JIANGSU, NATION], ids=lambda place: place.name)
async def test_the_own_list_and_those_above_are_checked(
    ask: Client, world: None, database: Database, place: Place
) -> None:
    given = a_task(itemIds=[await listed(database, place)])

    assert (await ask.do("createTask", given, by=lin))["__typename"] == "TaskCreated"


@pytest.mark.parametrize("place", [GUSU, CHAOYANG, SUZHOU_SPORTS], ids=lambda place: place.name)
async def test_the_list_of_another_authority_is_not_checked(
    ask: Client, world: None, database: Database, place: Place
) -> None:
    """Else a limit could be gone around with an item that somebody else calls a key one."""
    item_id = await listed(database, place)
    line = {"itemId": item_id, "regionCode": "320500", "ratioBp": 100}
    days = {"firstOn": "2026-11-20", "lastOn": "2026-12-31"}
    a_plan = {"year": 2026, "name": "计划", "lines": [{**line, **days}]}

    task = await ask.do(
        "createTask", a_task(itemIds=[item_id]), "... on ItemNotOnList { itemCode }", by=lin
    )
    plan = await ask.do("createPlan", a_plan, by=lin)

    assert (task["code"], task["itemCode"]) == ("ITEM_NOT_ON_LIST", "OWN-1")
    assert plan["code"] == "ITEM_NOT_ON_LIST"
    assert await _count(database) == 0


async def test_items_of_two_checklists_do_not_go_together(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        suzhou = await session.get_one(Authority, SUZHOU.id)
        suzhou.sectors = [Sector.EDUCATION, Sector.HUMAN_RESOURCES]
    given = a_task(itemIds=[item("PX01"), item("PJ01")], sector="HUMAN_RESOURCES")

    payload = await ask.do(
        "createTask", given, "... on InvalidInput { violations { field } }", by=lin
    )

    # No kind is left either, which is refused first.
    assert payload["violations"] == [{"field": "targetKinds"}]


async def test_with_general_items_no_more_is_drawn_than_the_policy_says(
    ask: Client, world: None
) -> None:
    quotas = [{"riskClass": "A", "ratioBp": 5000}]
    shows = "... on QuotaAbovePolicy { riskClass mostBp }"

    payload = await ask.do("createTask", a_task(quotas=quotas), shows, by=lin)
    key_items = a_task(quotas=quotas, itemIds=[item("XW02")])
    allowed = await ask.do("createTask", key_items, by=lin)

    assert (payload["riskClass"], payload["mostBp"]) == ("A", 200)
    assert allowed["__typename"] == "TaskCreated"


async def test_a_social_organisation_sends_nobody(ask: Client, world: None) -> None:
    departments = [
        {"authorityId": ids.write("Authority", SUZHOU.id)},
        {"authorityId": ids.write("Authority", SOCIETY.id)},
    ]

    payload = await ask.do("createTask", a_task(departments=departments), by=lin)

    assert payload["code"] == "NOT_AN_ADMINISTRATIVE_ORGAN"


async def test_an_authority_of_several_sectors_says_which(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        suzhou = await session.get_one(Authority, SUZHOU.id)
        suzhou.sectors = [Sector.EDUCATION, Sector.SPORTS]
        assert suzhou.kind is AuthorityKind.ADMIN_ORGAN

    without_sector = await ask.do("createTask", a_task(), by=lin)
    with_sector = await ask.do("createTask", a_task(sector="SPORTS"), by=lin)
    beyond = await ask.do("createTask", a_task(sector="COMMUNICATIONS"), by=lin)

    assert without_sector["code"] == beyond["code"] == "INVALID_INPUT"
    assert with_sector["__typename"] == "TaskCreated"


@pytest.mark.parametrize("person", [mei, qiao, rui, su, hua, ou, yin, fang, None], ids=str)
async def test_nobody_else_makes_tasks(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    payload = await ask.do("createTask", a_task(), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _count(database) == 0


async def test_not_for_another_authority(ask: Client, world: None, database: Database) -> None:
    elsewhere = a_task(authorityId=ids.write("Authority", SUZHOU_SPORTS.id))

    payload = await ask.do("createTask", elsewhere, by=lin)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _count(database) == 0
