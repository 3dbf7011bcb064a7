"""Before a visit is known, nothing of it changes a byte of what its county is answered."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from persistence.reading import ids
from persistence.rectification import proposals
from tests.client import Client, Clock
from tests.district.people import of_gusu, of_kunshan, of_sports, oversight_of_gusu
from tests.everything_seen import all_ids, differences, everything_seen
from tests.factories import TODAY
from tests.people import mei
from tests.schema.draws import steps as draws
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps as orders

UNAWARE = (of_gusu, oversight_of_gusu, of_kunshan, of_sports)
STILL_OPEN = dt.date(2099, 12, 31)
"""The last day of what is to come, by the database's clock: once it is over, loads count it as today."""

Step = Callable[[Client, Clock, Database], Awaitable[Any]]


async def _assigned(ask: Client, clock: Clock, database: Database) -> str:
    return await visits.assign(ask, noticeMode="ON_ARRIVAL")


async def _announced_later(ask: Client, clock: Clock, database: Database) -> None:
    await visits.assign(ask, noticeMode="ADVANCE")


async def _cancelled(ask: Client, clock: Clock, database: Database) -> None:
    visit = await _assigned(ask, clock, database)
    async with database.writing() as session:
        row = await session.get_one(Inspection, ids.read("Inspection", visit))
        row.record_state(InspectionState.VOIDED)


async def _filed_from_afar(ask: Client, clock: Clock, database: Database) -> None:
    """Nobody arrives, so nobody has notice before the result is public."""
    visit = await _assigned(ask, clock, database)
    report = visits.a_problem(visit, methods=["NETWORK_MONITORING"])
    filed = await ask.do("fileInspectionResult", report, by=mei)
    assert filed == {"__typename": "InspectionResultFiled"}


async def _frozen(ask: Client, clock: Clock, database: Database) -> None:
    await draws.freeze(ask, await draws.approved(ask))


async def _locked(ask: Client, clock: Clock, database: Database) -> None:
    await draws.locked(ask, clock)


async def _drawn(ask: Client, clock: Clock, database: Database) -> None:
    await draws.issued(ask, clock)


DRAWS = (_frozen, _locked, _drawn)


async def _unchanged(ask: Client, database: Database, clock: Clock, step: Step) -> list[str]:
    ids_before, at = await all_ids(database), clock.now
    before = [await everything_seen(ask, ids_before, person) for person in UNAWARE]
    await step(ask, clock, database)
    await _leave_open(database)
    clock.now = at
    after = [await everything_seen(ask, ids_before, person) for person in UNAWARE]
    assert sum(map(len, before)) > 100
    assert await all_ids(database) != ids_before
    return [
        f"{person.login}: {each}"
        for person, was, now in zip(UNAWARE, before, after, strict=True)
        for each in differences(was, now)
        # That something is drawn is announced beforehand, and what is drawn is not.
        if step not in DRAWS or not each.startswith("{ drawProofs")
    ]


@pytest.mark.parametrize(
    "step", [_assigned, _announced_later, _cancelled, _filed_from_afar, *DRAWS]
)
async def test_a_visit_that_the_city_plans(
    step: Step, ask: Client, visit: str, city: None, database: Database, clock: Clock
) -> None:
    """Beside one of the city that the county knows of."""
    assert await _unchanged(ask, database, clock, step) == []


async def test_a_re_inspection_that_is_planned_and_not_held(
    ask: Client, visit: str, database: Database, clock: Clock
) -> None:
    order = await orders.issue(ask, visit)
    await orders.submit(ask, order)

    async def planned(ask: Client, clock: Clock, database: Database) -> None:
        await orders.recheck(ask, order)

    async def not_held(ask: Client, clock: Clock, database: Database) -> None:
        """It lapses, and another is planned."""
        async with database.writing() as session:
            await session.execute(
                sa.update(Inspection)
                .where(Inspection.noticed_at.is_(None))
                .values(window_to=TODAY + dt.timedelta(days=1))
            )
        later = TODAY + dt.timedelta(days=60)
        assert len(await proposals.lapse_rechecks(database, today=later)) == 1
        await orders.recheck(ask, order)

    assert await _unchanged(ask, database, clock, planned) == []
    assert await _unchanged(ask, database, clock, not_held) == []


async def _leave_open(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(
            sa.update(Inspection)
            .where(Inspection.noticed_at.is_(None), Inspection.state != InspectionState.VOIDED)
            .values(window_to=STILL_OPEN)
        )
