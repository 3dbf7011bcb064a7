"""An authority is closed by two people; its successor takes over what is open, and acts for it in the rest."""

from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import TaskCategory, TaskState
from domain.plans.terms import PlanState
from domain.roles import Role
from persistence.accounts.identities import read as read_identity
from persistence.accounts.table import RoleGrant
from persistence.authorities.table import Officer
from persistence.complaints.table import Complaint
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Institution
from persistence.plans.table import InspectionPlan
from persistence.reading import ids
from tests.client import Client
from tests.factories import NOW, accounts, add, authorities, complaints, inspections, plans, tasks
from tests.people import (
    CHAOYANG,
    GUSU,
    JIANGSU,
    MAPLE,
    NATION,
    SOCIETY,
    SUZHOU,
    SUZHOU_SPORTS,
    Place,
    bai,
    chen,
    hua,
    mei,
    rui,
    sen,
    shan,
    tao,
)
from tests.schema.accounts.steps import a_role, audit_tags
from tests.schema.authorities.steps import auth, carried_out, changed, everything, row

pytestmark = pytest.mark.usefixtures("world")
TO_THE_CITY = changed(GUSU.id, successorId=auth(SUZHOU.id))


async def _work(database: Database, keys: Keys) -> dict[str, Any]:
    """What Gusu has open: a plan, a task in draft, a visit that is under way, and a complaint."""
    plan = plans.plan(GUSU, state=PlanState.DRAFT)
    draft = tasks.task(
        GUSU, "CC-1", category=TaskCategory.ROUTINE, state=TaskState.DRAFT, region_code="320508"
    )
    under_way = tasks.task(GUSU, "CASE-1")
    visit = inspections.inspection(under_way, GUSU, MAPLE, noticed_at=NOW)
    complaint = complaints.complaint(keys, "C-1")
    async with database.writing() as session:
        await add(session, plan, draft, under_way, visit, complaint)
    return {"plan": plan.id, "draft": draft.id, "visit": visit.id, "complaint": complaint.id}


async def test_the_successor_takes_over_what_is_open(
    ask: Client, database: Database, keys: Keys
) -> None:
    work = await _work(database, keys)

    payload = await carried_out(ask, "closeAuthority", TO_THE_CITY)

    assert payload["__typename"] == "ChangeConfirmed", payload
    async with database.writing() as session:
        maple = await session.get_one(Institution, MAPLE)
        plan = await session.get_one(InspectionPlan, work["plan"])
        draft = await session.get_one(InspectionTask, work["draft"])
        complaint = await session.get_one(Complaint, work["complaint"])
        officer = await session.get_one(Officer, tao.as_officer)
    city = SUZHOU.id
    assert (maple.supervising_authority_id, maple.version) == (city, 2)
    assert (plan.authority_id, plan.authority_region_code) == (city, SUZHOU.region_code)
    assert (draft.authority_id, draft.authority_region_code) == (city, SUZHOU.region_code)
    assert (complaint.intake_authority_id, officer.authority_id) == (city, city)
    assert await audit_tags(database) == ["authority.closing_proposed", "authority.closed"]


async def test_what_was_begun_keeps_its_name_and_the_successors_people_see_to_it(
    ask: Client, database: Database, keys: Keys
) -> None:
    work = await _work(database, keys)
    document = "query ($id: ID!) { inspection(id: $id) { authority { name closedAt } } }"
    visit = {"id": ids.write("Inspection", work["visit"])}
    assert (await ask(document, visit, by=hua))["inspection"] is None

    await carried_out(ask, "closeAuthority", TO_THE_CITY)

    seen = (await ask(document, visit, by=hua))["inspection"]
    assert seen["authority"]["name"] == GUSU.name
    assert seen["authority"]["closedAt"] is not None
    actor = await ask.actor(hua)
    offices = [grant.office and grant.office.authority_id for grant in actor.grants]
    assert offices == [SUZHOU.id, GUSU.id]


