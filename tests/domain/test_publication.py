"""Publication: the clocks around holidays and make-up days, how long results stay, what follows."""

import datetime as dt
from dataclasses import replace

import pytest

from domain import deadlines
from domain.actors import Actor, Grant
from domain.inspections.terms import InspectionState, Measure
from domain.publication import corrections, follow_ups, publish_result, withdrawals
from domain.publication.publish_result import ApprovedResult, Withheld
from domain.publication.results import DeciderTookPart, PublicResult, ResultNotStanding
from domain.publication.terms import FollowUpState, ObjectionState, WithdrawalGround
from domain.refusals import NotPermitted
from domain.roles import Role
from tests.domain.facts import BUREAU, CALENDAR, COUNTY_BUREAU, an_actor, uid

S = InspectionState
MAPLE = uid(500)
AUDITOR = an_actor(Role.RESULT_AUDITOR)
HEAD = an_actor(Role.HEAD)
INSTITUTION = Actor(uid(600), (Grant(Role.INSTITUTION_ADMIN, institution_id=MAPLE),))
PUBLISHED = PublicResult(S.PUBLISHED, MAPLE, BUREAU.authority_id, frozenset({uid(11), uid(12)}))
APPROVED = ApprovedResult(
    S.APPROVED,
    BUREAU.authority_id,
    frozenset({uid(11)}),
    ("SAFETY_FIRE",),
    dt.date(2026, 3, 4),
    "52320500MJ0000001A",
)
# The notices of 2025 list nothing after its National Day, so that December follows the week.
KNOWN = replace(CALENDAR, known_from=dt.date(2025, 11, 1))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("visited_on", "due_on", "provisional"),
    [
        # Over New Year, where Sunday 4 January is made up for Friday 2 January.
        ("2025-12-19", "2026-01-19", False),
        ("2025-12-31", "2026-01-29", False),
        # Over Spring Festival: 15 to 23 February free, Saturdays 14 and 28 February made up.
        ("2026-02-02", "2026-03-06", False),
        ("2026-02-13", "2026-03-19", False),
        ("2026-02-20", "2026-03-20", False),
        # Over Mid-Autumn and National Day: Sunday 20 September and Saturday 10 October made up.
        ("2026-09-10", "2026-10-14", False),
        ("2026-09-30", "2026-11-03", False),
        # To the last day of the loaded notices, and beyond.
        ("2026-12-03", "2026-12-31", False),
        ("2026-12-10", "2027-01-07", True),
    ],
)
def test_a_result_is_public_twenty_working_days_after_the_visit(
    visited_on: str, due_on: str, provisional: bool
) -> None:
    due = deadlines.due(deadlines.at("DR_PUBLISH", day(visited_on)), day(visited_on), KNOWN)

    assert (due.on, due.provisional) == (day(due_on), provisional)


@pytest.mark.parametrize(
    ("found_on", "due_on", "provisional"),
    [
        ("2025-12-30", "2026-01-07", False),
        ("2025-12-31", "2026-01-08", False),
        ("2026-01-03", "2026-01-08", False),
        ("2026-01-04", "2026-01-09", False),
        ("2026-02-13", "2026-02-27", False),
        ("2026-02-14", "2026-02-28", False),
        ("2026-02-23", "2026-02-28", False),
        ("2026-02-28", "2026-03-06", False),
        ("2026-09-18", "2026-09-24", False),
        ("2026-09-29", "2026-10-12", False),
        ("2026-12-24", "2026-12-31", False),
        ("2026-12-28", "2027-01-04", True),
    ],
)
def test_an_error_is_corrected_five_working_days_after_it_was_found(
    found_on: str, due_on: str, provisional: bool
) -> None:
    result = replace(PUBLISHED, published_on=day("2025-11-03"))
    on = day(found_on)

    correction = corrections.reopen(result, by=AUDITOR, found_on=on, today=on, calendar=KNOWN)

    assert correction.state is S.TO_CORRECT
    assert (correction.due.on, correction.due.provisional) == (day(due_on), provisional)
    assert correction.due.rule_code == "DR_CORRECT"


@pytest.mark.parametrize(
    ("received_on", "due_on", "provisional"),
    [
        ("2025-12-25", "2026-01-09", False),
        ("2026-02-09", "2026-02-28", False),
        ("2026-09-23", "2026-10-14", False),
        ("2026-12-21", "2027-01-04", True),
    ],
)
def test_an_objection_is_verified_within_ten_working_days(
    received_on: str, due_on: str, provisional: bool
) -> None:
    due = corrections.object_to(PUBLISHED, by=INSTITUTION, today=day(received_on), calendar=KNOWN)

    assert (due.on, due.provisional, due.rule_code) == (day(due_on), provisional, "DR_OBJECTION")


