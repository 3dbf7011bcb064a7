"""An uploaded ledger is imported after its dry run, by those who see it."""

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.records import AuditEvent, StateTransition
from tests.client import Client
from tests.people import rui, su, xu, yang, yin
from tests.schema.ledgers.steps import STATES, a_job, state_of

pytestmark = pytest.mark.usefixtures("world")
POSSIBLE = ["CHECKED"]


@pytest.mark.parametrize("state", STATES)
async def test_it_is_possible_in_some_states_only(
    ask: Client, database: Database, state: str
) -> None:
    job_id = await a_job(database, state)

    payload = await ask.do(
        "applyLedger", {"jobId": job_id}, "... on LedgerApplied { job { id state } }", by=rui
    )

    if state not in POSSIBLE:
        assert payload["code"] == "ILLEGAL_TRANSITION"
        assert await state_of(database, job_id) == state
        return
    assert payload["job"] == {"id": job_id, "state": "APPLYING"}
    async with database.writing() as session:
        tags = list(await session.scalars(sa.select(AuditEvent.tag)))
        (moved,) = await session.scalars(sa.select(StateTransition))
    assert tags == ["ledger.applied"]
    assert (moved.from_state, moved.to_state, moved.actor_id) == (state, "APPLYING", rui.id)


async def test_to_others_there_is_no_such_ledger(ask: Client, database: Database) -> None:
    job_id = await a_job(database, "CHECKED")

    for person, code in (
        (yang, "NOT_FOUND"),
        (yin, "NOT_FOUND"),
        (su, "NOT_PERMITTED"),
        (xu, "NOT_PERMITTED"),
    ):
        payload = await ask.do("applyLedger", {"jobId": job_id}, by=person)
        assert payload["code"] == code, person.login
    assert await state_of(database, job_id) == "CHECKED"
