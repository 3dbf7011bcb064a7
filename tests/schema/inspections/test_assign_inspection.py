"""Naming a case visit: by a task manager, of two officers in order, and by nobody else."""

import asyncio
import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.authorities.table import InspectorProfile, Officer
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Institution, Site
from persistence.reading import ids
from tests.client import Client
from tests.factories import accounts, complaints, institutions
from tests.people import (
    FARAWAY,
    MAPLE,
    SOCIETY,
    SUZHOU,
    SUZHOU_SPORTS,
    SWIMMING,
    Person,
    fang,
    jun,
    key,
    lin,
    ling,
    mei,
    ou,
    qiao,
    su,
    tao,
    xu,
    yin,
)
from tests.schema.inspections import steps
from tests.schema.inspections.steps import a_visit, officer

SHOWS = """... on InspectionAssigned { inspection {
    id state windowFrom windowTo noticeMode noticedAt checklistCode checklistVersion sector version
    institution { id } site { id } authority { id } region { code } createdAt filedAt
    task { code name category trigger reason state windowFrom windowTo authority { id } }
    assignments { isLeader officer { id } replacedAt confirmedAt }
} }"""


async def _count(database: Database) -> int | None:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(InspectionTask))


async def test_a_task_manager_names_a_visit(ask: Client, world: None, database: Database) -> None:
    payload = await ask.do("assignInspection", a_visit(), SHOWS, by=lin)

    inspection = payload["inspection"]
    assert re.fullmatch(r"RW-320500-20261118-[0-9A-HJKMNP-TV-Z]{6}", inspection["task"].pop("code"))
    inspection_id = inspection.pop("id")
    authority = {"id": ids.write("Authority", SUZHOU.id)}
    assert payload == {
        "__typename": "InspectionAssigned",
        "inspection": {
            "state": "TO_ENTER",
            "windowFrom": "2026-11-18",
            "windowTo": "2026-11-20",
            "noticeMode": "ADVANCE",
            "noticedAt": None,
            "checklistCode": "OFF_CAMPUS_GENERAL",
            "checklistVersion": 4,
            "sector": "EDUCATION",
            "version": 1,
            "institution": {"id": steps.INSTITUTION},
            "site": None,
            "authority": authority,
            "region": {"code": "320508"},
            "createdAt": "2026-11-18T02:00:00.000000Z",
            "filedAt": None,
            "task": {
                "name": "枫叶个案检查",
                "category": "CASE",
                "trigger": "LEAD",
                "reason": "家长反映消防通道堵塞",
                "state": "ISSUED",
                "windowFrom": "2026-11-18",
                "windowTo": "2026-11-20",
                "authority": authority,
            },
            "assignments": [
                {
                    "isLeader": person is mei,
                    "officer": {"id": officer(person)},
                    "replacedAt": None,
                    "confirmedAt": None,
                }
                for person in (mei, jun)
            ],
        },
    }
    key = str(steps.key(inspection_id))
    assert await steps.traces(database) == {
        "audit": ["inspection.assigned"],
        "moves": [
            ("Inspection", "None", "assign", "TO_ENTER"),
            ("InspectionTask", "APPROVED", "issue", "ISSUED"),
            ("InspectionTask", "DRAFT", "approve", "APPROVED"),
        ],
        "outbox": [
            ("inspection.assigned", {"inspection_id": key, "officer_id": str(person.officer_id)})
            for person in (mei, jun)
        ],
    }


async def test_the_officers_find_it_among_their_assignments_and_others_do_not(
    ask: Client, assigned: str
) -> None:
    document = "{ myAssignments(first: 9) { edges { node { id } } } }"

    found = {
        person.login: await ask(document, by=person) for person in (mei, jun, tao, ling, lin, su)
    }

    seen = {
        login: [edge["node"]["id"] for edge in data["myAssignments"]["edges"]]
        for login, data in found.items()
    }
    assert seen == {
        "mei": [assigned],
        "jun": [assigned],
        "tao": [],
        "ling": [],
        "lin": [],
        "su": [],
    }


async def test_officers_of_an_authority_below_may_be_sent(ask: Client, world: None) -> None:
    payload = await ask.do("assignInspection", a_visit(mei, tao), by=lin)

    assert payload["__typename"] == "InspectionAssigned"


