import datetime as dt

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import deadlines
from domain.deadlines import DeadlineRule, Unit
from domain.workdays import (
    Calendar,
    changed_between,
    connected_years,
    known_years,
    span_of,
)
from tests.domain.facts import CALENDAR

DAYS_OF_2026 = st.dates(dt.date(2026, 1, 1), dt.date(2026, 11, 1))


def test_the_calendar_of_these_tests_agrees_with_the_published_one() -> None:
    for offset in range(365):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=offset)
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        ("2026-03-04", 0, "2026-03-04"),
        ("2026-03-04", 1, "2026-03-05"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-09-30", 3, "2026-10-10"),
    ],
)
def test_the_deadline_is_the_nth_working_day_after_the_event(day: str, n: int, due: str) -> None:
    assert CALENDAR.after(dt.date.fromisoformat(day), n) == (dt.date.fromisoformat(due), False)


def test_beyond_the_loaded_notices_monday_to_friday_count_and_the_day_is_provisional() -> None:
    assert CALENDAR.after(dt.date(2026, 12, 31), 1) == (dt.date(2027, 1, 1), True)
    assert CALENDAR.after(dt.date(2026, 12, 30), 1) == (dt.date(2026, 12, 31), False)
    assert CALENDAR.after(dt.date(2025, 12, 29), 1) == (dt.date(2025, 12, 30), True)
    assert CALENDAR.is_workday(dt.date(2027, 1, 1))


def test_working_days_are_counted_forwards_only() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.after(dt.date(2026, 3, 4), -1)


def test_a_day_is_a_holiday_a_rest_day_or_a_working_day() -> None:
    holiday, rest, made_up = dt.date(2026, 5, 1), dt.date(2026, 3, 7), dt.date(2026, 5, 9)
    facts = [
        (CALENDAR.is_statutory_holiday(d), CALENDAR.is_rest_day(d), CALENDAR.is_workday(d))
        for d in (holiday, rest, made_up)
    ]
    assert facts == [(True, False, False), (False, True, False), (False, False, True)]
    assert CALENDAR.is_statutory_or_rest_day(rest)
    assert not CALENDAR.is_statutory_or_rest_day(made_up)


@given(DAYS_OF_2026, st.integers(1, 30))
def test_a_deadline_is_a_working_day_with_n_working_days_up_to_it(day: dt.date, n: int) -> None:
    due, _ = CALENDAR.after(day, n)

    between = [day + dt.timedelta(days=i) for i in range(1, (due - day).days + 1)]
    assert CALENDAR.is_workday(due)
    assert sum(map(CALENDAR.is_workday, between)) == n


@given(DAYS_OF_2026, st.integers(0, 20), st.integers(0, 20))
def test_counting_twice_is_counting_the_sum(day: dt.date, n: int, m: int) -> None:
    assert CALENDAR.after(CALENDAR.after(day, n)[0], m)[0] == CALENDAR.after(day, n + m)[0]


@given(DAYS_OF_2026, st.integers(1, 20))
def test_without_notices_nothing_is_certain(day: dt.date, n: int) -> None:
    empty = Calendar({}, dt.date(2000, 1, 2), dt.date(2000, 1, 1))
    assert empty.after(day, n)[1]


@pytest.mark.parametrize(
    ("day", "on"),
    [
        ("2026-03-04", ("2026-03-04", False)),
        ("2026-03-07", ("2026-03-09", False)),
        ("2026-02-28", ("2026-02-28", False)),
        ("2026-10-01", ("2026-10-08", False)),
        ("2026-12-31", ("2026-12-31", False)),
        ("2027-01-02", ("2027-01-04", True)),
        ("2027-01-04", ("2027-01-04", True)),
    ],
)
def test_the_first_working_day_from_a_day_on(day: str, on: tuple[str, bool]) -> None:
    assert CALENDAR.on_or_after(dt.date.fromisoformat(day)) == (dt.date.fromisoformat(on[0]), on[1])


LISTED = st.dictionaries(
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 28)), st.booleans(), max_size=12
)
LAST = st.sampled_from([dt.date(2026, 2, 10), dt.date(2026, 12, 31)])


