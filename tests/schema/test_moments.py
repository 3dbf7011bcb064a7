"""Moments as phones write them: Java's with nanoseconds, Swift's with none."""

import datetime as dt

import pytest
from graphql import GraphQLError

from schema.scalars import SCALARS

MOMENT = SCALARS[dt.datetime].parse_value
assert MOMENT is not None


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2026-11-21T08:00:00Z", 0),
        ("2026-11-21T16:00:00.5+08:00", 500_000),
        ("2026-11-21T08:00:00.123456Z", 123_456),
        ("2026-11-21T08:00:00.123456789Z", 123_456),
    ],
)
def test_a_fraction_has_up_to_nine_digits(text: str, microseconds: int) -> None:
    assert MOMENT is not None
    assert MOMENT(text) == dt.datetime(2026, 11, 21, 8, 0, 0, microseconds, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["2026-11-21T08:00:00.1234567890Z", "2026-11-21T08:00:00."])
def test_ten_digits_and_none_are_no_fraction(text: str) -> None:
    assert MOMENT is not None
    with pytest.raises(GraphQLError):
        MOMENT(text)
