"""A measure whose result was withdrawn is looked at again; nothing ends by itself."""

import pytest

from domain.rectification.terms import EscalationState, OrderState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.reading import ids
from persistence.rectification.table import EscalationProposal
from persistence.standings.rulings import look_again
from tests.client import Client
from tests.factories import TODAY
from tests.people import hua, jun, lin, qiao
from tests.schema.rectification import steps


@pytest.fixture
async def measure(visit: str, database: Database) -> str:
    """Adopted, and due to be looked at again."""
    order_id = await steps.put(database, visit, OrderState.ESCALATED)
    proposal_id = await steps.propose(database, order_id, EscalationState.ADOPTED)
    async with database.writing() as session:
        await look_again(session, ids.read("Inspection", visit), TODAY)
    return proposal_id


async def test_it_stays_and_the_alert_ends(ask: Client, measure: str, database: Database) -> None:
    alerts = "{ alerts(first: 5, filter: {kinds: [MEASURE_TO_REVIEW]}) { nodes { dueOn } } }"
    assert (await ask(alerts, by=hua))["alerts"]["nodes"] == [{"dueOn": "2026-11-18"}]
    given = {"proposalId": measure, "expectedVersion": 2, "reason": "另有依据"}

    stale = await ask.do("reviewMeasure", given | {"expectedVersion": 1}, by=hua)
    without = await ask.do("reviewMeasure", given | {"reason": ""}, by=hua)
    shows = "... on MeasureReviewed { proposal { reviewDueOn state version } }"
    payload = await ask.do("reviewMeasure", given, shows, by=hua)
    again = await ask.do("reviewMeasure", given | {"expectedVersion": 3}, by=hua)

    assert payload["proposal"] == {"reviewDueOn": None, "state": "ADOPTED", "version": 3}
    assert [each["code"] for each in (stale, without, again)] == [
        "CHANGED_MEANWHILE",
        "INVALID_INPUT",
        "NO_REVIEW_DUE",
    ]
    assert (await ask(alerts, by=hua))["alerts"]["nodes"] == []


async def test_others_do_not_say_so(ask: Client, measure: str, database: Database) -> None:
    given = {"proposalId": measure, "expectedVersion": 2, "reason": "另有依据"}

    codes = [(await ask.do("reviewMeasure", given, by=person))["code"] for person in (lin, qiao)]

    assert codes == ["NOT_PERMITTED"] * 2
    async with database.writing() as session:
        row = await session.get_one(EscalationProposal, ids.read("EscalationProposal", measure))
        assert row.review_due_on == TODAY
    await steps.grant_role(database, jun, Role.HEAD)