@given(
    LISTED,
    LISTED,
    LAST,
    LAST,
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 28)),
    st.sampled_from([Unit.WD, Unit.CD]),
    st.integers(0, 20),
)
def test_what_lies_outside_the_changed_days_is_counted_alike(
    one: dict[dt.date, bool],
    other: dict[dt.date, bool],
    last: dt.date,
    other_last: dt.date,
    event: dt.date,
    unit: Unit,
    value: int,
) -> None:
    before = Calendar(one, dt.date(2026, 1, 1), last)
    after = Calendar(other, dt.date(2026, 1, 1), other_last)
    rule = DeadlineRule("X", value, unit, "", "", "", "INF", ends_on_workday=True)
    due, fresh = (deadlines.due(rule, event, calendar) for calendar in (before, after))

    days = changed_between(before, after)

    if days is None or due.on < days[0] or days[1] < event:
        assert fresh == due


def test_calendars_differ_from_their_first_to_their_last_differing_day() -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    calendar = Calendar({dt.date(2026, 5, 1): False}, first, last)
    as_the_week = Calendar({dt.date(2026, 5, 1): False, dt.date(2026, 5, 4): True}, first, last)
    other = Calendar({dt.date(2026, 5, 5): False}, first, last)
    longer = Calendar(calendar.listed, first, dt.date(2027, 12, 31))
    earlier = Calendar(calendar.listed, dt.date(2025, 1, 1), last)

    assert changed_between(calendar, calendar) is None
    assert changed_between(calendar, as_the_week) is None
    assert changed_between(calendar, other) == (dt.date(2026, 5, 1), dt.date(2026, 5, 5))
    assert changed_between(calendar, longer) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert changed_between(longer, calendar) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert changed_between(calendar, earlier) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def test_an_edition_is_of_the_days_and_their_kind() -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    days = {dt.date(2026, 5, 1): False, dt.date(2026, 5, 9): True}
    turned = dict(reversed(days.items()))
    editions = [Calendar(listed, first, last).edition() for listed in (days, turned)]
    other = Calendar({**days, dt.date(2026, 5, 9): False}, first, last).edition()

    assert len(set(editions)) == 1
    assert other not in editions
    assert len(other) == 12


@pytest.mark.parametrize(
    ("today", "runs_out"),
    [
        ("2026-10-31", False),
        ("2026-11-01", True),
        ("2026-12-31", True),
        ("2027-01-01", True),
    ],
)
def test_a_calendar_runs_out_sixty_days_before_its_end(today: str, runs_out: bool) -> None:
    assert CALENDAR.runs_out(dt.date.fromisoformat(today)) is runs_out


YEARS = range(2004, 2027)
NOTICES = [day for day, _ in sorted(chinese_calendar.constants.holidays.items())]


def test_the_published_notices_cover_their_years() -> None:
    assert known_years(NOTICES) == YEARS
    assert span_of(YEARS) == (dt.date(2004, 1, 1), dt.date(2026, 12, 31))
    assert Calendar({}, *span_of(YEARS)).years == YEARS


@given(st.lists(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)), max_size=2))
def test_a_stray_row_makes_nothing_certain(strays: list[dt.date]) -> None:
    """One row of 2206 made every deadline certain."""
    assert known_years([*NOTICES, *strays]) == YEARS


def test_a_year_is_known_with_its_notice_and_without_a_gap() -> None:
    def notice(year: int) -> list[dt.date]:
        return [dt.date(year, 1, 1), dt.date(year, 5, 1), dt.date(year, 10, 1)]

    assert known_years([*NOTICES, *notice(2027)]) == range(2004, 2028)
    assert known_years([*NOTICES, *notice(2028)]) == YEARS
    assert known_years([*NOTICES, *notice(2028), *notice(2027)]) == range(2004, 2029)
    assert known_years([*NOTICES, *notice(2027)[:2]]) == YEARS
    assert known_years([*notice(2025), *notice(2027)]) == range(2027, 2028)


def test_without_a_whole_year_nothing_is_known() -> None:
    first, last = span_of(known_years([dt.date(2026, 1, 1)]))

    assert first > last
    assert Calendar({}, first, last).years == range(0)
    assert Calendar({}, first, last).after(dt.date(2026, 3, 4), 1)[1]


@pytest.mark.parametrize(
    ("known", "listed", "connected"),
    [
        (YEARS, {2026, 2027}, range(2004, 2028)),
        (YEARS, {2027, 2028}, range(2004, 2029)),
        (YEARS, {2028}, YEARS),
        (YEARS, {2003, 2206}, range(2003, 2027)),
        (range(0), {2026, 2027, 2206}, range(2026, 2028)),
    ],
    ids=str,
)
def test_years_follow_one_another(known: range, listed: set[int], connected: range) -> None:
    assert connected_years(known, listed) == connected
