from dataclasses import replace

import pytest

from domain.actors import Actor
from domain.inspections.audits import (
    Audit,
    AuditorIsOfficer,
    AuditorIsTaskManager,
    ConfirmedResult,
    NotAwaitingAudit,
    audit,
)
from domain.inspections.terms import AuditDecision, InspectionState
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.roles import Role
from tests.domain.facts import BUREAU, COUNTY_BUREAU, an_actor, uid

AMIR = an_actor(Role.RESULT_AUDITOR, officer=30)
RESULT = ConfirmedResult(
    InspectionState.TO_AUDIT,
    BUREAU.authority_id,
    officers=frozenset({uid(11), uid(12)}),
    task_created_by=uid(200),
)


def decide(
    result: ConfirmedResult = RESULT,
    by: Actor = AMIR,
    decision: AuditDecision = AuditDecision.APPROVED,
    reason: str | None = None,
) -> Audit:
    return audit(result, by=by, decision=decision, reason=reason)


def test_an_approved_result_awaits_its_publication() -> None:
    assert decide() == Audit(AuditDecision.APPROVED, "approve", InspectionState.APPROVED, None)


def test_a_rejection_sends_the_result_back_with_a_reason() -> None:
    assert decide(decision=AuditDecision.REJECTED, reason=" 证据不足 ") == Audit(
        AuditDecision.REJECTED, "reject", InspectionState.AUDIT_REJECTED, "证据不足"
    )


@pytest.mark.parametrize("reason", [None, " "])
def test_a_rejection_needs_a_reason(reason: str | None) -> None:
    with pytest.raises(InvalidInput):
        decide(decision=AuditDecision.REJECTED, reason=reason)


@pytest.mark.parametrize(
    ("result", "by", "refusal"),
    [
        (replace(RESULT, state=InspectionState.TO_CONFIRM), AMIR, NotAwaitingAudit),
        (replace(RESULT, state=InspectionState.PUBLISHED), AMIR, NotAwaitingAudit),
        (RESULT, an_actor(Role.RESULT_AUDITOR, officer=11), AuditorIsOfficer),
        (replace(RESULT, task_created_by=uid(100)), AMIR, AuditorIsTaskManager),
        (RESULT, an_actor(Role.RESULT_AUDITOR, office=COUNTY_BUREAU), NotPermitted),
        (RESULT, an_actor(Role.TASK_MANAGER), NotPermitted),
    ],
)
def test_an_audit_out_of_place_is_refused(
    result: ConfirmedResult, by: Actor, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        decide(result, by)
