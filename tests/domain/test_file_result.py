import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.checklists import OFF_CAMPUS_GENERAL
from domain.inspections.certificates import Certificate, CertificateNotValid
from domain.inspections.file_result import (
    Filing,
    Inspection,
    InspectionNotYetHeld,
    NotCheckedIn,
    ResultAlreadyFiled,
    VisitInFuture,
    WindowOver,
    file_result,
)
from domain.inspections.reports import Answer, FoundViolation, Report
from domain.inspections.results import (
    NEGATIVE,
    AttemptsRequired,
    FindingRequired,
    OrderRequired,
    ResultContradictsFindings,
)
from domain.inspections.terms import Handling, InspectionState, Measure, Method, ResultCode
from domain.moments import SHANGHAI, day_of
from domain.positions import Datum, Position
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.roles import Role
from domain.transitions import IllegalTransition
from tests.domain.facts import CALENDAR, TODAY, an_actor, uid

WANDA, IVAN = uid(11), uid(12)
VALID = Certificate(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
NOW = dt.datetime(2026, 3, 4, 18, 0, tzinfo=SHANGHAI)
INSPECTION = Inspection(
    InspectionState.TO_ENTER,
    window_from=dt.date(2026, 3, 2),
    window_to=dt.date(2026, 3, 6),
    officers=frozenset({WANDA, IVAN}),
    certificates={WANDA: VALID, IVAN: VALID},
    arrivals={IVAN: NOW - dt.timedelta(hours=3)},
)
ITEM, OTHER_ITEM = "OC01_LICENCE", "OC17_FIRE"
FINE = Answer(ITEM, True, False, Handling.NONE)
BAD = Answer(OTHER_ITEM, True, True, Handling.ORDERED)
FIRE = FoundViolation("SAFETY_FIRE", OTHER_ITEM)
CLEAN = Report(
    visit_started_at=NOW - dt.timedelta(hours=3),
    visit_ended_at=NOW - dt.timedelta(hours=1),
    result_codes=(ResultCode.NO_PROBLEM,),
    measures=(Measure.NONE_NEEDED,),
    methods=(Method.ON_SITE,),
    summary="",
    answers=(FINE,),
)
PENDING = replace(
    CLEAN,
    result_codes=(ResultCode.PROBLEM_PENDING,),
    measures=(Measure.ORDER_CORRECTION,),
    answers=(FINE, BAD),
    findings=(FIRE,),
)


def file(
    report: Report = CLEAN,
    inspection: Inspection = INSPECTION,
    officer: int | None = 11,
    now: dt.datetime = NOW,
) -> Filing:
    return file_result(
        inspection,
        report,
        by=an_actor(Role.INSPECTOR, officer=officer),
        now=now,
        today=day_of(now),
        checklist=OFF_CAMPUS_GENERAL,
        calendar=CALENDAR,
    )


def refused(refusal: type[Refusal], *args: Any, **facts: Any) -> dict[str, Any]:
    with pytest.raises(refusal) as raised:
        file(*args, **facts)
    return vars(raised.value)


def fields(report: Report, **facts: Any) -> list[str]:
    return [each.field for each in refused(InvalidInput, report, **facts)["violations"]]


@pytest.mark.parametrize("report", [CLEAN, PENDING], ids=["clean", "pending"])
def test_a_result_is_filed_and_waits_for_the_other_officers(report: Report) -> None:
    filing = file(report)

    assert (filing.version_no, filing.state) == (1, InspectionState.TO_CONFIRM)
    assert (filing.filed_by, filing.filed_at) == (WANDA, NOW)
    assert filing.inspected_on == TODAY
    assert filing.publish_due.on == CALENDAR.after(TODAY, 20)[0]
    assert not filing.clock_is_off
    assert filing.wgs84 is None


def test_an_officer_alone_sends_the_result_straight_to_audit() -> None:
    alone = replace(INSPECTION, officers=frozenset({WANDA}))
    assert file(inspection=alone).state is InspectionState.TO_AUDIT


def test_a_rejected_result_is_filed_again_as_the_next_version_with_a_reason() -> None:
    rejected = replace(
        INSPECTION, state=InspectionState.AUDIT_REJECTED, filed_at=NOW, record_count=1
    )
    assert fields(CLEAN, inspection=rejected) == ["correctionReason"]
    assert file(replace(CLEAN, correction_reason="补充"), rejected).version_no == 2


def test_a_first_version_corrects_nothing() -> None:
    assert fields(replace(CLEAN, correction_reason="补充")) == ["correctionReason"]


@pytest.mark.parametrize("officer", [13, None])
def test_an_officer_not_assigned_may_not_file(officer: int | None) -> None:
    refused(NotPermitted, officer=officer)


@pytest.mark.parametrize(
    "state",
    [InspectionState.TO_CONFIRM, InspectionState.TO_AUDIT, InspectionState.PUBLISHED],
)
def test_a_result_is_filed_once(state: InspectionState) -> None:
    filed = replace(INSPECTION, state=state, filed_at=NOW, record_count=1)
    assert refused(ResultAlreadyFiled, inspection=filed) == {"filed_at": NOW}


def test_a_voided_visit_takes_no_result() -> None:
    refused(IllegalTransition, inspection=replace(INSPECTION, state=InspectionState.VOIDED))


def visited(start: str, end: str) -> Report:
    return replace(
        CLEAN,
        visit_started_at=dt.datetime.fromisoformat(f"2026-{start}+08:00"),
        visit_ended_at=dt.datetime.fromisoformat(f"2026-{end}+08:00"),
    )


@pytest.mark.parametrize(
    ("start", "end", "now", "refusal"),
    [
        ("03-01T23:59", "03-02T00:30", "03-04T18:00", InspectionNotYetHeld),
        ("03-01T10:00", "03-01T11:00", "03-01T12:00", InspectionNotYetHeld),
        ("03-02T10:00", "03-02T11:00", "03-01T12:00", InspectionNotYetHeld),
        ("03-04T17:00", "03-04T18:06", "03-04T18:00", VisitInFuture),
        ("03-06T23:00", "03-07T00:10", "03-09T18:00", WindowOver),
        ("03-07T10:00", "03-07T11:00", "03-09T18:00", WindowOver),
    ],
)
def test_a_visit_outside_its_time_is_refused(
    start: str, end: str, now: str, refusal: type[Refusal]
) -> None:
    moment = dt.datetime.fromisoformat(f"2026-{now}+08:00")
    refused(refusal, visited(start, end), now=moment)


def test_a_lawful_visit_uploaded_days_after_the_window_is_accepted() -> None:
    late = dt.datetime(2026, 3, 9, 8, 0, tzinfo=SHANGHAI)
    assert file(visited("03-06T10:00", "03-06T23:59"), now=late).inspected_on.day == 6


def test_five_minutes_ahead_of_the_server_are_tolerated() -> None:
    file(visited("03-04T17:00", "03-04T18:05"))


def test_the_day_of_the_visit_is_the_day_in_shanghai() -> None:
    report = replace(
        CLEAN,
        visit_started_at=dt.datetime(2026, 3, 3, 16, 30, tzinfo=dt.UTC),
        visit_ended_at=dt.datetime(2026, 3, 3, 17, 0, tzinfo=dt.UTC),
    )
    early = replace(INSPECTION, arrivals={WANDA: dt.datetime(2026, 3, 3, 16, tzinfo=dt.UTC)})
    assert file(report, early).inspected_on == dt.date(2026, 3, 4)


def test_a_visit_on_site_needs_an_officer_who_was_there_by_its_end() -> None:
    ended = CLEAN.visit_ended_at
    for arrivals in ({}, {IVAN: ended + dt.timedelta(seconds=1)}):
        refused(NotCheckedIn, inspection=replace(INSPECTION, arrivals=arrivals))
    file(inspection=replace(INSPECTION, arrivals={IVAN: ended}))
    on_paper = replace(CLEAN, methods=(Method.WRITTEN,))
    file(on_paper, replace(INSPECTION, arrivals={}))


@pytest.mark.parametrize("hours", [3, -3])
def test_a_phone_hours_off_that_says_so_is_taken_at_the_servers_time(hours: int) -> None:
    off = dt.timedelta(hours=hours)
    report = replace(
        CLEAN,
        visit_started_at=CLEAN.visit_started_at + off,
        visit_ended_at=CLEAN.visit_ended_at + off,
        device_clock_offset_ms=hours * 3_600_000,
    )

    filing = file(report)

    assert (filing.started_at, filing.ended_at) == (CLEAN.visit_started_at, CLEAN.visit_ended_at)
    assert filing.clock_is_off
    ahead = replace(report, visit_ended_at=NOW + off + dt.timedelta(minutes=6))
    refused(VisitInFuture, ahead)


def test_before_all_have_confirmed_a_correction_needs_its_reason() -> None:
    filed = replace(INSPECTION, state=InspectionState.TO_CONFIRM, filed_at=NOW, record_count=1)
    corrected = replace(CLEAN, correction_reason="漏填一项")

    filing = file(corrected, filed, officer=12)

    assert (filing.version_no, filing.state) == (2, InspectionState.TO_CONFIRM)
    for state in (InspectionState.TO_AUDIT, InspectionState.PUBLISHED):
        refused(ResultAlreadyFiled, corrected, replace(filed, state=state))


@pytest.mark.parametrize(
    ("offset", "is_off"),
    [(None, False), (300_000, False), (-300_000, False), (300_001, True), (-300_001, True)],
)
def test_a_clock_more_than_five_minutes_off_is_flagged(offset: int | None, is_off: bool) -> None:
    assert file(replace(CLEAN, device_clock_offset_ms=offset)).clock_is_off == is_off


@pytest.mark.parametrize(
    "certificate", [None, replace(VALID, valid_to=TODAY - dt.timedelta(days=1))]
)
def test_the_filers_certificate_is_checked_on_the_day_of_the_visit(
    certificate: Certificate | None,
) -> None:
    refused(CertificateNotValid, inspection=replace(INSPECTION, certificates={WANDA: certificate}))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"visit_ended_at": CLEAN.visit_started_at - dt.timedelta(minutes=1)}, "visitEndedAt"),
        ({"methods": ()}, "methods"),
        ({"measures": ()}, "measures"),
        ({"result_codes": ()}, "resultCodes"),
        ({"methods": (Method.ON_SITE, Method.ON_SITE)}, "methods"),
        ({"answers": (FINE, FINE)}, "answers[1].itemCode"),
        ({"answers": (FINE, replace(FINE, item_code="NO_ITEM"))}, "answers[1].itemCode"),
        ({"answers": (replace(FINE, handling=None),)}, "answers[0].handling"),
        ({"answers": (replace(FINE, problem_found=None),)}, "answers[0].problemFound"),
        ({"answers": (replace(FINE, handling=Handling.ORDERED),)}, "answers[0].handling"),
        ({"answers": (FINE, Answer(OTHER_ITEM, False, False))}, "answers[1].problemFound"),
        ({"answers": ()}, "answers"),
        ({"answers": (Answer(ITEM, False),)}, "answers"),
        ({"findings": (FoundViolation("NO_CODE"),)}, "findings[0].violationCode"),
        ({"findings": (FoundViolation("OTHER", "NO_ITEM"),)}, "findings[0].itemCode"),
        ({"position": Position(91, 0, Datum.WGS84)}, "position.latitude"),
        ({"position": Position(0, float("nan"), Datum.WGS84)}, "position.longitude"),
        ({"position": Position(0, 0, Datum.WGS84, -1)}, "position.accuracyM"),
        ({"result_codes": (ResultCode.NO_PROBLEM, ResultCode.MOVED_OUT)}, "resultCodes"),
        ({"measures": (Measure.NONE_NEEDED, Measure.OTHER)}, "measures"),
        (
            {"result_codes": (ResultCode.OTHER,), "measures": (Measure.OTHER,), "summary": " "},
            "summary",
        ),
        (
            {
                "result_codes": (ResultCode.QUALIFIED, ResultCode.UNQUALIFIED),
                "measures": (Measure.OTHER,),
            },
            "resultCodes",
        ),
    ],
)
def test_a_fault_of_form_is_told_with_its_path(changes: dict[str, Any], field: str) -> None:
    assert fields(replace(CLEAN, **changes)) == [field]


