"""How a confirmed result is audited; an approved one waits for its publication."""

from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.inspections.terms import AuditDecision, InspectionState
from domain.inspections.transitions import RESULT
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.transitions import transition


@dataclass(eq=False)
class NotAwaitingAudit(
    Refusal,
    zh="该结果当前“{state.zh}”，不能审核。",
    en="The result is not awaiting audit. Current state: {state.en}.",
    basis="X42",
):
    state: InspectionState


class AuditorIsOfficer(
    Refusal,
    zh="您不得审核本人参与检查的结果。",
    en="You cannot audit the result of an inspection that you took part in.",
):
    """The officers of an inspection do not audit its result."""


class AuditorIsTaskManager(
    Refusal,
    zh="您不得审核本人所编制任务的检查结果。",
    en="You cannot audit the results of a task that you created.",
):
    """One person may hold both roles at an authority, but not over one task."""


@dataclass(frozen=True, slots=True)
class ConfirmedResult:
    """The facts about a result; `officers` are all who were ever assigned to the visit."""

    state: InspectionState
    authority_id: UUID
    officers: frozenset[UUID]
    task_created_by: UUID


@dataclass(frozen=True, slots=True)
class Audit:
    """The auditor's decision."""

    decision: AuditDecision
    event: str
    state: InspectionState
    reason: str | None


def audit(
    result: ConfirmedResult, *, by: Actor, decision: AuditDecision, reason: str | None
) -> Audit:
    """Decide the audit, or refuse it.

    NotPermitted for an auditor of another authority; NotAwaitingAudit; AuditorIsOfficer;
    AuditorIsTaskManager; InvalidInput where a rejection gives no reason.
    """
    if result.authority_id not in _authorities(by):
        raise NotPermitted(Permission.INSPECTION_AUDIT_RESULT)
    if result.state is not InspectionState.TO_AUDIT:
        raise NotAwaitingAudit(result.state)
    if by.officer_id in result.officers:
        raise AuditorIsOfficer
    if by.account_id == result.task_created_by:
        raise AuditorIsTaskManager
    stated = (reason or "").strip() or None
    if decision is AuditDecision.REJECTED and stated is None:
        raise InvalidInput.of("reason", "不通过须说明理由", "a rejection needs a reason")
    event = "approve" if decision is AuditDecision.APPROVED else "reject"
    return Audit(decision, event, transition(RESULT, result.state, event), stated)


def _authorities(by: Actor) -> set[UUID]:
    return {office.authority_id for office in by.offices_with(Permission.INSPECTION_AUDIT_RESULT)}
