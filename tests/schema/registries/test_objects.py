"""What the registry of objects counts, and for whom."""

import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from tests.client import Client
from tests.factories import NOW
from tests.people import jun, lin, mei, rui
from tests.schema.inspections import steps as visits
from tests.schema.registries.steps import INSTITUTION


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
        filed = sa.update(Inspection).values(noticed_at=None, state=InspectionState.TO_CONFIRM)
        await session.execute(filed)
    assert await count() == 0
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(published_at=NOW))
    assert await count() == 1
