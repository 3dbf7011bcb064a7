"""What is a day, by the one reader of ledgers, API and calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import dates

DAYS = st.dates(dates.EARLIEST, dates.LATEST)
WIDE = str.maketrans("0123456789./", "０１２３４５６７８９．／")
SPELLINGS = (
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}日",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d} 0:00",
    "{y}/{m}/{d} 00:00:00",
    "{y}-{m:02}-{d:02}T00:00:00",
    "{y}-{m:02}-{d:02} 00:00:00.000",
    "{y}{m:02}{d:02}",
)


@given(DAYS, st.sampled_from(SPELLINGS), st.booleans())
def test_a_day_is_read_in_every_spelling(day: dt.date, spelling: str, is_wide: bool) -> None:
    text = spelling.format(y=day.year, m=day.month, d=day.day)

    assert dates.of_text(text.translate(WIDE) if is_wide else text) == day
    assert dates.of_iso(day.isoformat()) == day


@given(st.dates(dt.date(1927, 5, 18), dt.date(2173, 10, 13)))
def test_the_number_of_a_spreadsheet_is_its_day(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days

    assert dates.of_text(str(serial)) == dates.of_text(f"{serial}.0") == day


@given(st.integers(1, 999_999), st.sampled_from(("{}", "{}年", "{}.0")))
def test_no_number_but_one_of_five_digits_is_a_day(number: int, spelling: str) -> None:
    """A year alone became a day in 1905, a month a day in 2455."""
    text = spelling.format(number)
    if len(str(number)) == 5 and "年" not in spelling:
        return

    with pytest.raises(dates.NotADate):
        dates.of_text(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *[(text, "year alone") for text in ("2019", "2019年", "２０１９", " 2019 年")],
        *[
            (text, "month without a day")
            for text in ("201909", "2019年9月", "2019-09", "2019/9", "2019.9", "２０１９年９月")
        ],
        ("2019/9/1 14:30", "time of day"),
        ("2019-09-01T16:00:00", "time of day"),
        ("2019-09-01T00:00:00Z", "not a date"),
        ("240901", "not a date"),
        ("60", "not a date"),
        ("2023-02-29", "not a day of the calendar"),
        ("20230229", "not a day of the calendar"),
        ("2019/13/1", "not a day of the calendar"),
        ("9999-12-31", "between 1900-01-01 and 2199-12-31"),
        ("99991231", "between 1900-01-01 and 2199-12-31"),
        ("0001-01-01", "between 1900-01-01 and 2199-12-31"),
        ("1899-12-31", "between 1900-01-01 and 2199-12-31"),
        ("2200-01-01", "between 1900-01-01 and 2199-12-31"),
        ("2206/1/1", "between 1900-01-01 and 2199-12-31"),
        ("infinity", "not a date"),
        ("-infinity", "not a date"),
        ("长期", "only the end of a term can be open"),
        ("长期有效", "only the end of a term can be open"),
        ("", "not a date"),
    ],
    ids=str,
)
def test_what_is_no_day_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(dates.NotADate, match=reason) as refused:
        dates.of_text(text)

    assert refused.value.zh


@pytest.mark.parametrize(
    "text", ["2026-2-1", "２０２６-02-01", "2026-02-30", "2026/02/01", "20260201", "46054", "长期"]
)
def test_programs_write_days_in_one_way(text: str) -> None:
    with pytest.raises(dates.NotADate):
        dates.of_iso(text)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        *[
            (t, True)
            for t in ("长期", "长期有效", " 长 期 ", "（长期）", "永久", "永久有效", "Long-term")
        ],
        *[(t, False) for t in ("", "不定", "长", "2026-01-01", "9999-12-31")],
    ],
)
def test_a_term_without_an_end_has_its_words(text: str, is_open: bool) -> None:
    assert dates.is_open_end(text) is is_open
