"""The trail of a draw: chained, never back in time, changed by nobody unnoticed."""

import datetime as dt
import itertools

import sqlalchemy as sa

from domain.draws import verification
from persistence.draws.table import DrawEvent
from persistence.engine.database import Database
from tests.client import Client, Clock
from tests.schema.draws import steps


async def test_a_clock_set_back_leaves_an_honest_trail_valid(
    ask: Client, clock: Clock, city: None
) -> None:
    task = await steps.approved(ask, publishDrawnList=True)
    task = await steps.freeze(ask, task)
    await steps.execute(ask, clock, task)
    clock.now -= dt.timedelta(minutes=50)

    await steps.lock(ask, task)

    proof = await steps.proof_of(ask, task["code"])
    moments = [entry["at"] for entry in proof["trail"]]
    assert moments == sorted(moments)
    assert verification.verify(proof).is_valid


async def test_the_stored_trail_is_the_published_one(
    ask: Client, clock: Clock, city: None, database: Database
) -> None:
    task = await steps.issued(ask, clock, publishDrawnList=True)

    proof = await steps.proof_of(ask, task["code"])

    async with database.writing() as session:
        stored = (await session.scalars(sa.select(DrawEvent).order_by(DrawEvent.position))).all()
    assert [(e.event, e.previous, e.hash) for e in stored] == [
        (e["event"], e["previous"], e["hash"]) for e in proof["trail"]
    ]
    assert stored[0].previous == proof["commitment"]
    for before, after in itertools.pairwise(stored):
        assert after.previous == before.hash
