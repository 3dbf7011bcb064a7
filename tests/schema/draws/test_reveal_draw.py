"""A draw is revealed once its visits are done or its window is over."""

import datetime as dt

from domain.draws import verification
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client, Clock
from tests.people import lin
from tests.schema.draws import steps
from tests.schema.inspections import steps as visits


async def test_until_the_visits_are_done_the_list_is_confidential(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.issued(ask, clock)
    given = {"taskId": task["id"]}

    early = await ask.do("revealDraw", given, "... on DrawnListConfidential { openCount }", by=lin)
    clock.now = dt.datetime(2026, 12, 18, 16, 0, tzinfo=dt.UTC)
    late = await ask.do("revealDraw", given, by=lin)

    assert (early["code"], early["openCount"]) == ("DRAWN_LIST_CONFIDENTIAL", 15)
    assert late["__typename"] == "DrawRevealed"
    proof = await steps.proof_of(ask, task["code"])
    assert verification.verify(proof).is_valid


async def test_the_same_operation_is_answered_again(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.issued(ask, clock)
    clock.now = dt.datetime(2026, 12, 18, 16, 0, tzinfo=dt.UTC)
    given = {"taskId": task["id"], "operationId": str(new_key())}

    first = await ask.do("revealDraw", given, by=lin)
    again = await ask.do("revealDraw", given, by=lin)

    assert first == again == {"__typename": "DrawRevealed"}
    assert (await visits.traces(database))["audit"].count("draw.revealed") == 1