def test_every_fault_is_told_at_once() -> None:
    report = replace(
        CLEAN,
        methods=(),
        answers=(FINE, replace(FINE, item_code="NO_ITEM", handling=None)),
        findings=(FoundViolation("NO_CODE"),),
    )
    assert fields(report) == [
        "methods",
        "answers[1].itemCode",
        "answers[1].handling",
        "findings[0].violationCode",
    ]


@pytest.mark.parametrize(
    ("report", "refusal"),
    [
        (replace(CLEAN, findings=(FIRE,)), ResultContradictsFindings),
        (replace(CLEAN, answers=(FINE, BAD)), ResultContradictsFindings),
        (
            replace(PENDING, result_codes=(ResultCode.MOVED_OUT,)),
            ResultContradictsFindings,
        ),
        (replace(PENDING, findings=()), FindingRequired),
        (replace(PENDING, findings=(), result_codes=(ResultCode.INFO_FALSE,)), FindingRequired),
        (
            replace(PENDING, findings=(), result_codes=(ResultCode.INFO_NOT_PUBLISHED,)),
            FindingRequired,
        ),
        (replace(PENDING, result_codes=(ResultCode.CORRECTED_AFTER_ORDER,)), OrderRequired),
        (replace(PENDING, result_codes=(ResultCode.UNREACHABLE,)), AttemptsRequired),
    ],
)
def test_a_result_the_report_does_not_bear_out_is_refused(
    report: Report, refusal: type[Refusal]
) -> None:
    refused(refusal, report)


