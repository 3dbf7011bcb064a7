import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain.actors import Actor, Grant
from domain.inspections.certificates import Certificate, CertificateNotValid
from domain.inspections.terms import InspectionState
from domain.institutions.terms import InstitutionKind
from domain.moments import SHANGHAI
from domain.publication.results import DeciderTookPart
from domain.rectification import escalations, measures, orders, submissions
from domain.rectification.measures import AvailableMeasure, MeasureNotOfRegime
from domain.rectification.orders import OrderDraft, OrderingVisit
from domain.rectification.terms import (
    EscalationDecision,
    EscalationMeasure,
    EscalationState,
    OrderKind,
    OrderState,
)
from domain.refusals import InvalidInput, NotFound, NotPermitted, Refusal
from domain.roles import Role
from domain.transitions import IllegalTransition
from domain.violations import BY_CODE
from tests.domain.facts import TODAY, an_actor, uid

NOW = dt.datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
VALID = Certificate(TODAY - 9 * DAY, TODAY)
WANDA = an_actor(Role.INSPECTOR, officer=11)
HEIDI = an_actor(Role.HEAD, officer=10)
AUDREY = an_actor(Role.RESULT_AUDITOR, officer=9)
ADAM = Actor(uid(100), (Grant(Role.INSTITUTION_ADMIN, institution_id=uid(7)),))
VISIT = OrderingVisit(
    state=InspectionState.TO_ENTER,
    assigned_at=NOW - 2 * DAY,
    team={uid(11): VALID},
    on_site={uid(11): NOW - HOUR},
)
CODE = next(iter(BY_CODE))
AT_ONCE = OrderDraft(OrderKind.IMMEDIATE, (CODE,), "改正", NOW, 0, None)
BY_A_DAY = replace(AT_ONCE, kind=OrderKind.DEADLINE, due_on=TODAY + DAY)


@pytest.mark.parametrize(
    ("draft", "due_on", "rule"),
    [
        (AT_ONCE, TODAY, "CO_IMMEDIATE"),
        (replace(AT_ONCE, due_on=TODAY), TODAY, "CO_IMMEDIATE"),
        (BY_A_DAY, TODAY + DAY, "CO_DEADLINE"),
        (replace(BY_A_DAY, due_on=TODAY + 90 * DAY), TODAY + 90 * DAY, "CO_DEADLINE"),
    ],
)
def test_an_officer_on_site_orders_a_correction(
    draft: OrderDraft, due_on: dt.date, rule: str
) -> None:
    order = orders.issue(VISIT, draft, by=WANDA, now=NOW)

    assert order == orders.IssuedOrder(uid(11), TODAY, due_on, rule, clock_is_off=False)


