"""Every state × every event that is a mutation, from the tables themselves: what they allow ends
where they say, everything else is refused and changes nothing, and who may not gets nowhere."""

from dataclasses import dataclass
from typing import Any

import pytest

from domain.rectification.terms import EscalationState, OrderKind, OrderState
from domain.rectification.transitions import ESCALATION, ORDER
from persistence.engine.database import Database
from tests.client import Client
from tests.factories import TODAY
from tests.people import Person, fang, gao, hua, lin, ling, mei, ou, qiao, rui, su, tao, yin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps


@dataclass(frozen=True)
class MutationCase:
    """The mutation behind an event, who may do it, and some who may not."""

    mutation: str
    input: dict[str, Any]
    by: Person
    strangers: tuple[Person | None, ...]
    kind: OrderKind = OrderKind.DEADLINE


_OFFICERS = [visits.officer(mei), visits.officer(tao)]
MUTATIONS = {
    "verify_on_site": MutationCase(
        "verifyCorrection",
        {"note": "已改"},
        mei,
        (tao, lin, qiao, yin, fang, None),
        OrderKind.IMMEDIATE,
    ),
    "submit": MutationCase(
        "submitRectification", {"statement": "已改"}, yin, (mei, lin, qiao, hua, su, gao, None)
    ),
    "extend": MutationCase(
        "extendRectification",
        {"expectedVersion": 1, "dueOn": "2026-12-31", "reason": "工期"},
        hua,
        (lin, qiao, mei, yin, su, ou, None),
    ),
    "accept": MutationCase(
        "acceptRectification",
        {"expectedVersion": 1, "note": "照片清楚"},
        qiao,
        (lin, mei, yin, hua, su, rui, None),
    ),
    "plan_recheck": MutationCase(
        "planRecheck",
        {
            "expectedVersion": 1,
            "officerIds": _OFFICERS,
            "leaderId": _OFFICERS[0],
            "reason": "复查",
            "windowFrom": "2026-11-18",
            "windowTo": "2026-11-20",
            "noticeMode": "ADVANCE",
        },
        lin,
        (qiao, mei, yin, hua, ling, None),
    ),
}
BY_OTHER_WAYS = {
    "pass_due": "the calendar",
    "lapse": "the calendar",
    "pass": "the audit of the re-inspection",
    "fail": "the audit of the re-inspection",
    "escalate": "the decision on a proposal",
}
EVENTS = sorted({each.event for each in ORDER})
ALLOWED = {(each.from_state, each.event): each.to_state for each in ORDER}
DECISIONS = {
    "adopt": {"decision": "ADOPT"},
    "dismiss": {"decision": "DISMISS", "reason": "情节轻微"},
}


def test_every_event_is_a_mutation_or_happens_otherwise() -> None:
    assert set(EVENTS) == MUTATIONS.keys() | BY_OTHER_WAYS.keys()
    assert {each.event for each in ESCALATION} == DECISIONS.keys()


@pytest.mark.parametrize("event", MUTATIONS)
@pytest.mark.parametrize("state", list(OrderState), ids=lambda state: state.value)
async def test_an_order_goes_where_the_table_says_or_stays(
    ask: Client, visit: str, database: Database, state: OrderState, event: str
) -> None:
    case = MUTATIONS[event]
    order_id = await _put(database, visit, state, case)
    before = await steps.row(database, order_id)

    payload = await ask.do(case.mutation, {"orderId": order_id, **case.input}, by=case.by)

    after = await steps.row(database, order_id)
    if (state, event) in ALLOWED:
        assert "code" not in payload, payload
        assert after["state"] is ALLOWED[state, event]
        assert after["version"] == before["version"] + 1
        moves = (await visits.traces(database))["moves"]
        assert ("CorrectionOrder", state.value, event, after["state"].value) in moves
    else:
        assert payload["code"] == "ILLEGAL_TRANSITION"
        assert after == before


@pytest.mark.parametrize("event", MUTATIONS)
async def test_nobody_else_moves_an_order(
    ask: Client, visit: str, database: Database, event: str
) -> None:
    case = MUTATIONS[event]
    (state, *_) = (each.from_state for each in ORDER if each.event == event)
    order_id = await _put(database, visit, state, case)
    before = await steps.row(database, order_id)

    codes = [
        (await ask.do(case.mutation, {"orderId": order_id, **case.input}, by=person))["code"]
        for person in case.strangers
    ]

    assert set(codes) <= {"NOT_PERMITTED", "NOT_FOUND"}
    assert await steps.row(database, order_id) == before


@pytest.mark.parametrize("event", DECISIONS)
@pytest.mark.parametrize("order_state", list(OrderState), ids=lambda state: state.value)
@pytest.mark.parametrize("state", list(EscalationState), ids=lambda state: state.value)
async def test_a_proposal_and_its_order_go_where_the_tables_say_or_stay(
    ask: Client,
    visit: str,
    database: Database,
    state: EscalationState,
    order_state: OrderState,
    event: str,
) -> None:
    order_id = await steps.put(database, visit, order_state)
    proposal_id = await steps.propose(database, order_id, state)
    before = await steps.row(database, order_id)
    given = {"proposalId": proposal_id, "expectedVersion": 1, **DECISIONS[event]}

    payload = await ask.do("decideEscalation", given, by=hua)

    (line,) = (each for each in ESCALATION if each.event == event)
    may_escalate = (order_state, "escalate") in ALLOWED
    is_allowed = line.from_state is state and (event == "dismiss" or may_escalate)
    after = await steps.row(database, order_id)
    (stands,) = await steps.proposals(database, order_id)
    if not is_allowed:
        assert payload["code"] == "ILLEGAL_TRANSITION"
        assert (after, stands[2]) == (before, state.value)
        return
    assert "code" not in payload, payload
    assert stands[2] == line.to_state.value
    expected = ALLOWED[order_state, "escalate"] if event == "adopt" else order_state
    assert after["state"] is expected


@pytest.mark.parametrize("state", list(OrderState), ids=lambda state: state.value)
@pytest.mark.parametrize("good", [True, False], ids=["good", "bad"])
async def test_an_approved_re_inspection_moves_only_the_order_that_waits_for_it(
    ask: Client, visit: str, database: Database, state: OrderState, good: bool
) -> None:
    first = await visits.assign(ask)
    order_id = await steps.put(database, first, state, recheck_inspection_id=visits.key(visit))
    before = await steps.row(database, order_id)
    await steps.file(ask, visit, good=good)
    await visits.confirm(ask, visit)

    await visits.audit(ask, visit)

    after = await steps.row(database, order_id)
    expected = ALLOWED.get((state, "pass" if good else "fail"), state)
    assert after["state"] is expected
    if expected is state:
        assert after == before


async def _put(database: Database, visit: str, state: OrderState, case: MutationCase) -> str:
    facts: dict[str, Any] = {"kind": case.kind}
    if case.kind is OrderKind.IMMEDIATE:
        facts["due_on"] = TODAY
    return await steps.put(database, visit, state, **facts)