def test_a_problem_needs_a_measure() -> None:
    assert fields(replace(PENDING, measures=(Measure.NONE_NEEDED,))) == ["measures"]


def test_unreachable_needs_two_attempts_of_different_time_none_in_the_future() -> None:
    before = [NOW - dt.timedelta(days=d) for d in (1, 2)]
    unreachable = replace(
        CLEAN,
        result_codes=(ResultCode.UNREACHABLE,),
        measures=(Measure.NOTIFY_OTHER_DEPARTMENT,),
        answers=(),
    )
    for attempts in [(before[0], before[0]), (before[0], NOW + dt.timedelta(hours=1))]:
        values = refused(AttemptsRequired, replace(unreachable, attempts=attempts))
        assert values == {"required": 2, "recorded": 1}
    file(replace(unreachable, attempts=tuple(before)))


def test_unreachable_stands_on_one_visit_with_evidence_too() -> None:
    unreachable = replace(
        CLEAN,
        result_codes=(ResultCode.UNREACHABLE,),
        measures=(Measure.NOTIFY_OTHER_DEPARTMENT,),
        methods=(Method.WRITTEN,),
        answers=(),
    )
    file(unreachable, replace(INSPECTION, has_evidence=True))
    refused(AttemptsRequired, unreachable, INSPECTION)
    refused(AttemptsRequired, unreachable, replace(INSPECTION, has_evidence=True, arrivals={}))