async def test_a_place_and_a_checklist_may_be_named(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        site_id = await session.scalar(sa.select(Site.id).where(Site.institution_id == MAPLE))
    assert site_id is not None
    site = ids.write("Site", site_id)

    given = a_visit(siteId=site, checklistCode="TRAINING_S2")
    payload = await ask.do("assignInspection", given, SHOWS, by=lin)

    assert payload["inspection"]["site"] == {"id": site}
    assert payload["inspection"]["checklistCode"] == "TRAINING_S2"


async def test_a_place_of_another_institution_is_not_found(
    ask: Client, world: None, database: Database
) -> None:
    elsewhere = institutions.site(SWIMMING)
    async with database.writing() as session:
        session.add(elsewhere)

    given = a_visit(siteId=ids.write("Site", elsewhere.id))
    payload = await ask.do("assignInspection", given, by=lin)

    assert payload["code"] == "NOT_FOUND"
    assert await _count(database) == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"officerIds": [officer(mei)]}, "TOO_FEW_OFFICERS"),
        ({"officerIds": []}, "INVALID_INPUT"),
        ({"officerIds": [officer(mei), officer(mei)]}, "INVALID_INPUT"),
        ({"officerIds": [officer(mei)] * 21}, "INVALID_INPUT"),
        ({"officerIds": [officer(mei), "ofcr_1"]}, "INVALID_INPUT"),
        ({"officerIds": [officer(mei), ids.write("Officer", key(999))]}, "NOT_FOUND"),
        ({"officerIds": [officer(mei), officer(ling)]}, "NOT_FOUND"),
        ({"leaderId": officer(tao)}, "INVALID_INPUT"),
        ({"leaderId": steps.INSTITUTION}, "INVALID_INPUT"),
        ({"trigger": "PLAN"}, "INVALID_INPUT"),
        ({"trigger": "COMPLAINT"}, "INVALID_INPUT"),
        ({"reason": " "}, "INVALID_INPUT"),
        ({"reason": "x" * 1001}, "INVALID_INPUT"),
        ({"name": "\x07"}, "INVALID_INPUT"),
        ({"name": "x" * 101}, "INVALID_INPUT"),
        ({"windowFrom": "2026-11-17"}, "INVALID_INPUT"),
        ({"windowTo": "2026-11-17"}, "INVALID_INPUT"),
        ({"windowTo": "2199-12-31"}, "INVALID_INPUT"),
        ({"checklistCode": "NONE"}, "INVALID_INPUT"),
        ({"siteId": "site_0"}, "INVALID_INPUT"),
        ({"siteId": ids.write("Site", key(999))}, "NOT_FOUND"),
        ({"originComplaintId": "cmp_"}, "INVALID_INPUT"),
        ({"originComplaintId": ids.write("Complaint", key(999))}, "NOT_FOUND"),
        ({"institutionId": ids.write("Course", MAPLE)}, "INVALID_INPUT"),
        ({"institutionId": ids.write("Institution", key(999))}, "NOT_FOUND"),
        ({"institutionId": ids.write("Institution", FARAWAY)}, "OUTSIDE_JURISDICTION"),
        ({"institutionId": ids.write("Institution", SWIMMING)}, "OUTSIDE_JURISDICTION"),
    ],
)
async def test_what_is_out_of_order_is_refused_and_nothing_is_written(
    ask: Client, world: None, database: Database, facts: dict[str, Any], code: str
) -> None:
    payload = await ask.do("assignInspection", a_visit(**facts), by=lin)

    assert payload["code"] == code
    assert await _count(database) == 0
    assert await steps.traces(database) == {"audit": [], "moves": [], "outbox": []}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"certificate_valid_to": dt.date(2026, 11, 19)}, "CERTIFICATE_NOT_VALID"),
        ({"left_on": dt.date(2026, 11, 20)}, "CERTIFICATE_NOT_VALID"),
        ({"left_on": dt.date(2026, 11, 21)}, None),
        ({"entered_on": dt.date(2026, 11, 19)}, "CERTIFICATE_NOT_VALID"),
        ({"may_lead": False}, "MAY_NOT_LEAD"),
    ],
)
async def test_the_certificate_must_hold_for_the_whole_window(
    ask: Client, world: None, database: Database, facts: dict[str, Any], code: str | None
) -> None:
    async with database.writing() as session:
        mine = InspectorProfile.officer_id == mei.officer_id
        await session.execute(sa.update(InspectorProfile).where(mine).values(**facts))

    payload = await ask.do("assignInspection", a_visit(), by=lin)

    assert payload.get("code") == code


async def test_an_officer_without_certificate_is_not_sent(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        mine = InspectorProfile.officer_id == jun.officer_id
        await session.execute(sa.delete(InspectorProfile).where(mine))

    shows = "... on CertificateNotValid { officerId validTo }"
    payload = await ask.do("assignInspection", a_visit(), shows, by=lin)

    assert payload["code"] == "CERTIFICATE_NOT_VALID"
    assert (payload["officerId"], payload["validTo"]) == (officer(jun), None)


async def test_an_officer_of_another_office_of_the_region_is_not_sent(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        mine = Officer.id == jun.officer_id
        values = {"authority_id": SUZHOU_SPORTS.id}
        await session.execute(sa.update(Officer).where(mine).values(**values))

    payload = await ask.do("assignInspection", a_visit(), by=lin)

    assert payload["code"] == "OFFICER_OUTSIDE_AUTHORITY"


async def test_nobody_sends_themselves(ask: Client, world: None, database: Database) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(mei, Role.TASK_MANAGER))

    payload = await ask.do("assignInspection", a_visit(), by=mei)

    assert payload["code"] == "OWN_ASSIGNMENT"
    assert await _count(database) == 0


async def test_a_social_organisation_inspects_nobody(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(su, Role.TASK_MANAGER, SOCIETY))

    payload = await ask.do("assignInspection", a_visit(), by=su)

    assert payload["code"] == "NOT_AN_ADMINISTRATIVE_ORGAN"


async def test_the_office_that_answers_for_the_institution_is_chosen(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.TASK_MANAGER, SUZHOU_SPORTS))

    swimming = a_visit(institutionId=ids.write("Institution", SWIMMING))
    maple = await ask.do("assignInspection", a_visit(), SHOWS, by=lin)
    other = await ask.do("assignInspection", swimming, by=lin)

    assert maple["inspection"]["authority"] == {"id": ids.write("Authority", SUZHOU.id)}
    # The sports bureau answers for the swimmers, but the officers are not its own.
    assert other["code"] == "OFFICER_OUTSIDE_AUTHORITY"


