import datetime as dt

import pytest

from domain.moments import day_of, in_shanghai, to_the_second


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-03-03T15:59:59+00:00", 3), ("2026-03-03T16:00:00+00:00", 4)],
)
def test_the_day_begins_at_midnight_in_shanghai(moment: str, day: int) -> None:
    assert day_of(dt.datetime.fromisoformat(moment)) == dt.date(2026, 3, day)


def test_a_moment_without_a_zone_has_no_day() -> None:
    naive = dt.datetime.fromisoformat("2026-03-03T12:00:00")
    with pytest.raises(ValueError, match="time zone"):
        day_of(naive)


@pytest.mark.parametrize(
    ("moment", "read"),
    [
        ("2026-11-29T22:30:59+00:00", "2026-11-30 06:30"),
        ("2026-11-30T06:30:00+08:00", "2026-11-30 06:30"),
        ("2026-12-31T16:00:00+00:00", "2027-01-01 00:00"),
    ],
)
def test_a_moment_is_read_in_shanghai_to_the_minute(moment: str, read: str) -> None:
    assert in_shanghai(dt.datetime.fromisoformat(moment)) == read


def test_a_moment_without_a_zone_is_not_printed() -> None:
    naive = dt.datetime.fromisoformat("2026-03-03T12:00:00")
    with pytest.raises(ValueError, match="time zone"):
        in_shanghai(naive)


def test_a_moment_is_read_to_the_second_where_seconds_matter() -> None:
    moment = dt.datetime.fromisoformat("2026-12-31T16:00:07.999+00:00")
    assert to_the_second(moment) == "2027-01-01 00:00:07"