def test_a_position_is_kept_as_given_and_as_wgs84() -> None:
    given = Position(31.3, 120.6, Datum.GCJ02, 12.0)
    filing = file(replace(CLEAN, position=given))
    assert filing.wgs84 is not None
    assert filing.wgs84.datum is Datum.WGS84
    assert 0.001 < abs(filing.wgs84.latitude - 31.3) + abs(filing.wgs84.longitude - 120.6) < 0.02


CODES = st.lists(st.sampled_from(list(ResultCode)), min_size=1, max_size=4, unique=True)
MEASURES = st.lists(st.sampled_from(list(Measure)), min_size=1, max_size=3, unique=True)


@given(CODES, MEASURES, st.booleans(), st.booleans(), st.integers(0, 3))
def test_what_is_filed_never_contradicts_itself(
    codes: list[ResultCode],
    measures: list[Measure],
    has_problem: bool,
    has_finding: bool,
    attempt_count: int,
) -> None:
    report = replace(
        CLEAN,
        result_codes=tuple(codes),
        measures=tuple(measures),
        summary="说明",
        answers=(FINE, BAD) if has_problem else (FINE,),
        findings=(FIRE,) if has_finding else (),
        attempts=tuple(NOW - dt.timedelta(days=d) for d in range(attempt_count)),
    )
    try:
        file(report)
    except Refusal:
        return

    assert ResultCode.NO_PROBLEM not in codes or (len(codes) == 1 and not report.has_problem)
    assert ResultCode.CORRECTED_AFTER_ORDER not in codes
    assert ResultCode.PROBLEM_PENDING not in codes or has_finding
    assert ResultCode.UNREACHABLE not in codes or attempt_count >= 2
    assert not report.has_problem or NEGATIVE.intersection(codes)
    assert Measure.NONE_NEEDED not in measures or not NEGATIVE.intersection(codes)
