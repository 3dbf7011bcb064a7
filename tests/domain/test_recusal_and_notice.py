import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain.actors import Actor, Grant
from domain.inspections.terms import InspectionState
from domain.moments import SHANGHAI
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.roles import Role
from domain.visits import notices, recusal_requests
from domain.visits.terms import AppointmentState, RecusalRequestSide, RecusalRequestState
from tests.domain.facts import TODAY, an_actor, uid

NOW = dt.datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
WANDA = an_actor(Role.INSPECTOR, officer=11)
HEIDI = an_actor(Role.HEAD, officer=10)
TERESA = an_actor(Role.TASK_MANAGER)
ADAM = Actor(uid(100), (Grant(Role.INSTITUTION_ADMIN, institution_id=uid(7)),))
FILED = InspectionState.TO_CONFIRM
VISIT = recusal_requests.ContestedVisit(
    InspectionState.TO_ENTER, uid(1), uid(7), is_noticed=True, officers=frozenset({uid(11)})
)


def test_an_officer_asks_about_oneself_and_the_institution_about_any_officer_sent() -> None:
    unnoticed = replace(VISIT, is_noticed=False)

    assert recusal_requests.request(unnoticed, uid(11), by=WANDA) is RecusalRequestSide.OFFICER
    assert recusal_requests.request(VISIT, uid(11), by=ADAM) is RecusalRequestSide.INSTITUTION


@pytest.mark.parametrize(
    ("changes", "officer", "by", "refusal"),
    [
        ({}, 11, HEIDI, NotPermitted),
        ({"officers": frozenset({uid(12)})}, 11, WANDA, NotPermitted),
        ({"officers": frozenset({uid(11), uid(12)})}, 12, WANDA, NotPermitted),
        ({"is_noticed": False}, 11, ADAM, NotPermitted),
        ({"institution_id": uid(8)}, 11, ADAM, NotPermitted),
        ({}, 12, ADAM, InvalidInput),
        ({"state": FILED}, 11, ADAM, recusal_requests.RecusalTooLate),
        ({"state": FILED}, 11, WANDA, recusal_requests.RecusalTooLate),
    ],
)
def test_a_request_for_recusal_that_is_refused(
    changes: dict[str, Any], officer: int, by: Actor, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        recusal_requests.request(replace(VISIT, **changes), uid(officer), by=by)


def _decide(visit: recusal_requests.ContestedVisit, **facts: Any) -> RecusalRequestState:
    usual: dict[str, Any] = {
        "state": RecusalRequestState.REQUESTED,
        "officer_id": uid(11),
        "by": HEIDI,
    }
    return recusal_requests.decide(visit, **usual | facts)


def test_a_head_of_the_authority_decides_about_a_recusal() -> None:
    filed = replace(VISIT, state=FILED)

    assert _decide(VISIT, is_upheld=True, reason=None) is RecusalRequestState.UPHELD
    assert _decide(VISIT, is_upheld=False, reason="无关") is RecusalRequestState.REFUSED
    assert _decide(filed, is_upheld=False, reason="无关") is RecusalRequestState.REFUSED


@pytest.mark.parametrize(
    ("visit", "facts", "refusal"),
    [
        ({"authority_id": uid(2)}, {}, NotPermitted),
        ({}, {"by": TERESA}, NotPermitted),
        ({}, {"officer_id": uid(10)}, recusal_requests.OwnRecusalRequest),
        ({}, {"state": RecusalRequestState.UPHELD}, recusal_requests.RecusalRequestSettled),
        ({"state": FILED}, {}, recusal_requests.RecusalTooLate),
        ({}, {"is_upheld": False}, InvalidInput),
    ],
)
def test_a_decision_about_a_recusal_that_is_refused(
    visit: dict[str, Any], facts: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _decide(replace(VISIT, **visit), **{"is_upheld": True, "reason": None} | facts)


NOTICED = notices.UpcomingVisit(
    InspectionState.TO_ENTER,
    uid(1),
    uid(7),
    window_from=TODAY,
    window_to=TODAY + DAY,
    notice_at=NOW - DAY,
    offers_appointment=True,
)


@pytest.mark.parametrize("visit_at", [NOW + MINUTE, NOW + DAY])
def test_the_institution_proposes_a_time_within_the_window(visit_at: dt.datetime) -> None:
    notices.propose(NOTICED, visit_at, by=ADAM, now=NOW)


@pytest.mark.parametrize(
    ("changes", "visit_at", "refusal"),
    [
        ({"institution_id": uid(8)}, NOW + MINUTE, NotPermitted),
        ({"notice_at": None}, NOW + MINUTE, notices.AppointmentNotOffered),
        ({"offers_appointment": False}, NOW + MINUTE, notices.AppointmentNotOffered),
        ({"state": FILED}, NOW + MINUTE, notices.NoticeTooLate),
        ({}, NOW, InvalidInput),
        ({}, NOW + 2 * DAY, InvalidInput),
        ({"window_from": TODAY + DAY}, NOW + MINUTE, InvalidInput),
    ],
)
def test_a_time_that_is_refused(
    changes: dict[str, Any], visit_at: dt.datetime, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        notices.propose(replace(NOTICED, **changes), visit_at, by=ADAM, now=NOW)


def _answer(visit: notices.UpcomingVisit, **facts: Any) -> AppointmentState:
    usual: dict[str, Any] = {
        "state": AppointmentState.PROPOSED,
        "is_accepted": True,
        "reason": None,
    }
    return notices.answer(visit, **usual | {"by": TERESA} | facts)


def test_a_manager_of_the_authority_answers_a_proposal() -> None:
    assert _answer(NOTICED) is AppointmentState.ACCEPTED
    assert _answer(NOTICED, is_accepted=False, reason="另有安排") is AppointmentState.DECLINED


@pytest.mark.parametrize(
    ("visit", "facts", "refusal"),
    [
        ({"authority_id": uid(2)}, {}, NotPermitted),
        ({}, {"by": HEIDI}, NotPermitted),
        ({}, {"state": AppointmentState.DECLINED}, notices.AppointmentSettled),
        ({"state": FILED}, {}, notices.NoticeTooLate),
        ({}, {"is_accepted": False}, InvalidInput),
    ],
)
def test_an_answer_that_is_refused(
    visit: dict[str, Any], facts: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _answer(replace(NOTICED, **visit), **facts)
