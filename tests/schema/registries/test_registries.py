"""Recusals, stops, and the registry of objects; risk recomputed by the job, the same twice."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState, RepairStatus, ResultCode, TaskCategory
from domain.institutions import EntitlementState, ListStatus, RiskClass
from domain.roles import Role
from persistence import risk
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from persistence.tables.inspections import Inspection, PublicRecord
from persistence.tables.institutions import Entitlement, Institution
from persistence.tables.registries import Recusal, RiskAssessment
from tests.builders import NOW, TODAY
from tests.client import Client
from tests.people import (
    FARAWAY,
    MAPLE,
    SUZHOU,
    SWIMMING,
    Person,
    fang,
    hua,
    jun,
    lin,
    mei,
    ou,
    rui,
    su,
    tao,
    xu,
    yin,
)
from tests.schema.draws import steps as draws
from tests.schema.inspections import steps as visits
from tests.schema.inspections.steps import officer

INSTITUTION = ids.write("Institution", MAPLE)


def a_recusal(person: Person, **facts: Any) -> dict[str, Any]:
    return {
        "officerId": officer(person),
        "institutionId": INSTITUTION,
        "ground": "CHILD_ENROLLED",
        **facts,
    }


async def test_an_inspector_speaks_of_oneself_the_head_of_all(ask: Client, world: None) -> None:
    shows = "... on RecusalDeclared { recusal { ground officer { id } institution { id } } }"

    own = await ask.do("declareRecusal", a_recusal(mei), shows, by=mei)
    by_head = await ask.do("declareRecusal", a_recusal(jun), shows, by=hua)

    assert own["recusal"] == {
        "ground": "CHILD_ENROLLED",
        "officer": {"id": officer(mei)},
        "institution": {"id": INSTITUTION},
    }
    assert by_head["__typename"] == "RecusalDeclared"
    mine = "{ recusals(first: 9) { nodes { officer { id } } } }"
    assert (await ask(mine, by=mei))["recusals"]["nodes"] == [{"officer": {"id": officer(mei)}}]
    assert len((await ask(mine, by=hua))["recusals"]["nodes"]) == 2
    assert len((await ask(mine, by=ou))["recusals"]["nodes"]) == 2


async def test_a_recusal_stands_once_and_only_the_head_lifts_it(
    ask: Client, world: None, database: Database
) -> None:
    shows = "... on RecusalDeclared { recusal { id } }"
    declared = await ask.do("declareRecusal", a_recusal(mei), shows, by=mei)
    given = {"recusalId": declared["recusal"]["id"]}

    twice = await ask.do("declareRecusal", a_recusal(mei), by=hua)
    by_oneself = await ask.do("liftRecusal", given, by=mei)
    lifted = await ask.do("liftRecusal", given, by=hua)
    again = await ask.do("liftRecusal", given, by=hua)
    force = await ask.do("declareRecusal", a_recusal(mei), by=mei)

    assert twice["code"] == "RECUSAL_STANDS"
    assert by_oneself["code"] == "NOT_PERMITTED"
    assert lifted["__typename"] == "RecusalLifted"
    assert again["code"] == "RECUSAL_LIFTED_ALREADY"
    assert force["__typename"] == "RecusalDeclared"


async def test_no_head_lifts_what_keeps_the_head_away(
    ask: Client, world: None, database: Database
) -> None:
    async with database.writing() as session:
        session.add(draws.at(mei, Role.HEAD))
    shows = "... on RecusalDeclared { recusal { id } }"
    declared = await ask.do("declareRecusal", a_recusal(mei), shows, by=hua)
    given = {"recusalId": declared["recusal"]["id"]}

    by_oneself = await ask.do("liftRecusal", given, by=mei)
    by_another = await ask.do("liftRecusal", given, by=hua)

    assert by_oneself["code"] == "NOT_PERMITTED"
    assert by_another["__typename"] == "RecusalLifted"


async def test_visits_that_are_still_to_come_are_not_counted_for_everybody(
    ask: Client, world: None, database: Database
) -> None:
    """A registrar who looks before and after a draw would read off it who was drawn."""
    counted = """query Q($i: ID!) { inspectionObjects(first: 9, filter: {institutionId: $i}) {
        nodes { visitsThisYear } } }"""
    await ask.do("assignInspection", visits.a_visit(mei, jun), by=lin)
    today = sa.cast(sa.func.timezone("Asia/Shanghai", sa.func.now()), sa.Date)
    async with database.writing() as session:
        values = {"noticed_at": None, "window_from": today, "window_to": today + 7}
        await session.execute(sa.update(Inspection).values(**values))

    async def count() -> int:
        found = await ask(counted, {"i": INSTITUTION}, by=rui)
        number: int = found["inspectionObjects"]["nodes"][0]["visitsThisYear"]
        return number

    assert await count() == 0
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(noticed_at=NOW))
    assert await count() == 1
    async with database.writing() as session:
        entered = sa.update(Inspection).values(noticed_at=None, state=InspectionState.TO_CONFIRM)
        await session.execute(entered)
    assert await count() == 1


@pytest.mark.parametrize("person", [lin, jun, tao, su, ou, yin, fang, None], ids=str)
async def test_nobody_else_declares(
    ask: Client, world: None, database: Database, person: Person | None
) -> None:
    payload = await ask.do("declareRecusal", a_recusal(mei), by=person)

    assert payload["code"] == "NOT_PERMITTED"
    async with database.writing() as session:
        assert (await session.scalars(sa.select(Recusal))).all() == []


async def test_recusal_applies_to_named_visits_too(ask: Client, world: None) -> None:
    await ask.do("declareRecusal", a_recusal(jun), by=hua)
    shows = "... on OfficerRecused { officerId }"

    payload = await ask.do("assignInspection", visits.a_visit(mei, jun), shows, by=lin)

    assert (payload["code"], payload["officerId"]) == ("OFFICER_RECUSED", officer(jun))


def a_stop(**facts: Any) -> dict[str, Any]:
    return {
        "institutionId": INSTITUTION,
        "ground": "FORCE_MAJEURE",
        "reason": "台风",
        "firstOn": "2026-11-18",
        **facts,
    }


async def test_the_head_stops_inspections_and_ends_the_stop(ask: Client, world: None) -> None:
    shows = "... on ObjectStopped { stop { id firstOn lastOn ground reason } }"
    stopped = await ask.do("stopObject", a_stop(), shows, by=hua)
    stop_id = stopped["stop"].pop("id")
    assert stopped["stop"] == {
        "firstOn": "2026-11-18",
        "lastOn": None,
        "ground": "FORCE_MAJEURE",
        "reason": "台风",
    }
    document = """query Q($id: ID!) { inspectionObjects(first: 1, filter: {institutionId: $id}) {
        nodes { stops { id } riskClass institution { id } } } }"""
    (found,) = (await ask(document, {"id": INSTITUTION}, by=su))["inspectionObjects"]["nodes"]
    assert found["stops"] == [{"id": stop_id}]

    ended = await ask.do("endObjectStop", {"stopId": stop_id}, by=hua)
    again = await ask.do("endObjectStop", {"stopId": stop_id}, by=hua)

    assert ended["__typename"] == "ObjectStopEnded"
    assert again["code"] == "STOP_ENDED_ALREADY"


async def test_a_stop_lies_ahead_and_within_jurisdiction(ask: Client, world: None) -> None:
    past = await ask.do("stopObject", a_stop(firstOn="2026-11-17"), by=hua)
    backwards = await ask.do("stopObject", a_stop(lastOn="2026-11-17"), by=hua)
    elsewhere = await ask.do(
        "stopObject", a_stop(institutionId=ids.write("Institution", FARAWAY)), by=hua
    )
    other_sector = await ask.do(
        "stopObject", a_stop(institutionId=ids.write("Institution", SWIMMING)), by=hua
    )

    assert past["code"] == backwards["code"] == "INVALID_INPUT"
    assert elsewhere["code"] == other_sector["code"] == "NOT_FOUND"


@pytest.mark.parametrize("person", [lin, mei, rui, su, ou, yin, xu, None], ids=str)
async def test_nobody_but_the_head_stops(ask: Client, world: None, person: Person | None) -> None:
    assert (await ask.do("stopObject", a_stop(), by=person))["code"] == "NOT_PERMITTED"


# Risk


async def _classes(database: Database) -> dict[Any, RiskClass]:
    async with database.writing() as session:
        rows = await session.execute(sa.select(Institution.id, Institution.risk_class))
        return {row.id: row.risk_class for row in rows}


async def test_risk_is_recomputed_from_what_is_recorded(
    ask: Client, world: None, database: Database
) -> None:
    inspection_id = await visits.assign(ask)
    async with database.writing() as session:
        visit = await session.get_one(Inspection, visits.key(inspection_id))
        session.add(
            PublicRecord(
                id=new_key(),
                inspection_id=visit.id,
                version_no=1,
                institution_id=MAPLE,
                authority_id=SUZHOU.id,
                region_code="320508",
                sector="EDUCATION",
                task_code="x",
                category=TaskCategory.CASE,
                result_codes=[ResultCode.PROBLEM_PENDING],
                result_text="",
                violation_codes=["SAFETY_FIRE", "FALSE_AD"],
                items=[],
                inspected_on=TODAY,
                published_at=NOW,
                expires_on=dt.date(2031, 1, 1),
                repair_status=RepairStatus.NONE,
            )
        )
        far = await session.get_one(Institution, FARAWAY)
        far.list_status = ListStatus.BLACK_LISTED

    first = await risk.recompute(database, now=NOW, today=TODAY)

    assert await _classes(database) == {
        MAPLE: RiskClass.C,  # 10 + 2 × 8 + 15
        SWIMMING: RiskClass.C,  # 10 + 30: no entitlement in force
        FARAWAY: RiskClass.D,
    }
    assert (first.looked_at, first.changed) == (3, 3)
    document = """query Q($id: ID!) { inspectionObjects(first: 1, filter: {institutionId: $id}) {
        nodes { riskClass assessments { riskClass earlierClass points rules
          inputs { input count } } } } }"""
    (found,) = (await ask(document, {"id": INSTITUTION}, by=ou))["inspectionObjects"]["nodes"]
    assert found == {
        "riskClass": "C",
        "assessments": [
            {
                "riskClass": "C",
                "earlierClass": "B",
                "points": 41,
                "rules": "RISK-1",
                "inputs": [
                    {"input": "RESULT_PENDING", "count": 1},
                    {"input": "VIOLATIONS_FOUND", "count": 2},
                ],
            }
        ],
    }


async def test_recomputed_again_nothing_is_written(world: None, database: Database) -> None:
    first = await risk.recompute(database, now=NOW, today=TODAY)
    second = await risk.recompute(database, now=NOW, today=TODAY)

    assert second.changed == 0
    async with database.writing() as session:
        count = await session.scalar(sa.select(sa.func.count()).select_from(RiskAssessment))
    assert count == first.looked_at == 3


async def test_a_lapsed_licence_shows_the_day_it_lapses(world: None, database: Database) -> None:
    async with database.writing() as session:
        licence = (await session.scalars(sa.select(Entitlement))).one()
        licence.valid_to, licence.state = TODAY, EntitlementState.ACTIVE
    await risk.recompute(database, now=NOW, today=TODAY)
    soon = (await _classes(database))[MAPLE]

    await risk.recompute(database, now=NOW, today=TODAY + dt.timedelta(days=1))

    assert soon is RiskClass.B
    assert (await _classes(database))[MAPLE] is RiskClass.D


async def test_the_risk_class_reaches_neither_the_institution_nor_the_public(
    ask: Client, world: None
) -> None:
    document = "{ inspectionObjects(first: 1) { nodes { riskClass } } }"
    for who in (yin, fang, mei, None):
        answer = await ask.answer(document, by=who)
        assert answer["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
