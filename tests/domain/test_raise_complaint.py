import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import ANONYMOUS, Actor, Grant
from domain.complaints.raise_complaint import (
    Complaint,
    DisputeTooOld,
    RealNameRequired,
    complaint_number,
    raise_complaint,
)
from domain.complaints.terms import ComplaintCategory, ComplaintKind, Identification, Route
from domain.refusals import InvalidInput, NotPermitted
from domain.roles import Role
from tests.domain.facts import CALENDAR, TODAY, an_actor, uid

PAULA = Actor(uid(5), (Grant(Role.PARENT),))
DISPUTE = Complaint(
    ComplaintKind.DISPUTE,
    ComplaintCategory.REFUND_DIFFICULTY,
    Identification.REAL_NAME,
    "已缴费用一直不予退还，请予处理。",
    institution_id=uid(50),
    claim_fen=120_000,
    occurred_on=TODAY,
)
REPORT = replace(
    DISPUTE, kind=ComplaintKind.REPORT, identification=Identification.ANONYMOUS, claim_fen=None
)


def raised(complaint: Complaint, by: Actor = PAULA) -> Any:
    return raise_complaint(complaint, by=by, today=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("kind", "rule", "days"),
    [
        (ComplaintKind.DISPUTE, "C_ACCEPT", 7),
        (ComplaintKind.REPORT, "R_VERIFY", 15),
        (ComplaintKind.INQUIRY, "H_SIMPLE", 3),
    ],
)
def test_each_kind_has_its_own_clock(kind: ComplaintKind, rule: str, days: int) -> None:
    due = raised(replace(DISPUTE, kind=kind, claim_fen=None)).accept_due
    assert (due.rule_code, due.on) == (rule, CALENDAR.after(TODAY, days)[0])


@pytest.mark.parametrize("by", [ANONYMOUS, PAULA])
def test_a_report_may_be_anonymous(by: Actor) -> None:
    raised(REPORT, by)


@pytest.mark.parametrize(
    ("complaint", "by"),
    [
        (replace(DISPUTE, identification=Identification.ANONYMOUS), PAULA),
        (replace(DISPUTE, identification=Identification.ANONYMOUS), ANONYMOUS),
        (DISPUTE, ANONYMOUS),
        (replace(REPORT, identification=Identification.REAL_NAME), ANONYMOUS),
    ],
)
def test_a_dispute_and_whatever_claims_a_real_name_needs_one(
    complaint: Complaint, by: Actor
) -> None:
    with pytest.raises(RealNameRequired):
        raised(complaint, by)


@pytest.mark.parametrize(
    ("occurred_on", "is_refused"),
    [("2023-03-04", False), ("2023-03-03", True), ("2026-03-04", False)],
)
def test_a_dispute_older_than_three_years_is_refused(occurred_on: str, is_refused: bool) -> None:
    day = dt.date.fromisoformat(occurred_on)
    if is_refused:
        with pytest.raises(DisputeTooOld) as refusal:
            raised(replace(DISPUTE, occurred_on=day))
        assert vars(refusal.value) == {"occurred_on": day, "years": 3}
    else:
        raised(replace(DISPUTE, occurred_on=day))


def test_a_dispute_whose_last_day_is_a_holiday_grows_too_old_after_the_next_working_day() -> None:
    """Three years after 17 February 2023 is within the Spring Festival, which ends on the 23rd."""
    dispute = replace(DISPUTE, occurred_on=dt.date(2023, 2, 17))
    first, late = dt.date(2026, 2, 24), dt.date(2026, 2, 25)
    raise_complaint(dispute, by=PAULA, today=first, calendar=CALENDAR)
    with pytest.raises(DisputeTooOld):
        raise_complaint(dispute, by=PAULA, today=late, calendar=CALENDAR)


def test_a_report_does_not_grow_too_old() -> None:
    raised(replace(REPORT, occurred_on=dt.date(2010, 1, 1)))


@pytest.mark.parametrize(
    ("complaint", "field"),
    [
        (replace(DISPUTE, statement=f"  {'字' * 9}  "), "statement"),
        (replace(DISPUTE, statement="字" * 5_001), "statement"),
        (replace(DISPUTE, institution_id=None), "institutionId"),
        (replace(DISPUTE, institution_id=None, respondent_name=" "), "institutionId"),
        (replace(DISPUTE, occurred_on=TODAY + dt.timedelta(days=1)), "occurredOn"),
        (replace(DISPUTE, claim_fen=0), "claimFen"),
        (replace(REPORT, claim_fen=1), "claimFen"),
    ],
)
def test_a_fault_of_form_is_told_with_its_field(complaint: Complaint, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        raised(complaint)
    assert [violation.field for violation in refusal.value.violations] == [field]


@pytest.mark.parametrize("length", [10, 5_000])
def test_a_statement_has_ten_to_five_thousand_characters(length: int) -> None:
    raised(replace(DISPUTE, statement="字" * length))


def test_a_respondent_outside_the_register_is_named() -> None:
    raised(replace(REPORT, institution_id=None, respondent_name="某培训点"))


@pytest.mark.parametrize("category", list(ComplaintCategory))
def test_urgent_matters_are_marked_and_an_inspectors_conduct_goes_to_oversight(
    category: ComplaintCategory,
) -> None:
    promise = raised(replace(REPORT, category=category))
    assert promise.is_urgent == (category in ("SAFETY", "RUNAWAY", "TEACHER_MISCONDUCT"))
    assert (promise.route is Route.OVERSIGHT) == (category == "INSPECTOR_CONDUCT")


def test_an_inspector_raises_no_complaints() -> None:
    with pytest.raises(NotPermitted):
        raised(REPORT, an_actor(Role.INSPECTOR))


@pytest.mark.parametrize(
    ("randomness", "number"),
    [
        (b"\x00" * 5, "TS2026030400000000"),
        (b"\xff" * 5, "TS20260304ZZZZZZZZ"),
        (b"\x00\x00\x00\x00\x20rest", "TS2026030400000010"),
    ],
)
def test_a_complaint_number_is_made_of_day_and_chance(randomness: bytes, number: str) -> None:
    assert complaint_number(TODAY, randomness) == number


def test_a_complaint_number_needs_five_random_bytes() -> None:
    with pytest.raises(ValueError, match="five"):
        complaint_number(TODAY, b"1234")


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_complaint_numbers_differ_where_chance_differs(one: bytes, other: bytes) -> None:
    is_same = complaint_number(TODAY, one) == complaint_number(TODAY, other)
    assert is_same == (one == other)
