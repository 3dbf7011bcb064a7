import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain.inspections.certificates import Certificate, CertificateNotValid
from domain.inspections.file_result import (
    InspectionNotYetHeld,
    NotCheckedIn,
    VisitInFuture,
    WindowOver,
)
from domain.inspections.terms import InspectionState
from domain.moments import SHANGHAI
from domain.positions import Datum, Position
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.roles import Role
from domain.visits.check_ins import (
    AlreadyCheckedIn,
    AlreadyCheckedOut,
    AttendedVisit,
    CheckIn,
    CheckInTooLate,
    ReportedArrival,
    check_in,
    check_out,
)
from domain.visits.terms import ArrivalFlag
from tests.domain.facts import TODAY, an_actor, uid

NOW = dt.datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
WANDA = an_actor(Role.INSPECTOR, officer=11)
VALID = Certificate(TODAY, TODAY)
VISIT = AttendedVisit(
    state=InspectionState.TO_ENTER,
    window_from=TODAY,
    window_to=TODAY,
    issued_at=NOW - DAY,
    certificates={uid(11): VALID},
    arrived={},
    left={},
)
HERE = Position(31.3, 120.6, Datum.WGS84, accuracy_m=20.0)
ARRIVAL = ReportedArrival(NOW, position=HERE)
PRESENT = replace(VISIT, arrived={uid(11): NOW})


def _check_in(
    visit: AttendedVisit, arrival: ReportedArrival, distance_m: int | None = 0
) -> CheckIn:
    return check_in(visit, arrival, distance_m=distance_m, by=WANDA, now=NOW, today=TODAY)


def test_an_arrival_counts_at_the_moment_on_the_servers_clock() -> None:
    arrival = replace(ARRIVAL, claimed_at=NOW - MINUTE, offset_ms=-60_000)

    assert _check_in(VISIT, arrival) == CheckIn(uid(11), NOW, ())


@pytest.mark.parametrize(
    ("visit", "arrival", "refusal"),
    [
        ({"certificates": {uid(12): VALID}}, {}, NotPermitted),
        ({"state": InspectionState.APPROVED}, {}, CheckInTooLate),
        ({"arrived": {uid(11): NOW}}, {}, AlreadyCheckedIn),
        ({"window_from": TODAY + DAY, "window_to": TODAY + DAY}, {}, InspectionNotYetHeld),
        ({}, {"claimed_at": NOW - DAY}, InspectionNotYetHeld),
        ({}, {"claimed_at": NOW + 6 * MINUTE}, VisitInFuture),
        ({"window_from": TODAY - DAY, "window_to": TODAY - DAY}, {}, WindowOver),
        ({"certificates": {uid(11): None}}, {}, CertificateNotValid),
        (
            {"certificates": {uid(11): Certificate(TODAY - DAY, TODAY - DAY)}},
            {},
            CertificateNotValid,
        ),
    ],
)
def test_a_check_in_that_is_refused(
    visit: dict[str, Any], arrival: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _check_in(replace(VISIT, **visit), replace(ARRIVAL, **arrival))


@pytest.mark.parametrize(
    "state",
    [
        InspectionState.TO_ENTER,
        InspectionState.TO_CONFIRM,
        InspectionState.TO_AUDIT,
        InspectionState.AUDIT_REJECTED,
    ],
)
def test_until_the_result_is_approved_officers_come_and_go(state: InspectionState) -> None:
    assert _check_in(replace(VISIT, state=state), ARRIVAL).officer_id == uid(11)
    assert check_out(replace(PRESENT, state=state), ARRIVAL, by=WANDA, now=NOW).flags == ()


@pytest.mark.parametrize("actor", [an_actor(Role.INSPECTOR), an_actor(Role.OVERSIGHT, officer=11)])
def test_only_an_inspector_with_a_place_in_the_visit_checks_in(actor: Any) -> None:
    with pytest.raises(NotPermitted):
        check_in(VISIT, ARRIVAL, distance_m=0, by=actor, now=NOW, today=TODAY)


@pytest.mark.parametrize(
    ("arrival", "distance_m", "flags"),
    [
        ({}, 320, []),
        ({}, 321, [ArrivalFlag.FAR]),
        ({}, None, [ArrivalFlag.NO_COORDINATES]),
        ({"position": None}, 999, [ArrivalFlag.NO_POSITION]),
        ({"position": replace(HERE, accuracy_m=100.0)}, 400, []),
        ({"position": replace(HERE, accuracy_m=101.0)}, 0, [ArrivalFlag.INACCURATE]),
        ({"position": replace(HERE, accuracy_m=None)}, 300, [ArrivalFlag.INACCURATE]),
        ({"is_mock": True}, 0, [ArrivalFlag.MOCKED]),
        ({"offset_ms": 300_000}, 0, []),
        ({"offset_ms": 300_001}, 0, [ArrivalFlag.CLOCK_OFF]),
        ({"certificates_shown": False}, 0, [ArrivalFlag.CERTIFICATE_NOT_SHOWN]),
        ({"rights_told": False}, 0, [ArrivalFlag.RIGHTS_NOT_TOLD]),
    ],
)
def test_what_is_odd_about_an_arrival_is_noted_and_refused_never(
    arrival: dict[str, Any], distance_m: int | None, flags: list[ArrivalFlag]
) -> None:
    assert _check_in(VISIT, replace(ARRIVAL, **arrival), distance_m).flags == tuple(flags)


def test_an_arrival_before_the_visit_was_issued_is_noted_beyond_the_tolerance() -> None:
    within, beyond = NOW + 5 * MINUTE, NOW + 6 * MINUTE

    assert _check_in(replace(VISIT, issued_at=within), ARRIVAL).flags == ()
    assert _check_in(replace(VISIT, issued_at=beyond), ARRIVAL).flags == (ArrivalFlag.BEFORE_ISSUE,)


def test_a_departure_counts_at_the_moment_on_the_servers_clock() -> None:
    departure = ReportedArrival(NOW + MINUTE, offset_ms=30_000)

    at = NOW + MINUTE / 2
    assert check_out(PRESENT, departure, by=WANDA, now=NOW) == CheckIn(uid(11), at, ())


@pytest.mark.parametrize(
    ("visit", "claimed_at", "refusal"),
    [
        ({"certificates": {}}, NOW, NotPermitted),
        ({"state": InspectionState.APPROVED}, NOW, CheckInTooLate),
        ({"arrived": {}}, NOW, NotCheckedIn),
        ({"left": {uid(11): NOW}}, NOW, AlreadyCheckedOut),
        ({}, NOW + 6 * MINUTE, VisitInFuture),
        ({}, NOW - MINUTE, InvalidInput),
    ],
)
def test_a_check_out_that_is_refused(
    visit: dict[str, Any], claimed_at: dt.datetime, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        check_out(replace(PRESENT, **visit), ReportedArrival(claimed_at), by=WANDA, now=NOW)
