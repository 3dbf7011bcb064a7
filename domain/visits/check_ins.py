"""Who may check in to a visit and out of it, and what is noted about it."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain import thresholds
from domain.actors import Actor
from domain.inspections.certificates import Certificate, refuse_unless_valid
from domain.inspections.file_result import (
    InspectionNotYetHeld,
    NotCheckedIn,
    VisitInFuture,
    WindowOver,
)
from domain.inspections.terms import InspectionState
from domain.moments import day_of
from domain.permissions import Permission
from domain.positions import Position
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.visits.clocks import corrected, is_off, tolerance
from domain.visits.terms import ArrivalFlag, PositionProvider

_OPEN = (
    InspectionState.TO_ENTER,
    InspectionState.TO_CONFIRM,
    InspectionState.TO_AUDIT,
    InspectionState.AUDIT_REJECTED,
)


@dataclass(eq=False)
class AlreadyCheckedIn(
    Refusal,
    zh="您已于{checked_in_at}签到。",
    en="You already checked in at {checked_in_at} (Shanghai time).",
):
    """One arrival of each officer; the first is kept as it was claimed."""

    checked_in_at: dt.datetime


@dataclass(eq=False)
class AlreadyCheckedOut(
    Refusal,
    zh="您已于{checked_out_at}签退。",
    en="You already checked out at {checked_out_at} (Shanghai time).",
):
    checked_out_at: dt.datetime


@dataclass(eq=False)
class CheckInTooLate(
    Refusal,
    zh="该检查当前“{state.zh}”，不能再签到或签退。",
    en="You can no longer check in or out of this visit. Current state: {state.en}.",
):
    state: InspectionState


@dataclass(frozen=True, slots=True)
class ReportedArrival:
    """What the phone claims of an arrival or a departure."""

    claimed_at: dt.datetime
    offset_ms: int | None = None
    position: Position | None = None
    provider: PositionProvider | None = None
    is_mock: bool = False
    certificates_shown: bool = True
    rights_told: bool = True


@dataclass(frozen=True, slots=True)
class AttendedVisit:
    """The facts about a visit; `arrived` and `left` by officer, at the moments that count."""

    state: InspectionState
    window_from: dt.date
    window_to: dt.date
    issued_at: dt.datetime
    certificates: Mapping[UUID, Certificate | None]
    arrived: Mapping[UUID, dt.datetime]
    left: Mapping[UUID, dt.datetime]


@dataclass(frozen=True, slots=True)
class CheckIn:
    """`corrected_at` is the moment that counts."""

    officer_id: UUID
    corrected_at: dt.datetime
    flags: tuple[ArrivalFlag, ...]


def check_in(
    visit: AttendedVisit,
    arrival: ReportedArrival,
    *,
    distance_m: int | None,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> CheckIn:
    """Take an arrival in, or refuse it. Far, mocked, inaccurate: noted, never refused.

    NotPermitted for an officer not sent; CheckInTooLate; AlreadyCheckedIn; InspectionNotYetHeld,
    VisitInFuture, WindowOver; CertificateNotValid at that time. `distance_m` is None where the phone
    or the place has no position.
    """
    officer_id = _sent(visit, by)
    if visit.state not in _OPEN:
        raise CheckInTooLate(visit.state)
    if officer_id in visit.arrived:
        raise AlreadyCheckedIn(visit.arrived[officer_id])
    at = corrected(arrival.claimed_at, arrival.offset_ms)
    on = day_of(at)
    if min(today, on) < visit.window_from:
        raise InspectionNotYetHeld(visit.window_from)
    if at > now + tolerance(today):
        raise VisitInFuture
    if on > visit.window_to:
        raise WindowOver(visit.window_to)
    refuse_unless_valid(visit.certificates, officer_id, on, on)
    flags = tuple(_flags(visit, arrival, at, on, distance_m))
    return CheckIn(officer_id, at, flags)


def check_out(
    visit: AttendedVisit, arrival: ReportedArrival, *, by: Actor, now: dt.datetime
) -> CheckIn:
    """Take a departure in. NotPermitted, CheckInTooLate, NotCheckedIn, AlreadyCheckedOut,
    VisitInFuture; InvalidInput for one before the arrival."""
    officer_id = _sent(visit, by)
    if visit.state not in _OPEN:
        raise CheckInTooLate(visit.state)
    if officer_id not in visit.arrived:
        raise NotCheckedIn
    if officer_id in visit.left:
        raise AlreadyCheckedOut(visit.left[officer_id])
    at = corrected(arrival.claimed_at, arrival.offset_ms)
    if at > now + tolerance(day_of(now)):
        raise VisitInFuture
    if at < visit.arrived[officer_id]:
        raise InvalidInput.of("claimedAt", "不得早于签到时间", "must not be before the check-in")
    return CheckIn(officer_id, at, ())


def _sent(visit: AttendedVisit, by: Actor) -> UUID:
    by.needs(Permission.VISIT_ATTEND)
    if by.officer_id is None or by.officer_id not in visit.certificates:
        raise NotPermitted(Permission.VISIT_ATTEND)
    return by.officer_id


def _flags(
    visit: AttendedVisit,
    arrival: ReportedArrival,
    at: dt.datetime,
    on: dt.date,
    distance_m: int | None,
) -> Iterator[ArrivalFlag]:
    if arrival.position is None:
        yield ArrivalFlag.NO_POSITION
    else:
        yield from _flags_of_place(arrival.position, on, distance_m)
    if arrival.is_mock:
        yield ArrivalFlag.MOCKED
    if is_off(arrival.offset_ms, on):
        yield ArrivalFlag.CLOCK_OFF
    if at < visit.issued_at - tolerance(on):
        yield ArrivalFlag.BEFORE_ISSUE
    if not arrival.certificates_shown:
        yield ArrivalFlag.CERTIFICATE_NOT_SHOWN
    if not arrival.rights_told:
        yield ArrivalFlag.RIGHTS_NOT_TOLD


def _flags_of_place(
    position: Position, on: dt.date, distance_m: int | None
) -> Iterator[ArrivalFlag]:
    nearest = thresholds.at("DR_CHECK_IN_DISTANCE", on)
    accuracy_m = position.accuracy_m
    if distance_m is None:
        yield ArrivalFlag.NO_COORDINATES
    elif distance_m > nearest.value + (accuracy_m or 0):
        yield ArrivalFlag.FAR
    # An accuracy that is not stated may be anything.
    stated = math.inf if accuracy_m is None else accuracy_m
    if stated > thresholds.at("DR_CHECK_IN_ACCURACY", on).value:
        yield ArrivalFlag.INACCURATE
