"""A locked draw becomes visits, one for each object, of which its institutions learn by a notice."""

import asyncio

import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import OutboxMessage
from persistence.inspections.table import Inspection
from tests.client import Client, Clock
from tests.people import lin
from tests.schema.draws import steps
from tests.schema.inspections.steps import give_notice


async def test_issued_twice_there_is_one_visit_for_each_object(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.drawn(ask, clock)
    await steps.lock(ask, task)
    given = {"operationId": str(new_key()), "taskId": task["id"]}

    payloads = await asyncio.gather(
        *(ask.do("issueTask", given, by=lin) for _ in range(3)),
        *(ask.do("issueTask", {"taskId": task["id"]}, by=lin) for _ in range(2)),
    )

    assert "TaskIssued" in {p["__typename"] for p in payloads}
    async with database.writing() as session:
        assert len((await session.scalars(sa.select(Inspection))).all()) == 15
        sent = sa.select(OutboxMessage).where(OutboxMessage.topic == "inspection.assigned")
        assert len((await session.scalars(sent)).all()) == 30


async def test_an_institution_learns_of_it_by_a_notice_not_by_the_issue(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.issued(
        ask, clock, noticeMode="ADVANCE", itemIds=[steps.item("XW02")], departments=None
    )
    silent, noticed_one, *_ = await steps.visits_of(ask, task["code"])
    await give_notice(ask, noticed_one["id"])

    noticed = {v["id"]: v["noticedAt"] for v in await steps.visits_of(ask, task["code"])}
    assert noticed[silent["id"]] is None
    assert noticed[noticed_one["id"]] is not None
