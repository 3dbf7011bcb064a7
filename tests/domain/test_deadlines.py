import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import deadlines
from domain.deadlines import RULES, DeadlineRule, Due, Unit
from tests.domain.facts import CALENDAR, TODAY


@pytest.mark.parametrize(
    ("code", "event", "on", "provisional"),
    [
        ("C_ACCEPT", "2026-03-04", "2026-03-13", False),
        ("R_VERIFY", "2026-03-04", "2026-03-25", False),
        ("DR_PUBLISH", "2026-03-04", "2026-04-01", False),
        ("DR_PUBLISH", "2026-12-20", "2027-01-15", True),
        ("P_DONE", "2026-03-04", "2026-05-06", False),
        ("P_DONE", "2026-03-05", "2026-05-06", False),
        ("P_DONE", "2026-03-10", "2026-05-09", False),
        ("P_ACCEPT", "2026-03-04", "2026-03-19", False),
        ("P_ACCEPT", "2026-12-24", "2027-01-08", True),
        ("DISPUTE_AGE", "2023-02-17", "2026-02-24", False),
        ("DR_CROSS_FILE", "2026-09-11", "2026-10-08", False),
        ("DE9_RENEW_WINDOW", "2026-11-30", "2027-02-28", False),
        ("DE5_VALIDITY", "2024-02-29", "2027-02-28", False),
    ],
)
def test_a_rule_falls_due(code: str, event: str, on: str, provisional: bool) -> None:
    due = deadlines.due(deadlines.at(code, TODAY), dt.date.fromisoformat(event), CALENDAR)
    assert due == Due(dt.date.fromisoformat(on), provisional, code)


def test_a_term_ends_on_its_day_whatever_day_that_is() -> None:
    """A listing, a bar, a period looked back on, and how long a result is public."""
    last = dt.date(2026, 10, 1)
    assert not CALENDAR.is_workday(last)
    for code, years in (("DE5_VALIDITY", 3), ("SC17_BAR", 3), ("DR_PUBLIC_FOR", 5)):
        due = deadlines.due(deadlines.at(code, TODAY), last.replace(year=2026 - years), CALENDAR)
        assert due == Due(last, False, code)


def test_days_counted_as_working_days_need_not_be_moved_to_one() -> None:
    assert [rule.code for rule in RULES if rule.ends_on_workday and rule.unit is Unit.WD] == []


@pytest.mark.parametrize("code", ["DE14_PLAN", "DS_APPLY_BY"])
def test_a_rule_without_a_number_cannot_be_counted(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        deadlines.due(deadlines.at(code, TODAY), TODAY, CALENDAR)


def test_no_two_rules_of_one_code_hold_on_one_day() -> None:
    now = Counter(rule.code for rule in RULES if rule.holds_on(TODAY))
    assert now.most_common(1)[0][1] == 1
    assert len(now) == len({rule.code for rule in RULES})


def test_a_number_goes_with_a_unit_that_counts() -> None:
    counted = {Unit.WD, Unit.CD, Unit.M, Unit.Y}
    assert [rule.code for rule in RULES if (rule.value is not None) != (rule.unit in counted)] == []


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        deadlines.at("NO_SUCH_RULE", TODAY)


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    first, last, one = dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.timedelta(days=1)
    rule = DeadlineRule("X", 1, Unit.WD, "", "", "", "INF", first, last)
    assert [rule.holds_on(d) for d in (first - one, first, last, last + one)] == [
        False,
        True,
        True,
        False,
    ]


@given(st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1)), st.integers(0, 600))
def test_months_later_keeps_the_day_or_ends_the_month(day: dt.date, months: int) -> None:
    later = deadlines.months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
    assert later.day <= day.day