async def test_a_session_knows_the_same_offices(
    ask: Client, database: Database, keys: Keys
) -> None:
    await carried_out(ask, "closeAuthority", TO_THE_CITY)
    row = accounts.session(hua.id)
    async with database.writing() as session:
        session.add(row)

    identity = await read_identity(database, row.id, hua.id, keys)

    assert identity is not None
    assert identity.actor.grants == (await ask.actor(hua)).grants


async def test_the_staff_goes_with_the_work(ask: Client, database: Database) -> None:
    waiting = a_role(mei, Role.HEAD, GUSU)
    await ask.do("grantRole", waiting, by=shan)
    await ask.do("grantRole", a_role(rui, Role.REGISTRAR, GUSU), by=shan)
    await ask.do("confirmGrant", a_role(rui, Role.REGISTRAR, GUSU), by=sen)

    await carried_out(ask, "closeAuthority", TO_THE_CITY)

    async with database.writing() as session:
        live = sa.select(RoleGrant).where(RoleGrant.revoked_at.is_(None))
        grants = list(await session.scalars(live))
    held = {(g.account_id, g.role): (g.granted_by, g.confirmed_by) for g in grants}
    assert all(grant.authority_id != GUSU.id for grant in grants)
    # Who held the role at both holds it once, and what nobody confirmed is over.
    assert held[rui.id, Role.REGISTRAR] == (None, None)
    assert (mei.id, Role.HEAD) not in held
    for person in (tao, bai, chen):
        assert held[person.id, person.role] == (shan.id, sen.id)


