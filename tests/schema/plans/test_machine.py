"""Every state × every mutation of plans: what the table allows ends where it says, everything else
is refused with what is allowed instead, and changes nothing."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from domain.plans.terms import PlanState
from domain.plans.transitions import PLAN
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from tests.client import Client
from tests.people import Person, hua, lin
from tests.schema.inspections import steps as visits
from tests.schema.plans.steps import LINE, created, expecting, in_state, read


@dataclass(frozen=True)
class MutationCase:
    """The mutation behind an event, who sends it, and the audit tag that it leaves."""

    mutation: str
    by: Person
    audit_tag: str
    facts: dict[str, Any] = field(default_factory=dict)


MUTATIONS = {
    "submit": MutationCase("submitPlan", lin, "plan.submitted"),
    "return": MutationCase("returnPlan", hua, "plan.returned", {"reason": "请补充区域"}),
    "approve": MutationCase("approvePlan", hua, "plan.approved"),
    "publish": MutationCase("publishPlan", lin, "plan.published"),
    "amend": MutationCase(
        "amendPlan", lin, "plan.amended", {"reason": "扩大范围", "lines": [LINE]}
    ),
    "close": MutationCase("closePlan", lin, "plan.closed"),
}
ALLOWED = {(each.from_state, each.event): each.to_state for each in PLAN}
FROM = {each.event: each.from_state.value for each in PLAN}


def test_every_event_is_a_mutation() -> None:
    assert {each.event for each in PLAN} == MUTATIONS.keys()


@pytest.mark.parametrize("event", MUTATIONS)
@pytest.mark.parametrize("state", list(PlanState), ids=lambda state: state.value)
async def test_a_plan_goes_where_the_table_says_or_stays(
    ask: Client, world: None, database: Database, state: PlanState, event: str
) -> None:
    case = MUTATIONS[event]
    plan = await in_state(ask, state.value)
    shows = "... on IllegalTransition { state event allowed }"

    payload = await ask.do(case.mutation, expecting(plan, **case.facts), shows, by=case.by)

    after = await read(ask, plan)
    traces = await visits.traces(database)
    if (state, event) in ALLOWED:
        assert "code" not in payload, payload
        assert after["state"] == ALLOWED[state, event].value
        assert after["version"] == plan["version"] + 1
        assert ("InspectionPlan", state.value, event, after["state"]) in traces["moves"]
        assert case.audit_tag in traces["audit"]
    else:
        allowed = {each for from_state, each in ALLOWED if from_state is state}
        assert (payload["code"], payload["state"], payload["event"], set(payload["allowed"])) == (
            "ILLEGAL_TRANSITION",
            state.value,
            event,
            allowed,
        )
        assert after == plan


@pytest.mark.parametrize("event", MUTATIONS)
async def test_a_plan_that_changed_meanwhile_stays(ask: Client, world: None, event: str) -> None:
    case = MUTATIONS[event]
    plan = await in_state(ask, FROM[event])
    given = {**expecting(plan, **case.facts), "expectedVersion": plan["version"] - 1}

    payload = await ask.do(case.mutation, given, by=case.by)

    assert payload["code"] == "CHANGED_MEANWHILE"
    assert await read(ask, plan) == plan


@pytest.mark.parametrize("event", MUTATIONS)
async def test_a_plan_that_is_not_there_is_not_found(ask: Client, world: None, event: str) -> None:
    case = MUTATIONS[event]
    absent = ids.write("InspectionPlan", new_key())
    given = {"planId": absent, "expectedVersion": 1, **case.facts}

    payload = await ask.do(case.mutation, given, by=case.by)

    assert payload["code"] == "NOT_FOUND"


@pytest.mark.parametrize("event", MUTATIONS)
async def test_sent_again_the_operation_is_carried_out_once(
    ask: Client, world: None, database: Database, event: str
) -> None:
    case = MUTATIONS[event]
    plan = await in_state(ask, FROM[event])
    given = {"operationId": str(new_key()), **expecting(plan, **case.facts)}

    first = await ask.do(case.mutation, given, by=case.by)
    again = await ask.do(case.mutation, given, by=case.by)

    assert "code" not in first, first
    assert again == first
    assert (await read(ask, plan))["version"] == plan["version"] + 1
    assert (await visits.traces(database))["audit"].count(case.audit_tag) == 1


async def test_what_does_not_follow_is_refused_with_what_does(ask: Client, world: None) -> None:
    plan = await created(ask)
    given = {"planId": plan["id"], "expectedVersion": plan["version"]}
    shows = "... on IllegalTransition { state event allowed }"

    refused = {
        verb: await ask.do(f"{verb}Plan", {**given, **more}, shows, by=by)
        for verb, by, more in (
            ("approve", hua, {}),
            ("publish", lin, {}),
            ("close", lin, {}),
            ("return", hua, {"reason": "x"}),
            ("amend", lin, {"reason": "x", "lines": [LINE]}),
        )
    }

    assert {(p["code"], p["state"], tuple(p["allowed"])) for p in refused.values()} == {
        ("ILLEGAL_TRANSITION", "DRAFT", ("submit",))
    }