@pytest.mark.parametrize("person", [mei, qiao, su, ou, yin, fang, xu, None])
async def test_others_may_not(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    payload = await ask.do("assignInspection", a_visit(), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    assert await _count(database) == 0


async def test_the_same_operation_sent_again_makes_one_visit(
    ask: Client, world: None, database: Database
) -> None:
    given = {**a_visit(), "operationId": str(new_key())}

    first = await ask.do("assignInspection", given, SHOWS, by=lin)
    again = await ask.do("assignInspection", given, SHOWS, by=lin)
    other = await ask.do("assignInspection", {**given, "reason": "另一理由"}, by=lin)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert (await steps.traces(database))["audit"] == ["inspection.assigned"]


async def test_five_times_at_once_under_one_operation_makes_one_visit(
    ask: Client, world: None, database: Database
) -> None:
    given = {**a_visit(), "operationId": str(new_key())}

    payloads = await asyncio.gather(*(ask.do("assignInspection", given, by=lin) for _ in range(5)))

    codes = {payload.get("code") for payload in payloads}
    assert codes <= {None, "OPERATION_IN_PROGRESS"}
    assert await _count(database) == 1


async def test_an_institution_that_moves_away_leaves_the_visit_where_it_was(
    ask: Client, assigned: str, database: Database
) -> None:
    async with database.writing() as session:
        mine = Institution.id == MAPLE
        await session.execute(sa.update(Institution).where(mine).values(region_code="320583"))

    document = "query Q($id: ID!) { inspection(id: $id) { region { code } } }"
    data = await ask(document, {"id": assigned}, by=lin)

    assert data == {"inspection": {"region": {"code": "320508"}}}


async def test_a_complaint_sets_off_a_visit_for_those_who_see_it_and_appears_nowhere(
    ask: Client, world: None, database: Database, keys: Keys
) -> None:
    complaint = complaints.complaint(keys, "TS20261118AAAAAAAA", by=fang)
    async with database.writing() as session:
        session.add(complaint)
    complaint_id = ids.write("Complaint", complaint.id)
    given = a_visit(trigger="COMPLAINT", originComplaintId=complaint_id)

    unseen = await ask.do("assignInspection", given, by=lin)
    async with database.writing() as session:
        session.add(accounts.grant(lin, Role.SUPERVISOR))
    seen = await ask.do("assignInspection", given, SHOWS, by=lin)

    assert unseen["code"] == "NOT_FOUND"
    assert seen["__typename"] == "InspectionAssigned"
    async with database.writing() as session:
        assert await session.scalar(sa.select(InspectionTask.origin_complaint_id)) == complaint.id
    assert str(complaint.id) not in str((seen, await steps.traces(database)))


async def test_the_institution_sees_the_visit_once_told_but_never_the_task(
    ask: Client, world: None, database: Database
) -> None:
    noticed = await steps.assign(ask)
    await steps.give_notice(ask, noticed)
    surprise = await steps.assign(ask, noticeMode="ON_ARRIVAL")
    document = "query Q($id: ID!) { inspection(id: $id) { id state task { code reason } } }"
    every = "{ inspections(first: 9) { edges { node { id task { id } } } } }"

    answers = [await ask(document, {"id": each}, by=yin) for each in (noticed, surprise)]
    listed = await ask(every, by=yin)
    async with database.writing() as session:
        task_id = await session.scalar(
            sa.select(Inspection.task_id).where(Inspection.id == steps.key(noticed))
        )
    assert task_id is not None
    node = "query Q($id: ID!) { node(id: $id) { __typename } }"
    task = await ask(node, {"id": ids.write("InspectionTask", task_id)}, by=yin)

    assert answers == [
        {"inspection": {"id": noticed, "state": "TO_ENTER", "task": None}},
        {"inspection": None},
    ]
    assert listed == {"inspections": {"edges": [{"node": {"id": noticed, "task": None}}]}}
    assert task == {"node": None}