def test_the_clock_of_a_correction_runs_from_the_finding_not_from_its_being_told() -> None:
    correction = corrections.reopen(
        replace(PUBLISHED, published_on=day("2026-02-02")),
        by=AUDITOR,
        found_on=day("2026-02-13"),
        today=day("2026-03-02"),
        calendar=KNOWN,
    )

    assert correction.due.on == day("2026-02-27")


@pytest.mark.parametrize(
    ("published_on", "code", "until"),
    [
        ("2026-03-04", "52320500MJ0000001A", "2031-03-04"),
        ("2026-03-04", "91320500MA0000001A", "2031-03-04"),
        ("2026-03-04", "92320500MA0000001A", "2028-03-04"),
        ("2028-02-29", "91320500MA0000001A", "2033-02-28"),
    ],
)
def test_natural_persons_stay_public_for_two_years_others_for_five(
    published_on: str, code: str, until: str
) -> None:
    assert publish_result.public_until(day(published_on), code) == day(until)


def test_a_correction_does_not_lengthen_the_time_in_public() -> None:
    corrected = replace(
        APPROVED,
        first_published_on=day("2026-03-04"),
        correct_due_on=day("2026-06-09"),
    )

    in_time = publish_result.publish(
        corrected, by=AUDITOR, withheld=Withheld(), today=day("2026-06-09")
    )
    late = publish_result.publish(
        corrected, by=AUDITOR, withheld=Withheld(), today=day("2026-06-10")
    )

    assert (in_time.event, in_time.state) == ("publish_correction", S.CORRECTED)
    assert in_time.term.expires_on == late.term.expires_on == day("2031-03-04")
    assert (in_time.is_late, late.is_late) == (False, True)


@pytest.mark.parametrize(("on", "is_late"), [("2026-03-04", False), ("2026-03-05", True)])
def test_the_last_day_is_in_time(on: str, is_late: bool) -> None:
    decided = publish_result.publish(APPROVED, by=AUDITOR, withheld=Withheld(), today=day(on))

    assert (decided.event, decided.state, decided.is_late) == ("publish", S.PUBLISHED, is_late)


def test_an_objection_is_not_decided_by_who_approved_the_version() -> None:
    result = replace(PUBLISHED, approved_by=AUDITOR.account_id)
    today = day("2026-03-04")

    with pytest.raises(DeciderTookPart):
        corrections.decide_objection(
            result,
            ObjectionState.RECEIVED,
            by=AUDITOR,
            is_upheld=False,
            today=today,
            calendar=KNOWN,
        )
    decided = corrections.decide_objection(
        replace(result, approved_by=uid(999)),
        ObjectionState.RECEIVED,
        by=AUDITOR,
        is_upheld=False,
        today=today,
        calendar=KNOWN,
    )
    assert (decided.state, decided.correction) == (ObjectionState.REJECTED, None)


def test_what_is_being_corrected_is_neither_withdrawn_nor_reopened() -> None:
    result = replace(PUBLISHED, state=S.TO_CORRECT)
    today = day("2026-03-04")

    with pytest.raises(ResultNotStanding):
        withdrawals.withdraw(result, by=HEAD, ground=WithdrawalGround.WRONG_SUBJECT)
    with pytest.raises(ResultNotStanding):
        corrections.reopen(result, by=HEAD, found_on=today, today=today, calendar=KNOWN)


def test_another_authoritys_head_decides_nothing() -> None:
    elsewhere = an_actor(Role.HEAD, office=COUNTY_BUREAU)

    with pytest.raises(NotPermitted):
        withdrawals.withdraw(PUBLISHED, by=elsewhere, ground=WithdrawalGround.WRONG_SUBJECT)


def test_the_clock_waits_for_the_end_of_the_last_day() -> None:
    last = day("2031-03-04")

    assert withdrawals.expire(S.PUBLISHED, expires_on=last, today=last) is None
    over = withdrawals.expire(S.CORRECTED, expires_on=last, today=last + dt.timedelta(days=1))
    assert over is not None
    assert (over.state, over.ground) == (S.WITHDRAWN, WithdrawalGround.EXPIRED)


def test_measures_follow_what_the_result_asks_for() -> None:
    held = {
        Measure.ORDER_CORRECTION: FollowUpState.FINISHED,
        Measure.OTHER: FollowUpState.OPEN,
        Measure.TRANSFER_CASE_LEAD: FollowUpState.DROPPED,
    }
    measures = (Measure.ORDER_CORRECTION, Measure.TRANSFER_CASE_LEAD, Measure.STOP_AND_RETURN)

    changes = {
        each.measure: (each.event, each.state) for each in follow_ups.required(measures, held)
    }

    assert changes == {
        Measure.TRANSFER_CASE_LEAD: ("require", FollowUpState.OPEN),
        Measure.STOP_AND_RETURN: (None, FollowUpState.OPEN),
        Measure.OTHER: ("drop", FollowUpState.DROPPED),
    }
    assert list(follow_ups.required([Measure.NONE_NEEDED], {})) == []
