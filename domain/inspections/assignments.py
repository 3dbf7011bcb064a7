"""Who may be sent on a case visit, and when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from domain import thresholds
from domain.actors import Actor, Office
from domain.authorities import Sector
from domain.authorities.officers import OfficerIsSuspended
from domain.inspections.certificates import Certificate, refuse_unless_valid
from domain.inspections.terms import TaskTrigger
from domain.offices import refuse_unless_organ, refuse_unless_reached
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation

CASE_TRIGGERS = frozenset(
    {
        TaskTrigger.COMPLAINT,
        TaskTrigger.LEAD,
        TaskTrigger.UPPER_LEVEL_ORDER,
        TaskTrigger.RECHECK,
        TaskTrigger.SAFETY_EMERGENCY,
    }
)
"""Triggers for which an institution may be named; all other visits are drawn."""


@dataclass(eq=False)
class TooFewOfficers(
    Refusal,
    zh="检查人员不得少于{required}人，请补足。",
    en="At least {required} officers are required.",
    basis="X38; X43",
):
    required: int


@dataclass(eq=False)
class MayNotLead(
    Refusal,
    zh="指定的组长不具备组长资格，请另行指定。",
    en="The named leader is not qualified to lead. Name another officer.",
    basis="X42",
):
    officer_id: UUID


@dataclass(eq=False)
class OfficerOutsideAuthority(
    Refusal,
    zh="检查人员不属于本机关或其下级机关。",
    en="The officer does not belong to the task's authority or to one below it.",
):
    officer_id: UUID


@dataclass(eq=False)
class OfficerRecused(
    Refusal,
    zh="检查人员与该机构有利害关系，应当回避。",
    en="The officer is recused from this institution and cannot inspect it.",
    basis="X38; X44",
):
    """Recusals apply to case visits as they do to drawn ones."""

    officer_id: UUID


class OwnAssignment(
    Refusal,
    zh="您不得将自己指派为本次检查的检查人员。",
    en="You cannot assign yourself to a visit that you approve.",
):
    """A case visit is approved by an officer who does not take part in it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer named for a visit; without an inspector profile the certificate is None."""

    officer_id: UUID
    office: Office
    certificate: Certificate | None
    may_lead: bool
    is_recused: bool = False
    is_suspended: bool = False


@dataclass(frozen=True, slots=True)
class CaseVisit:
    """A case visit as asked for: by which office, of which institution, by whom and when."""

    office: Office
    region_code: str
    sector: Sector
    trigger: TaskTrigger
    reason: str
    window_from: dt.date
    window_to: dt.date
    officers: tuple[Candidate, ...]
    leader_id: UUID
    origin_complaint_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    officer_ids: tuple[UUID, ...]
    leader_id: UUID
    reason: str


def assign(visit: CaseVisit, *, by: Actor, today: dt.date) -> Assignment:
    """Decide a case visit, or refuse it.

    NotPermitted where the actor manages no tasks at the visit's office; NotAnAdministrativeOrgan;
    OutsideJurisdiction; InvalidInput with all faults of form; TooFewOfficers; OwnAssignment;
    OfficerOutsideAuthority; OfficerRecused; MayNotLead; CertificateNotValid for any day of the
    window.
    """
    if visit.office not in tuple(by.offices_with(Permission.INSPECTION_ASSIGN)):
        raise NotPermitted(Permission.INSPECTION_ASSIGN)
    refuse_unless_organ(visit.office)
    refuse_unless_reached((visit.office,), visit.region_code, visit.sector)
    if violations := tuple(_faults(visit, today)):
        raise InvalidInput(violations)
    required = thresholds.at("DR_MIN_OFFICERS", today)
    if not required.is_met_by(len(visit.officers)):
        raise TooFewOfficers(required.value)
    for officer in visit.officers:
        refuse_unfit(
            officer,
            office=visit.office,
            window_from=visit.window_from,
            window_to=visit.window_to,
            leads=officer.officer_id == visit.leader_id,
            by=by,
        )
    return Assignment(
        tuple(officer.officer_id for officer in visit.officers),
        visit.leader_id,
        visit.reason.strip(),
    )


def refuse_unfit(
    officer: Candidate,
    *,
    office: Office,
    window_from: dt.date,
    window_to: dt.date,
    leads: bool,
    by: Actor,
) -> None:
    """Raise what keeps an officer from being named for a visit of the office: OwnAssignment,
    NotAnAdministrativeOrgan, OfficerOutsideAuthority, OfficerRecused, OfficerIsSuspended, MayNotLead,
    CertificateNotValid."""
    if officer.officer_id == by.officer_id:
        raise OwnAssignment
    refuse_unless_organ(officer.office)
    if not _is_of_or_below(officer.office, office):
        raise OfficerOutsideAuthority(officer.officer_id)
    if officer.is_recused:
        raise OfficerRecused(officer.officer_id)
    if officer.is_suspended:
        raise OfficerIsSuspended
    if leads and not officer.may_lead:
        raise MayNotLead(officer.officer_id)
    certificates = {officer.officer_id: officer.certificate}
    refuse_unless_valid(certificates, officer.officer_id, window_from, window_to)


def _is_of_or_below(office: Office, above: Office) -> bool:
    if office.authority_id in (above.authority_id, above.successor_id):
        return True
    is_inside = above.subtree.covers(office.subtree) and above.subtree != office.subtree
    return is_inside and not above.sectors.isdisjoint(office.sectors)


def _faults(visit: CaseVisit, today: dt.date) -> Iterator[Violation]:
    if visit.trigger not in CASE_TRIGGERS:
        yield Violation(
            "trigger",
            "计划内检查须随机抽取",
            "must not be PLANNED: planned visits are drawn at random",
        )
    # An invented report does not justify a visit (X76): the complaint must exist.
    if visit.trigger is TaskTrigger.COMPLAINT and visit.origin_complaint_id is None:
        yield Violation("originComplaintId", "须注明投诉举报", "is required for this trigger")
    if not visit.reason.strip():
        yield Violation("reason", "请说明理由", "is required")
    if visit.window_from < today:
        yield Violation("windowFrom", "不得早于今天", "must not be in the past")
    if visit.window_to < visit.window_from:
        yield Violation("windowTo", "不得早于开始日期", "must not be before the first day")
    longest = thresholds.at("DR_MAX_WINDOW", today)
    if not longest.is_met_by((visit.window_to - visit.window_from).days + 1):
        yield Violation(
            "windowTo", f"最长{longest.value}天", f"the period may be at most {longest.value} days"
        )
    named = [officer.officer_id for officer in visit.officers]
    for index, officer_id in enumerate(named):
        if officer_id in named[:index]:
            yield Violation(f"officerIds[{index}]", "重复", "is listed twice")
    if visit.leader_id not in named:
        yield Violation("leaderId", "组长须为检查人员之一", "must be one of the officers")