async def test_a_staff_number_that_is_taken_there_is_shared_until_it_is_corrected(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        session.add(authorities.officer(SUZHOU, "tao"))

    await carried_out(ask, "closeAuthority", TO_THE_CITY)

    document = "{ officers(first: 5, filter: {sharesNumber: true}) { nodes { staffNo } } }"
    assert (await ask(document, by=hua))["officers"]["nodes"] == [{"staffNo": "tao"}] * 2


async def test_it_takes_up_nothing_new_and_stays_readable(ask: Client) -> None:
    await carried_out(ask, "closeAuthority", TO_THE_CITY)

    granted = await ask.do("grantRole", a_role(mei, Role.HEAD, GUSU), by=shan)
    below = await ask.do("moveAuthority", changed(SUZHOU_SPORTS.id), by=shan)
    renamed = await ask.do("updateAuthority", changed(GUSU.id, 2, name="新名"), by=shan)
    again = await ask.do("closeAuthority", changed(GUSU.id, 2), by=shan)
    planned = await ask.do(
        "createPlan",
        {"authorityId": auth(GUSU.id), "year": 2026, "name": "计划", "lines": []},
        by=None,
    )
    listed = await ask(
        """{ authorities(first: 10, filter: {isClosed: true}) { nodes { name
            successor { name } closedAt } } }"""
    )

    assert [each["code"] for each in (granted, renamed, again)] == ["AUTHORITY_IS_CLOSED"] * 3
    assert below["code"] == "OUTSIDE_JURISDICTION"
    assert planned["code"] in ("NOT_PERMITTED", "INVALID_INPUT")
    (node,) = listed["authorities"]["nodes"]
    assert (node["name"], node["successor"]) == (GUSU.name, {"name": SUZHOU.name})


async def test_the_successor_of_a_successor_does_the_work_of_both(
    ask: Client, database: Database
) -> None:
    await carried_out(ask, "closeAuthority", TO_THE_CITY)

    payload = await carried_out(
        ask, "closeAuthority", changed(SUZHOU.id, successorId=auth(JIANGSU.id))
    )

    assert payload["__typename"] == "ChangeConfirmed", payload
    assert (await row(database, GUSU.id)).successor_id == JIANGSU.id
    actor = await ask.actor(hua)
    assert {g.office and g.office.authority_id for g in actor.grants} == {
        JIANGSU.id,
        SUZHOU.id,
        GUSU.id,
    }


async def test_without_a_successor_nothing_may_be_open(
    ask: Client, database: Database, keys: Keys
) -> None:
    await _work(database, keys)
    before = await everything(database)

    payload = await ask.do(
        "closeAuthority",
        changed(GUSU.id),
        "... on OpenWorkLeft { institutions plans tasks visits complaints orders below }",
        by=shan,
    )

    assert payload["code"] == "OPEN_WORK_LEFT"
    counts = ("institutions", "plans", "tasks", "visits", "complaints", "orders", "below")
    assert [payload[name] for name in counts] == [1, 1, 2, 1, 1, 0, 0]
    assert payload["message"].startswith("The authority has work that is open: 1 supervised inst")
    assert await everything(database) == before


async def test_an_idle_one_closes_without_a_successor(ask: Client, database: Database) -> None:
    idle = Place(new_key(), "虎丘区教育局", "320505")
    async with database.writing() as session:
        session.add(authorities.authority(idle))

    payload = await carried_out(ask, "closeAuthority", changed(idle.id))

    assert payload["__typename"] == "ChangeConfirmed", payload
    assert (await row(database, idle.id)).closed_at == NOW


UNFIT: list[Any] = [
    (changed(NATION.id, successorId=auth(JIANGSU.id)), "CLOSING_OWN_AUTHORITY"),
    (changed(GUSU.id, successorId=auth(GUSU.id)), "UNFIT_SUCCESSOR"),
    (changed(SUZHOU.id, successorId=auth(GUSU.id)), "UNFIT_SUCCESSOR"),
    (changed(GUSU.id, successorId=auth(SUZHOU_SPORTS.id)), "OUTSIDE_JURISDICTION"),
    (changed(GUSU.id, successorId=auth(SOCIETY.id)), "OUTSIDE_JURISDICTION"),
    (changed(GUSU.id, successorId=auth(CHAOYANG.id)), "SUCCESSOR_OUT_OF_REACH"),
    (changed(JIANGSU.id, successorId=auth(CHAOYANG.id)), "REGION_OUTSIDE_PARENT"),
    (changed(GUSU.id, successorId=auth(new_key())), "NOT_FOUND"),
    (changed(GUSU.id, 2, successorId=auth(SUZHOU.id)), "CHANGED_MEANWHILE"),
    (changed(GUSU.id, reason="", successorId=auth(SUZHOU.id)), "INVALID_INPUT"),
]


@pytest.mark.parametrize(
    ("given", "code"), UNFIT, ids=[f"{code}-{i}" for i, (_, code) in enumerate(UNFIT)]
)
async def test_what_cannot_take_over_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], code: str
) -> None:
    before = await everything(database)

    assert (await ask.do("closeAuthority", given, by=shan))["code"] == code
    assert await everything(database) == before


async def test_complaints_go_to_the_nearest_that_is_not_closed(
    ask: Client, database: Database
) -> None:
    await carried_out(ask, "closeAuthority", TO_THE_CITY)

    given = {
        "kind": "REPORT",
        "category": "SAFETY",
        "institutionId": ids.write("Institution", MAPLE),
        "statement": "教室没有安全出口，存在隐患。",
        "identification": "ANONYMOUS",
    }
    payload = await ask.do("raiseComplaint", given, by=None)

    assert payload["__typename"] == "ComplaintRaised", payload
    async with database.writing() as session:
        (taken_in,) = await session.scalars(sa.select(Complaint.intake_authority_id))
    assert taken_in == SUZHOU.id


async def test_visits_of_before_stay_where_they_were(
    ask: Client, database: Database, keys: Keys
) -> None:
    work = await _work(database, keys)

    await carried_out(ask, "closeAuthority", TO_THE_CITY)

    async with database.writing() as session:
        visit = await session.get_one(Inspection, work["visit"])
    assert (visit.authority_id, visit.authority_region_code) == (GUSU.id, GUSU.region_code)
