"""The head adopts or dismisses a measure, of the institution's own regime and once."""

from typing import Any

import pytest

from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.client import Client
from tests.people import fang, hua, jun, lin, mei, ou, qiao, su, yin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


async def test_a_measure_of_another_regime_is_not_adopted(
    ask: Client, visit: str, database: Database
) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    proposal_id = await steps.propose(database, order_id)
    given = {"proposalId": proposal_id, "expectedVersion": 1, "decision": "ADOPT"}

    foreign = await ask.do("decideEscalation", {**given, "measure": "TAKEDOWN"}, by=hua)
    changed = await ask.do("decideEscalation", {**given, "expectedVersion": 2}, by=hua)
    without_reason = await ask.do("decideEscalation", {**given, "decision": "DISMISS"}, by=hua)
    both = await ask.do(
        "decideEscalation",
        {**given, "decision": "DISMISS", "reason": "轻微", "measure": "WARNING"},
        by=hua,
    )

    assert [each["code"] for each in (foreign, changed, without_reason, both)] == [
        "MEASURE_NOT_OF_REGIME",
        "CHANGED_MEANWHILE",
        "INVALID_INPUT",
        "INVALID_INPUT",
    ]
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]
    assert (await steps.order(ask, order_id))["state"] == "OVERDUE"


async def test_decided_again_by_the_same_operation_is_decided_once(
    ask: Client, visit: str, database: Database, keys: Keys
) -> None:
    order_id = await steps.put(database, visit, OrderState.FAILED)
    proposal_id = await steps.propose(database, order_id)
    given = {
        "operationId": str(new_key()),
        "proposalId": proposal_id,
        "expectedVersion": 1,
        "decision": "ADOPT",
    }
    shows = "... on EscalationDecided { proposal { state measure } }"

    answers = [await ask.do("decideEscalation", given, shows, by=hua) for _ in range(2)]

    assert answers[0] == answers[1]
    assert answers[0]["proposal"] == {"state": "ADOPTED", "measure": "STOP_ENROLMENT"}
    tags = (await visits.traces(database))["audit"]
    assert tags.count("escalation.decided") == 1


@pytest.mark.parametrize("decision", ["ADOPT", "DISMISS"])
async def test_a_head_who_was_sent_decides_no_measure(
    ask: Client, visit: str, database: Database, decision: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    proposal_id = await steps.propose(database, order_id)
    await steps.grant_role(database, jun, Role.HEAD)

    given = {
        "proposalId": proposal_id,
        "expectedVersion": 1,
        "decision": decision,
        "reason": "情节轻微",
    }
    payload = await ask.do("decideEscalation", given, by=jun)

    assert payload["code"] == "DECIDER_TOOK_PART"
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]


async def test_nobody_else_decides_a_proposal(ask: Client, visit: str, database: Database) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    proposal_id = await steps.propose(database, order_id)
    given = {"proposalId": proposal_id, "expectedVersion": 1, "decision": "ADOPT"}

    people = (lin, qiao, mei, yin, su, ou, fang, None)
    codes = [(await ask.do("decideEscalation", given, by=person))["code"] for person in people]

    assert set(codes) <= {"NOT_PERMITTED", "NOT_FOUND"}
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]


@pytest.mark.parametrize(
    ("facts", "state", "order_state"),
    [
        ({"decision": "ADOPT"}, "ADOPTED", "ESCALATED"),
        ({"decision": "ADOPT", "measure": "REMOVE_FROM_WHITE_LIST"}, "ADOPTED", "ESCALATED"),
        ({"decision": "DISMISS", "reason": "情节轻微"}, "DISMISSED", "OVERDUE"),
    ],
    ids=["as proposed", "another measure", "dismissed"],
)
async def test_a_decision_stands_on_the_proposal_and_on_its_order(
    ask: Client,
    visit: str,
    database: Database,
    facts: dict[str, Any],
    state: str,
    order_state: str,
) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    given = {
        "proposalId": await steps.propose(database, order_id),
        "expectedVersion": 1,
        **facts,
    }
    shows = "... on EscalationDecided { proposal { state measure reason version } }"

    payload = await ask.do("decideEscalation", given, shows, by=hua)

    assert payload["proposal"] == {
        "state": state,
        "measure": facts.get("measure", "STOP_ENROLMENT"),
        "reason": facts.get("reason"),
        "version": 2,
    }
    assert (await steps.order(ask, order_id))["state"] == order_state


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": "长" * 1001}, "INVALID_INPUT"),
        ({"reason": "坏\x07字"}, "INVALID_INPUT"),
        ({"proposalId": visits.INSTITUTION}, "INVALID_INPUT"),
        ({"proposalId": ids.write("EscalationProposal", new_key())}, "NOT_FOUND"),
    ],
    ids=["too long", "control character", "another type", "absent"],
)
async def test_faults_are_named_and_nothing_is_decided(
    ask: Client, visit: str, database: Database, facts: dict[str, Any], code: str
) -> None:
    order_id = await steps.put(database, visit, OrderState.OVERDUE)
    given = {
        "proposalId": await steps.propose(database, order_id),
        "expectedVersion": 1,
        "decision": "ADOPT",
        **facts,
    }

    payload = await ask.do("decideEscalation", given, by=hua)

    assert payload["code"] == code
    assert await steps.proposals(database, order_id) == [("OVERDUE", "STOP_ENROLMENT", "PROPOSED")]