@pytest.mark.parametrize(
    ("visit", "draft", "refusal"),
    [
        ({"team": {uid(12): VALID}}, {}, NotPermitted),
        ({"state": InspectionState.WITHDRAWN}, {}, orders.NoOrderAfterwards),
        ({"state": InspectionState.VOIDED}, {}, orders.NoOrderAfterwards),
        ({"on_site": {uid(12): NOW}}, {}, orders.OfficerNotOnSite),
        ({}, {"due_on": TODAY + 91 * DAY}, orders.OrderTooLong),
        ({"team": {uid(11): None}}, {}, CertificateNotValid),
        ({"team": {uid(11): Certificate(TODAY - DAY, TODAY - DAY)}}, {}, CertificateNotValid),
    ],
)
def test_an_order_that_is_refused(
    visit: dict[str, Any], draft: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        orders.issue(replace(VISIT, **visit), replace(BY_A_DAY, **draft), by=WANDA, now=NOW)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(AT_ONCE, requirements=" "), "requirements"),
        (replace(AT_ONCE, violation_codes=("NONE",)), "violationCodes[0]"),
        (replace(AT_ONCE, violation_codes=(CODE, CODE)), "violationCodes[1]"),
        (replace(AT_ONCE, due_on=TODAY + DAY), "dueOn"),
        (replace(BY_A_DAY, due_on=None), "dueOn"),
        (replace(BY_A_DAY, due_on=TODAY), "dueOn"),
    ],
)
def test_a_fault_of_form_is_told_with_its_field(draft: OrderDraft, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        orders.issue(VISIT, draft, by=WANDA, now=NOW)

    assert [violation.field for violation in refused.value.violations] == [field]


ARRIVED_YESTERDAY = {"on_site": {uid(11): NOW - DAY}}


@pytest.mark.parametrize(
    ("visit", "claimed_at", "offset", "issued_on", "clock_is_off"),
    [
        (ARRIVED_YESTERDAY, NOW - DAY, 0 * MINUTE, TODAY - DAY, False),
        (ARRIVED_YESTERDAY, NOW - DAY - 5 * MINUTE, 0 * MINUTE, TODAY - DAY, False),
        (ARRIVED_YESTERDAY, NOW - DAY - 6 * MINUTE, 0 * MINUTE, TODAY, True),
        (ARRIVED_YESTERDAY, NOW, DAY, TODAY - DAY, True),
        ({**ARRIVED_YESTERDAY, "assigned_at": NOW - HOUR}, NOW - DAY, 0 * MINUTE, TODAY, True),
        ({}, NOW, 5 * MINUTE, TODAY, False),
        ({}, NOW, 6 * MINUTE, TODAY, True),
        ({}, NOW + 5 * MINUTE, 0 * MINUTE, TODAY, False),
        ({}, NOW + 6 * MINUTE, 0 * MINUTE, TODAY, True),
        ({}, dt.datetime.min.replace(tzinfo=dt.UTC), DAY, TODAY, True),
    ],
)
def test_the_day_claimed_counts_between_arrival_and_now(
    visit: dict[str, Any],
    claimed_at: dt.datetime,
    offset: dt.timedelta,
    issued_on: dt.date,
    clock_is_off: bool,
) -> None:
    milliseconds = offset // dt.timedelta(milliseconds=1)
    draft = replace(AT_ONCE, claimed_at=claimed_at, clock_offset_ms=milliseconds)

    order = orders.issue(replace(VISIT, **visit), draft, by=WANDA, now=NOW)

    assert (order.issued_on, order.clock_is_off) == (issued_on, clock_is_off)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, None),
        ({"by": HEIDI}, NotPermitted),
        ({"team": {uid(12): VALID}}, NotPermitted),
        ({"kind": OrderKind.DEADLINE}, orders.OrderNotImmediate),
        ({"state": OrderState.SUBMITTED}, IllegalTransition),
        ({"on_site": {uid(12)}}, orders.OfficerNotOnSite),
    ],
)
def test_what_is_corrected_at_once_is_verified_on_site(
    changes: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    facts: dict[str, Any] = {
        "kind": OrderKind.IMMEDIATE,
        "state": OrderState.ISSUED,
        "team": {uid(11): VALID},
        "on_site": {uid(11)},
        "by": WANDA,
    }

    if refusal is None:
        assert orders.verify_on_site(**facts | changes) is OrderState.CLOSED
    else:
        with pytest.raises(refusal):
            orders.verify_on_site(**facts | changes)


ORDER = submissions.StandingOrder(
    OrderState.ISSUED,
    OrderKind.DEADLINE,
    institution_id=uid(7),
    authority_id=uid(1),
    issued_on=TODAY - 30 * DAY,
    due_on=TODAY,
    is_extended=False,
)
SUBMITTED = replace(ORDER, state=OrderState.SUBMITTED)


@pytest.mark.parametrize(
    "state", [OrderState.ISSUED, OrderState.OVERDUE, OrderState.FAILED, OrderState.ESCALATED]
)
def test_an_institution_reports_and_is_late_the_day_after(state: OrderState) -> None:
    order = replace(ORDER, state=state)

    in_time = submissions.submit(order, by=ADAM, today=TODAY)
    too_late = submissions.submit(order, by=ADAM, today=TODAY + DAY)

    assert in_time == submissions.Submission(OrderState.SUBMITTED, is_late=False)
    assert too_late == submissions.Submission(OrderState.SUBMITTED, is_late=True)


def test_a_planned_reinspection_is_not_disclosed_by_the_refusal_of_a_second_report() -> None:
    with pytest.raises(IllegalTransition) as refused:
        submissions.submit(replace(ORDER, state=OrderState.RECHECK_PLANNED), by=ADAM, today=TODAY)

    assert refused.value.state is OrderState.SUBMITTED


def test_only_its_own_institution_reports() -> None:
    with pytest.raises(NotFound):
        submissions.submit(replace(ORDER, institution_id=uid(8)), by=ADAM, today=TODAY)
    with pytest.raises(NotPermitted):
        submissions.submit(ORDER, by=HEIDI, today=TODAY)


def test_an_auditor_who_was_not_sent_accepts_on_file() -> None:
    assert submissions.accept(SUBMITTED, by=AUDREY) is OrderState.CLOSED

    with pytest.raises(submissions.AcceptorIsOfficer):
        submissions.accept(replace(SUBMITTED, officers=frozenset({uid(9)})), by=AUDREY)
    with pytest.raises(IllegalTransition):
        submissions.accept(ORDER, by=AUDREY)
    with pytest.raises(NotPermitted):
        submissions.accept(replace(SUBMITTED, authority_id=uid(2)), by=AUDREY)


@pytest.mark.parametrize("due_on", [TODAY + DAY, TODAY + 60 * DAY])
def test_the_head_gives_more_time_once(due_on: dt.date) -> None:
    assert submissions.extend(ORDER, by=HEIDI, due_on=due_on, today=TODAY) is OrderState.ISSUED


@pytest.mark.parametrize(
    ("changes", "due_in", "today", "refusal"),
    [
        ({"authority_id": uid(2)}, 1, TODAY, NotPermitted),
        ({}, 9, TODAY + DAY, IllegalTransition),
        ({"state": OrderState.SUBMITTED}, 9, TODAY, IllegalTransition),
        ({"officers": frozenset({uid(10)})}, 1, TODAY, DeciderTookPart),
        ({"kind": OrderKind.IMMEDIATE}, 1, TODAY, submissions.OrderImmediate),
        ({"is_extended": True}, 1, TODAY, submissions.AlreadyExtended),
        ({}, 0, TODAY, InvalidInput),
        ({}, 61, TODAY, orders.OrderTooLong),
    ],
)
def test_more_time_that_is_refused(
    changes: dict[str, Any], due_in: int, today: dt.date, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        submissions.extend(
            replace(ORDER, **changes), by=HEIDI, due_on=TODAY + due_in * DAY, today=today
        )


PROPOSAL = escalations.ProposedEscalation(
    EscalationState.PROPOSED,
    EscalationMeasure.WARNING,
    authority_id=uid(1),
    order_state=OrderState.OVERDUE,
    kinds=frozenset({InstitutionKind.SERVICE_CENTRE}),
)
ADOPT, DISMISS = EscalationDecision.ADOPT, EscalationDecision.DISMISS


def _decide(
    proposal: escalations.ProposedEscalation,
    decision: EscalationDecision,
    measure: EscalationMeasure | None = None,
    reason: str | None = "已改正",
) -> escalations.Decision:
    return escalations.decide(proposal, decision, by=HEIDI, measure=measure, reason=reason)


@pytest.mark.parametrize("state", [OrderState.OVERDUE, OrderState.FAILED])
def test_the_head_adopts_the_proposed_measure_or_another_of_the_regime(state: OrderState) -> None:
    proposal = replace(PROPOSAL, order_state=state)
    cancelled = EscalationMeasure.CANCEL_ACCREDITATION

    assert _decide(proposal, ADOPT) == escalations.Decision(
        EscalationState.ADOPTED,
        OrderState.ESCALATED,
        AvailableMeasure(EscalationMeasure.WARNING, "S0-A Art. 15"),
    )
    assert _decide(proposal, ADOPT, cancelled).adopted == AvailableMeasure(
        cancelled, "S0-A Art. 15"
    )


def test_a_dismissal_leaves_the_order_as_it_is() -> None:
    assert _decide(PROPOSAL, DISMISS) == escalations.Decision(
        EscalationState.DISMISSED, OrderState.OVERDUE
    )


@pytest.mark.parametrize(
    ("changes", "decision", "refusal"),
    [
        ({"authority_id": uid(2)}, ADOPT, NotPermitted),
        ({"state": EscalationState.DISMISSED}, ADOPT, IllegalTransition),
        ({"state": EscalationState.ADOPTED}, DISMISS, IllegalTransition),
        ({"order_state": OrderState.SUBMITTED}, ADOPT, IllegalTransition),
        ({"officers": frozenset({uid(10)})}, ADOPT, DeciderTookPart),
        ({"officers": frozenset({uid(10)})}, DISMISS, DeciderTookPart),
        ({"kinds": frozenset({InstitutionKind.TRAINING})}, ADOPT, MeasureNotOfRegime),
    ],
)
def test_a_decision_that_is_refused(
    changes: dict[str, Any], decision: EscalationDecision, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _decide(replace(PROPOSAL, **changes), decision)


def test_a_dismissal_needs_a_reason() -> None:
    with pytest.raises(InvalidInput):
        _decide(PROPOSAL, DISMISS, reason=None)


def test_the_mildest_measure_of_the_licensed_business_is_proposed() -> None:
    both = {InstitutionKind.TRAINING, InstitutionKind.ONLINE_PLATFORM}

    assert measures.proposed(both).measure is EscalationMeasure.TAKEDOWN
    assert [each.measure for each in measures.open_to(both)] == [
        EscalationMeasure.TAKEDOWN,
        EscalationMeasure.ADMINISTRATIVE_PENALTY,
        EscalationMeasure.REMOVE_FROM_DIRECTORY,
    ]
