"""Numbers of identity documents: whatever county and year, and nothing that cannot be."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import persistence
from domain.identity_numbers import NotAnIdentityNumber, check_digit, foreigner, resident

TODAY = dt.date(2026, 11, 18)
REGIONS = Path(persistence.__file__).parent / "data" / "regions.csv"
COUNTIES = sorted(
    {row["code"] for row in csv.DictReader(REGIONS.read_text("utf-8").splitlines())} - {"000000"}
)


def number(county: str, born_on: str, sequence: str = "001") -> str:
    body = f"{county}{born_on}{sequence}"
    return body + check_digit(body)


BIRTHS = st.dates(dt.date(1945, 1, 1), dt.date(2005, 12, 31))


@given(st.sampled_from(COUNTIES), BIRTHS, st.integers(0, 999))
def test_every_county_code_and_birth_is_taken_and_one_digit_wrong_is_not(
    county: str, born_on: dt.date, sequence: int
) -> None:
    right = number(county, f"{born_on:%Y%m%d}", f"{sequence:03}")
    wrong = right[:16] + str((int(right[16]) + 1) % 10) + right[17]

    assert resident(right, today=TODAY) == right
    with pytest.raises(NotAnIdentityNumber, match="check digit"):
        resident(wrong, today=TODAY)


def test_no_code_is_too_young_for_a_birth() -> None:
    for year in range(1945, 2006, 4):
        for county in COUNTIES:
            assert resident(number(county, f"{year}0615"), today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "320502198001010018",
        "320581197206151237",
        "441900197001010010",
        "11010519491231002X",
        " 110105 19491231 002x ",
        "1101051949123100\n2X",
        "１１０１０５１９４９１２３１００２Ｘ",
        number("810000", "19800101"),
        number("820000", "19650101"),
        number("830000", "19700101"),
        number("110105", "20261118"),
    ],
)
def test_numbers_that_people_have(text: str) -> None:
    assert len(resident(text, today=TODAY)) == 18


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("11010519491231002", "18 characters"),
        ("110105194912310021", "check digit"),
        ("1101051949123100XX", "not a valid"),
        (number("990105", "19491231"), "not a valid"),
        (number("110105", "19490231"), "birth date"),
        (number("110105", "18991231"), "birth date"),
        (number("110105", "20261119"), "birth date"),
        ("²" * 18, "birth date|check digit|not a valid"),
    ],
)
def test_what_no_resident_has(text: str, reason: str) -> None:
    with pytest.raises(NotAnIdentityNumber, match=reason):
        resident(text, today=TODAY)


@pytest.mark.parametrize("text", ["E12345678", "abc123456789012", number("911840", "19800101")])
def test_what_foreigners_have(text: str) -> None:
    assert foreigner(text, today=TODAY) == text.upper()


@pytest.mark.parametrize("text", ["911840198001010014", number("911840", "20300101"), "AB-1"])
def test_what_no_foreigner_has(text: str) -> None:
    with pytest.raises(NotAnIdentityNumber):
        foreigner(text, today=TODAY)
