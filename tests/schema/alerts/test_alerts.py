"""Alerts: each kind appears when its day comes and goes when somebody acts; each list is one statement."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.alerts.terms import AlertKind
from domain.inspections.terms import InspectionState, TaskCategory, TaskTrigger
from domain.rectification.terms import OrderState
from persistence.alerts.definitions import ALERTS
from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.inspections.table import Inspection, InspectionTask
from persistence.reading import ids
from tests.client import Client
from tests.factories import inspections, tasks
from tests.people import GUSU, JIANGSU, SUZHOU, fang, hua, jun, lin, mei, ou, qiao, su, tao, xu, yin
from tests.schema.evidence import evidence_steps
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps

LIST = """query Q($filter: AlertFilter) { alerts(first: 50, filter: $filter) {
    totalCount nodes { kind dueOn isLate authority { name } institution { id }
        inspection { id } order { id } proposal { id } evidence { id } } } }"""
COUNTS = """query Q($filter: AlertCountFilter) { alertCounts(first: 50, filter: $filter) {
    nodes { kind count oldestDueOn sector authority { name } } } }"""
LATER = {
    AlertKind.CORRECTION_LATE,
    AlertKind.OBJECTION_LATE,
    AlertKind.RECUSAL_UNDECIDED,
    AlertKind.FOLLOW_UP_OPEN,
}
"""Kinds whose tables belong to other areas; their parts join the view with them."""


@pytest.fixture
async def visit(world: None, ask: Client) -> str:
    return await visits.assign(ask)


async def _today(database: Database) -> dt.date:
    """The database's own day: alerts are of now, whatever the tests' clock says."""
    async with database.writing() as session:
        day = await session.scalar(sa.text("select timezone('Asia/Shanghai', now())::date"))
    assert isinstance(day, dt.date)
    return day


async def _set(database: Database, inspection_id: str, **facts: Any) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(Inspection).where(Inspection.id == visits.key(inspection_id)).values(**facts)
        )


async def kinds(ask: Client, *, by: Any = lin) -> list[str]:
    found = await ask(LIST, by=by)
    return [each["kind"] for each in found["alerts"]["nodes"]]


OF_CERTIFICATES = {AlertKind.CERTIFICATE_EXPIRES, AlertKind.CERTIFICATE_EXPIRES_SOON}


def test_every_kind_has_its_part_but_those_that_come_with_other_areas() -> None:
    of_others = {AlertKind.REPEATED_VISITS, *OF_CERTIFICATES}
    assert {alert.kind for alert in ALERTS} | of_others | LATER == set(AlertKind)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"window": 0}, []),
        ({"window": -1}, ["RESULT_NOT_FILED"]),
        ({"window": -1, "state": InspectionState.VOIDED}, []),
        ({"state": InspectionState.AUDIT_REJECTED, "due": 9}, ["RESULT_NOT_FILED"]),
        ({"state": InspectionState.TO_CONFIRM, "due": 6}, ["CONFIRMATION_WAITING"]),
        (
            {"state": InspectionState.TO_CONFIRM, "due": 5},
            ["CONFIRMATION_WAITING", "PUBLICATION_SOON"],
        ),
        ({"state": InspectionState.TO_AUDIT, "due": 0}, ["AUDIT_WAITING", "PUBLICATION_SOON"]),
        ({"state": InspectionState.TO_AUDIT, "due": -1}, ["AUDIT_WAITING", "PUBLICATION_LATE"]),
        ({"state": InspectionState.PUBLISHED, "due": -1, "published": True}, []),
        ({"state": InspectionState.VOIDED, "due": -1}, []),
    ],
)
async def test_a_visit_that_halts_raises_an_alert(
    ask: Client, visit: str, database: Database, facts: dict[str, Any], expected: list[str]
) -> None:
    today = await _today(database)
    due = facts.get("due")
    await _set(
        database,
        visit,
        window_from=today - dt.timedelta(days=20),
        window_to=today + dt.timedelta(days=facts.get("window", 9)),
        state=facts.get("state", InspectionState.TO_ENTER),
        publish_due_on=None if due is None else today + dt.timedelta(days=due),
        published_at=sa.func.now() if facts.get("published") else None,
    )

    assert sorted(await kinds(ask)) == sorted(expected)


async def test_an_alert_says_what_and_whose(ask: Client, visit: str, database: Database) -> None:
    today = await _today(database)
    await _set(database, visit, window_from=today, window_to=today)
    order_id = await steps.put(
        database, visit, OrderState.OVERDUE, due_on=today - dt.timedelta(days=3),
        issued_on=today - dt.timedelta(days=30),
    )  # fmt: skip
    proposal_id = await steps.propose(database, order_id)

    found = await ask(LIST, by=hua)

    common = {
        "authority": {"name": "苏州市教育局"},
        "institution": {"id": visits.INSTITUTION},
        "order": {"id": order_id},
        "evidence": None,
    }
    assert found["alerts"]["totalCount"] == 2
    assert {each["kind"]: each for each in found["alerts"]["nodes"]} == {
        "ESCALATION_UNDECIDED": {
            "kind": "ESCALATION_UNDECIDED",
            "dueOn": "2026-11-18",
            "isLate": today > dt.date(2026, 11, 18),
            "inspection": None,
            "proposal": {"id": proposal_id},
            **common,
        },
        "RECTIFICATION_OVERDUE": {
            "kind": "RECTIFICATION_OVERDUE",
            "dueOn": str(today - dt.timedelta(days=3)),
            "isLate": True,
            "inspection": {"id": visit},
            "proposal": None,
            **common,
        },
    }


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (OrderState.ISSUED, 0, []),
        (OrderState.ISSUED, -1, ["RECTIFICATION_OVERDUE"]),
        (OrderState.OVERDUE, -1, ["RECTIFICATION_OVERDUE"]),
        (OrderState.SUBMITTED, 5, ["RECTIFICATION_TO_ACCEPT"]),
        (OrderState.RECHECK_PLANNED, -1, []),
        (OrderState.CLOSED, -1, []),
        (OrderState.FAILED, -1, []),
        (OrderState.ESCALATED, -1, []),
    ],
)
async def test_an_order_that_waits_raises_an_alert(
    ask: Client,
    visit: str,
    database: Database,
    state: OrderState,
    days: int,
    expected: list[str],
) -> None:
    today = await _today(database)
    await _set(database, visit, window_from=today, window_to=today)
    await steps.put(
        database,
        visit,
        state,
        issued_on=today - dt.timedelta(days=30),
        due_on=today + dt.timedelta(days=days),
        submitted_at=sa.func.now() if state is OrderState.SUBMITTED else None,
    )

    assert await kinds(ask) == expected


async def test_evidence_that_does_not_come_is_told_after_a_day(
    ask: Client, visit: str, database: Database
) -> None:
    today = await _today(database)
    await _set(database, visit, window_from=today, window_to=today)
    order_id = await steps.put(
        database, visit, OrderState.ISSUED, due_on=today + dt.timedelta(days=9)
    )
    of_visit = await evidence_steps.declared(ask, visit)
    of_order = await evidence_steps.declared(ask, order_id, by=yin)
    async with database.writing() as session:
        await session.execute(
            sa.text("update evidence set declared_at = now() - interval '23 hours'")
        )
    fresh = await kinds(ask)
    async with database.writing() as session:
        await session.execute(
            sa.text("update evidence set declared_at = now() - interval '25 hours'")
        )

    found = await ask(LIST, {"filter": {"kinds": ["EVIDENCE_STUCK"]}}, by=qiao)

    assert fresh == []
    listed = {(n["evidence"]["id"], (n["order"] or {}).get("id")) for n in found["alerts"]["nodes"]}
    assert listed == {(of_visit[0], None), (of_order[0], order_id)}
    await evidence_steps.arrive(ask, of_visit[0])
    assert await kinds(ask) == ["EVIDENCE_STUCK"]


async def test_who_sees_alerts(ask: Client, visit: str, database: Database) -> None:
    await _set(database, visit, window_from=dt.date(2026, 1, 1), window_to=dt.date(2026, 1, 2))

    sees_alerts = {
        p.login for p in (lin, mei, jun, tao, qiao, su, hua, ou, xu) if await kinds(ask, by=p)
    }
    refused = await ask.answer(LIST, by=fang)
    institution = await kinds(ask, by=yin)

    assert sees_alerts == {"lin", "mei", "jun", "qiao", "su", "hua", "ou"}
    assert refused["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert institution == []


async def test_they_are_filtered_and_counted(ask: Client, visit: str, database: Database) -> None:
    await _set(database, visit, window_from=dt.date(2026, 1, 1), window_to=dt.date(2026, 1, 2))
    order_id = await steps.put(
        database, visit, OrderState.OVERDUE,
        issued_on=dt.date(2026, 1, 2), due_on=dt.date(2026, 2, 1),
    )  # fmt: skip
    assert order_id
    city = ids.write("Authority", SUZHOU.id)
    district = ids.write("Authority", GUSU.id)

    async def count(**filters: Any) -> int:
        found = await ask(LIST, {"filter": filters}, by=su)
        return int(found["alerts"]["totalCount"])

    assert await count() == 2
    assert await count(kinds=["RESULT_NOT_FILED"]) == 1
    assert await count(dueBefore="2026-01-02") == 0
    assert await count(dueBefore="2026-01-03") == 1
    assert await count(authorityId=city) == 2
    assert await count(authorityId=district) == 0
    assert await count(institutionId=visits.INSTITUTION) == 2
    assert await count(regionCode="320500") == 2
    assert await count(regionCode="110000") == 0
    counts = await ask(COUNTS, {"filter": {"authorityId": city}}, by=su)
    assert counts["alertCounts"]["nodes"] == [
        {
            "kind": kind,
            "count": 1,
            "oldestDueOn": day,
            "sector": "EDUCATION",
            "authority": {"name": "苏州市教育局"},
        }
        for kind, day in (
            ("RESULT_NOT_FILED", "2026-01-02"),
            ("RECTIFICATION_OVERDUE", "2026-02-01"),
        )
    ]
    nobodys = await ask(COUNTS, by=mei)
    assert nobodys == {"alertCounts": {"nodes": []}}


# Visits of a year


async def _visits(database: Database, *categories: TaskCategory, day: dt.date) -> None:
    """Visits of the city to 枫叶 on a day, each of a task of its own."""
    async with database.writing() as session:
        for category in categories:
            task = tasks.task(
                SUZHOU,
                f"T-{new_key()}",
                category=category,
                trigger=TaskTrigger.LEAD if category is TaskCategory.CASE else TaskTrigger.PLAN,
                window_from=day,
                window_to=day,
            )
            session.add(task)
            await session.flush()
            session.add(
                inspections.inspection(
                    task,
                    SUZHOU,
                    ids.read("Institution", visits.INSTITUTION),
                    state=InspectionState.PUBLISHED,
                    published_at=sa.func.now(),
                )
            )


LOAD = """query Q($institution: ID!, $year: Int!) {
    inspectionLoad(institutionId: $institution, year: $year) {
        year drawnCount caseCount visitCount cap isCapReached lastOn authority { name } } }"""


async def test_the_load_counts_drawn_visits_and_cases_apart(
    ask: Client, world: None, database: Database
) -> None:
    today = await _today(database)
    routine, case = TaskCategory.ROUTINE, TaskCategory.CASE
    await _visits(database, routine, TaskCategory.CAMPAIGN, case, case, day=today)
    await _visits(database, routine, day=today.replace(year=today.year - 1))
    variables = {"institution": visits.INSTITUTION, "year": today.year}

    found = await ask(LOAD, variables, by=lin)
    before = await ask(LOAD, {**variables, "year": today.year - 1}, by=lin)
    hidden = [await ask(LOAD, variables, by=person) for person in (mei, yin, xu)]

    assert found["inspectionLoad"] == [
        {
            "year": today.year,
            "drawnCount": 2,
            "caseCount": 2,
            "visitCount": 4,
            "cap": 2,
            "isCapReached": True,
            "lastOn": str(today),
            "authority": {"name": "苏州市教育局"},
        }
    ]
    assert [each["isCapReached"] for each in before["inspectionLoad"]] == [False]
    assert hidden == [{"inspectionLoad": []}] * 3


async def test_visits_ordered_from_above_are_counted_but_not_towards_the_cap(
    ask: Client, world: None, database: Database
) -> None:
    today = await _today(database)
    await _visits(database, TaskCategory.ROUTINE, TaskCategory.CAMPAIGN, day=today)
    variables = {"institution": visits.INSTITUTION, "year": today.year}
    own = (await ask(LOAD, variables, by=lin))["inspectionLoad"]
    async with database.writing() as session:
        campaign = sa.update(InspectionTask).where(InspectionTask.category == "CAMPAIGN")
        await session.execute(campaign.values(ordered_by_id=JIANGSU.id, order_no="3号"))
        await session.execute(sa.update(Inspection).values(version=Inspection.version + 1))
    ordered = (await ask(LOAD, variables, by=lin))["inspectionLoad"]

    counts = [(each["drawnCount"], each["visitCount"], each["isCapReached"]) for each in own]
    assert counts == [(2, 2, True)]
    counts = [(each["drawnCount"], each["visitCount"], each["isCapReached"]) for each in ordered]
    assert counts == [(1, 2, False)]


@pytest.mark.parametrize(
    ("number", "holds_from", "before", "cap"),
    [
        (None, None, None, 2),
        (5, None, None, 5),
        (5, dt.date(2000, 1, 1), 1, 5),
        (5, dt.date(2199, 1, 1), 1, 1),
        (5, dt.date(2199, 1, 1), None, 2),
    ],
)
async def test_the_cap_of_a_load_is_that_of_the_day(
    ask: Client,
    world: None,
    database: Database,
    number: int | None,
    holds_from: dt.date | None,
    before: int | None,
    cap: int,
) -> None:
    today = await _today(database)
    await _visits(database, TaskCategory.ROUTINE, day=today)
    async with database.writing() as session:
        authority = await session.get_one(Authority, SUZHOU.id)
        authority.yearly_cap, authority.yearly_cap_from = number, holds_from
        authority.yearly_cap_before = before
    variables = {"institution": visits.INSTITUTION, "year": today.year}

    (found,) = (await ask(LOAD, variables, by=lin))["inspectionLoad"]

    assert (found["cap"], found["isCapReached"]) == (cap, cap <= 1)


async def test_an_institution_visited_again_and_again_raises_an_alert(
    ask: Client, world: None, database: Database
) -> None:
    today = await _today(database)
    repeated = """query Q($filter: InspectionLoadFilter) {
        inspectionLoads(first: 9, filter: $filter) { nodes { visitCount caseCount } } }"""
    await _visits(database, TaskCategory.ROUTINE, TaskCategory.CASE, day=today)
    at_least = {"filter": {"visitsAtLeast": 2}}
    twice = await kinds(ask), await ask(repeated, at_least, by=lin)
    await _visits(database, TaskCategory.CASE, day=today)
    thrice = await kinds(ask), await ask(repeated, {"filter": {"visitsAtLeast": 3}}, by=lin)

    assert twice == ([], {"inspectionLoads": {"nodes": [{"visitCount": 2, "caseCount": 1}]}})
    assert thrice == (
        ["REPEATED_VISITS"],
        {"inspectionLoads": {"nodes": [{"visitCount": 3, "caseCount": 2}]}},
    )


async def test_visits_that_nobody_was_told_of_are_not_counted_before_they_are_public(
    ask: Client, world: None, database: Database
) -> None:
    today = await _today(database)
    await _visits(database, TaskCategory.ROUTINE, TaskCategory.CASE, day=today)
    variables = {"institution": visits.INSTITUTION, "year": today.year}
    secret = []
    for state in ("TO_ENTER", "TO_CONFIRM"):
        async with database.writing() as session:
            unknown = sa.update(Inspection).values(state=state, noticed_at=None, published_at=None)
            await session.execute(unknown)
        secret += (await ask(LOAD, variables, by=lin))["inspectionLoad"]
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(noticed_at=sa.func.now()))
    noticed = await ask(LOAD, variables, by=lin)

    assert secret == []
    assert [each["visitCount"] for each in noticed["inspectionLoad"]] == [2]
