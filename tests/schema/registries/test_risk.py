"""Risk is recomputed by the job from what is recorded, twice the same, and seen by few."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from domain.inspections.terms import ResultCode
from domain.institutions import EntitlementState, ListStatus, RiskClass
from persistence.engine.database import Database
from persistence.inspections.table import Inspection, InspectionTask
from persistence.institutions.table import Entitlement, Institution
from persistence.registries import risk
from persistence.registries.table import RiskAssessment
from tests.client import Client
from tests.factories import NOW, TODAY, publication
from tests.people import FARAWAY, MAPLE, SWIMMING, fang, mei, ou, yin
from tests.schema.inspections import steps as visits
from tests.schema.registries.steps import INSTITUTION


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
        task = await session.get_one(InspectionTask, visit.task_id)
        session.add(
            publication.public_record(
                visit,
                task,
                result_codes=[ResultCode.PROBLEM_PENDING],
                violation_codes=["SAFETY_FIRE", "FALSE_AD"],
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
    for person in (yin, fang, mei, None):
        answer = await ask.answer(document, by=person)
        assert answer["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
