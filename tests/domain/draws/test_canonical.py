import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.draws import canonical


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "中"]}, '{"a":[true,null,"中"],"b":1}'),
        ({"a": 'say "no"\n'}, '{"a":"say \\"no\\"\\n"}'),
        (2**53 - 1, "9007199254740991"),
        ((), "[]"),
        ("\u2028", '"\u2028"'),
    ],
    ids=["sorted", "escaped", "largest", "tuple", "line separator"],
)
def test_there_is_one_way_to_write_a_thing_down(value: Any, text: str) -> None:
    assert canonical.text(value) == text


@pytest.mark.parametrize(
    "value",
    [1.0, [0.5], {"a": {"b": 1e9}}, 2**53, -(2**53), {"键": 1}, {1: 2}, {"a"}, b"a"],
    ids=str,
)
def test_what_could_be_read_in_two_ways_is_not_written(value: Any) -> None:
    with pytest.raises(ValueError, match=r"not|exact"):
        canonical.text(value)


def test_the_hashes_are_those_of_the_standards() -> None:
    # FIPS 180-4's "abc" and RFC 4231's case 2.
    assert canonical.digest("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert canonical.keyed(b"Jefe", "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_a_moment_is_written_in_utc_and_read_back() -> None:
    at = dt.datetime(2026, 11, 24, 9, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

    text = canonical.moment(at)

    assert text == "2026-11-24T01:00:30Z"
    assert canonical.instant(text) == at
    with pytest.raises(ValueError, match="zone"):
        canonical.moment(at.replace(tzinfo=None))


@pytest.mark.parametrize("value", ["", "a|b", "a b", "中", "a" * 65, "a\n", "\ud800"], ids=ascii)
def test_a_code_holds_no_separator(value: str) -> None:
    with pytest.raises(ValueError, match="code"):
        canonical.code(value)


@pytest.mark.parametrize("value", ["T-2026-0001", "019a-b.c:d_e", "a" * 64])
def test_a_code_is_left_as_it_is(value: str) -> None:
    assert canonical.code(value) == value


@pytest.mark.parametrize(
    ("value", "is_line"),
    [("上证综指", True), ("", False), ("a|b", False), ("a\n", False), ("a" * 201, False)],
    ids=ascii,
)
def test_a_line_stands_between_separators(value: str, is_line: bool) -> None:
    assert canonical.is_line(value) is is_line
