"""When an inspection's result may be filed, and what follows from it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain import deadlines
from domain.actors import Actor
from domain.checklists import Checklist
from domain.deadlines import Due
from domain.inspections import reports, results
from domain.inspections.certificates import Certificate, refuse_unless_valid
from domain.inspections.reports import Report
from domain.inspections.terms import InspectionState, Method
from domain.inspections.transitions import RESULT
from domain.moments import day_of
from domain.permissions import Permission
from domain.positions import Position, to_wgs84
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.transitions import transition
from domain.versions import rules_version
from domain.visits.clocks import corrected, is_off, tolerance
from domain.workdays import Calendar

_OPEN = (
    InspectionState.TO_ENTER,
    InspectionState.AUDIT_REJECTED,
    InspectionState.TO_CORRECT,
)


@dataclass(eq=False)
class ResultAlreadyFiled(
    Refusal,
    zh="检查结果已于{filed_at}录入。",
    en="The result was already filed at {filed_at} (Shanghai time).",
    basis="X42",
):
    filed_at: dt.datetime


@dataclass(eq=False)
class InspectionNotYetHeld(
    Refusal,
    zh="检查时限自{window_from}起，此前不得录入结果。",
    en="The inspection begins on {window_from} at the earliest. No result can be filed for an "
    "earlier day.",
    basis="X44",
):
    window_from: dt.date


@dataclass(eq=False)
class WindowOver(
    Refusal,
    zh="检查须于{window_to}当日或此前完成。",
    en="The inspection had to be completed by {window_to}.",
    basis="X44",
):
    window_to: dt.date


class VisitInFuture(
    Refusal,
    zh="填报的检查结束时间晚于当前时间，请更正。",
    en="The reported end of the visit is in the future. Correct the time.",
):
    """More than the tolerated difference of clocks ahead of the server."""


class NotCheckedIn(
    Refusal,
    zh="检查结束前没有检查人员签到，不能录入现场检查结果。",
    en="No officer had checked in before the visit ended, so no on-site result can be filed.",
    basis="X44",
):
    """An on-site result needs an officer who checked in at the place."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """The facts about a visit on which its filing depends; `officers` are those assigned now.

    `record_count` is the number of versions filed so far; window days are inclusive. `arrivals` are
    the check-ins of those officers on the server's clock; `has_evidence` is whether any counts;
    `predates_arrivals` is whether it was filed for the first time before check-ins were kept.
    """

    state: InspectionState
    window_from: dt.date
    window_to: dt.date
    officers: frozenset[UUID]
    certificates: Mapping[UUID, Certificate | None]
    filed_at: dt.datetime | None = None
    record_count: int = 0
    arrivals: Mapping[UUID, dt.datetime] = field(default_factory=dict)
    has_evidence: bool = False
    predates_arrivals: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """A filed result; the filer counts as having confirmed it.

    `wgs84` is the position converted, None where none was given; `started_at` and `ended_at` are the
    claimed moments on the server's clock; `inspected_on` is the day the visit ended in
    Asia/Shanghai, from which the time to publish counts.
    """

    version_no: int
    state: InspectionState
    filed_by: UUID
    filed_at: dt.datetime
    started_at: dt.datetime
    ended_at: dt.datetime
    inspected_on: dt.date
    clock_is_off: bool
    publish_due: Due
    wgs84: Position | None
    rules_version: str


def file_result(
    inspection: Inspection,
    report: Report,
    *,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
    checklist: Checklist,
    calendar: Calendar,
) -> Filing:
    """Decide the filing, or refuse it.

    In this order: NotPermitted for an officer not assigned; ResultAlreadyFiled, but for a correction
    that says why; InspectionNotYetHeld, VisitInFuture, WindowOver; InvalidInput with every fault of
    form; CertificateNotValid on a day of the visit; NotCheckedIn for a visit on site; then the
    result codes: ResultContradictsFindings, OrderRequired, FindingRequired, AttemptsRequired.
    Receipt may come after the window as long as the claimed visit lies within it.
    """
    officer_id = _assigned(inspection, by)
    state = _next_state(inspection, report, officer_id)
    started_at = corrected(report.visit_started_at, report.device_clock_offset_ms)
    ended_at = corrected(report.visit_ended_at, report.device_clock_offset_ms)
    started_on, ended_on = day_of(started_at), day_of(ended_at)
    _refuse_wrong_time(inspection, started_on, ended_at, now, today)
    version_no = inspection.record_count + 1
    faults = (*reports.faults(report, checklist, version_no=version_no), *results.faults(report))
    if faults:
        raise InvalidInput(faults)
    refuse_unless_valid(inspection.certificates, officer_id, started_on, ended_on)
    was_there = any(arrived_at <= ended_at for arrived_at in inspection.arrivals.values())
    is_known = was_there or inspection.predates_arrivals
    if Method.ON_SITE in report.methods and not is_known:
        raise NotCheckedIn
    is_shown = was_there and inspection.has_evidence
    results.refuse_unsupported(report, on=ended_on, now=now, is_shown=is_shown)
    return Filing(
        version_no=version_no,
        state=state,
        filed_by=officer_id,
        filed_at=now,
        started_at=started_at,
        ended_at=ended_at,
        inspected_on=ended_on,
        clock_is_off=is_off(report.device_clock_offset_ms, ended_on),
        publish_due=deadlines.due(deadlines.at("DR_PUBLISH", ended_on), ended_on, calendar),
        wgs84=to_wgs84(report.position) if report.position else None,
        rules_version=rules_version(),
    )


def _assigned(inspection: Inspection, by: Actor) -> UUID:
    by.needs(Permission.INSPECTION_FILE_RESULT)
    if by.officer_id is None or by.officer_id not in inspection.officers:
        raise NotPermitted(Permission.INSPECTION_FILE_RESULT)
    return by.officer_id


def _next_state(inspection: Inspection, report: Report, officer_id: UUID) -> InspectionState:
    is_corrected = inspection.state is InspectionState.TO_CONFIRM and report.correction_reason
    if inspection.filed_at is not None and inspection.state not in _OPEN and not is_corrected:
        raise ResultAlreadyFiled(inspection.filed_at)
    is_alone = inspection.officers == {officer_id}
    return transition(RESULT, inspection.state, "file_alone" if is_alone else "file")


def _refuse_wrong_time(
    inspection: Inspection,
    started_on: dt.date,
    ended_at: dt.datetime,
    now: dt.datetime,
    today: dt.date,
) -> None:
    if min(today, started_on) < inspection.window_from:
        raise InspectionNotYetHeld(inspection.window_from)
    if ended_at > now + tolerance(today):
        raise VisitInFuture
    if max(started_on, day_of(ended_at)) > inspection.window_to:
        raise WindowOver(inspection.window_to)
