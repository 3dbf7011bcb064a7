from typing import Any

import pytest

from domain.complaints.terms import ComplaintState
from domain.complaints.transitions import CLOSED, COMPLAINT, FINAL
from domain.inspections.terms import InspectionState, TaskState
from domain.inspections.transitions import RESULT, TASK
from domain.ledgers.terms import LedgerJobState
from domain.ledgers.transitions import LEDGER_JOB
from domain.publication.terms import (
    FollowUpState,
    ObjectionState,
    PublicationState,
    RepairState,
    ReplyState,
)
from domain.publication.transitions import FOLLOW_UP, OBJECTION, OUTLET, REPAIR, REPLY
from domain.rectification.terms import EscalationState, OrderState
from domain.rectification.transitions import ESCALATION, ORDER
from domain.terms import Term
from domain.transitions import IllegalTransition, Transition, transition
from domain.visits.terms import AppointmentState, RecusalRequestState
from domain.visits.transitions import APPOINTMENT, RECUSAL_REQUEST

MACHINES: list[tuple[tuple[Transition[Any], ...], Term, type[Term]]] = [
    (TASK, TaskState.DRAFT, TaskState),
    (RESULT, InspectionState.TO_ENTER, InspectionState),
    (COMPLAINT, ComplaintState.RECEIVED, ComplaintState),
    (APPOINTMENT, AppointmentState.PROPOSED, AppointmentState),
    (RECUSAL_REQUEST, RecusalRequestState.REQUESTED, RecusalRequestState),
    (OUTLET, PublicationState.PENDING, PublicationState),
    (OBJECTION, ObjectionState.RECEIVED, ObjectionState),
    (REPLY, ReplyState.WRITTEN, ReplyState),
    (REPAIR, RepairState.REQUESTED, RepairState),
    (FOLLOW_UP, FollowUpState.OPEN, FollowUpState),
    (ORDER, OrderState.ISSUED, OrderState),
    (LEDGER_JOB, LedgerJobState.DECLARED, LedgerJobState),
    (ESCALATION, EscalationState.PROPOSED, EscalationState),
]


@pytest.mark.parametrize(
    ("table", "start", "states"),
    MACHINES,
    ids=lambda each: each[0].entity if isinstance(each, tuple) else "",
)
def test_every_state_is_reached_and_no_event_leads_two_ways(
    table: tuple[Transition[Any], ...], start: Term, states: type[Term]
) -> None:
    pairs = [(each.from_state, each.event) for each in table]
    reached = {start}
    for _ in states:
        reached |= {each.to_state for each in table if each.from_state in reached}

    assert len(set(pairs)) == len(pairs)
    assert reached == set(states)


def test_a_result_goes_from_entry_to_the_public() -> None:
    state = InspectionState.TO_ENTER
    events = ["file", "confirm", "confirm_last", "reject", "file", "confirm_last", "approve"]
    for event in (*events, "publish"):
        state = transition(RESULT, state, event)
    assert state is InspectionState.PUBLISHED


def test_what_was_published_is_corrected_on_the_same_way() -> None:
    state = InspectionState.PUBLISHED
    for event in ("reopen", "file", "confirm_last", "approve", "publish_correction"):
        state = transition(RESULT, state, event)
    assert state is InspectionState.CORRECTED
    assert transition(RESULT, state, "reopen") is InspectionState.TO_CORRECT


def test_a_published_result_is_never_voided() -> None:
    with pytest.raises(IllegalTransition) as raised:
        transition(RESULT, InspectionState.PUBLISHED, "void")
    assert raised.value.allowed == ("expire", "reopen", "withdraw")
    assert "expire, reopen, withdraw" in raised.value.message("en")


def test_from_a_closed_or_final_complaint_only_an_appeal_follows() -> None:
    for state in (*FINAL, *CLOSED):
        assert [each.event for each in COMPLAINT if each.from_state is state] == ["appeal"]


def test_an_ended_task_stays_ended() -> None:
    for state in (TaskState.COMPLETED, TaskState.VOIDED):
        assert [each for each in TASK if each.from_state is state] == []
