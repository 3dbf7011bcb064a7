"""Uploaded ledgers as rows, for tests of their mutations."""

from typing import Any

import pytest

from domain.ledgers.terms import LedgerJobState
from persistence.engine.database import Database
from persistence.ledgers.table import LedgerJob
from persistence.reading import ids
from tests.factories import add, ledgers
from tests.people import Person, rui

STATES = [each.value for each in LedgerJobState]
pytestmark = pytest.mark.usefixtures("world")


async def a_job(database: Database, state: str, *, by: Person = rui) -> str:
    """The id of a job in this state."""
    failure: dict[str, Any] = {}
    if state == "FAILED":
        failure = {"failure_code": "X", "failure_zh": "某因", "failure_en": "a reason"}
    job = ledgers.job(by, state=LedgerJobState[state], **failure)
    async with database.writing() as session:
        await add(session, job)
    return ids.write("LedgerJob", job.id)


async def state_of(database: Database, job_id: str) -> str:
    async with database.writing() as session:
        job = await session.get_one(LedgerJob, ids.read("LedgerJob", job_id))
        return job.state.value
