"""What offices type into cells."""

import datetime as dt
from typing import Any

import pytest

from domain.courses import Stage
from domain.institutions import Category, Delivery, InstitutionKind, SubjectKind
from domain.terms import Term
from ledgers import cells
from ledgers.cells import Unreadable
from ledgers.formulas import guarded, unguarded

DAY = dt.date(2024, 9, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2024年9月1日",
        "2024/9/1",
        "2024-09-01",
        "2024.9.1",
        "２０２４年９月１日",
        " 2024 年 9 月 1 日 ",
        "20240901",
        20240901,
        45536,
        45536.0,
        "45536",
        "2024-09-01 00:00:00",
        "2024/9/1 0:00",
        "2024-09-01T00:00:00",
    ],
    ids=repr,
)
def test_a_date_is_read_as_typed(cell: Any) -> None:
    assert cells.date(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1898年5月1日", "between 1900-01-01 and 2199-12-31"),
        ("2024年2月30日", "not a day of the calendar"),
        ("2024年9月", "month without a day"),
        (2019, "year alone"),
        (201909, "month without a day"),
        ("9999-12-31", "between 1900-01-01 and 2199-12-31"),
        ("长期", "only the end of a term can be open"),
        ("去年", "not a date"),
        (60, "not a date"),
        (0, "not a date"),
        ("-5", "not a date"),
        (True, "not a date"),
        ("9999999", "not a date"),
    ],
    ids=str,
)
def test_what_is_no_date_is_said(cell: Any, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as unreadable:
        cells.date(cell)
    assert unreadable.value.zh


@pytest.mark.parametrize(
    ("cell", "day"),
    [("长期", None), ("长期有效", None), ("永久", None), ("2027.12.31", dt.date(2027, 12, 31))],
)
def test_the_end_of_a_term_may_be_open(cell: str, day: dt.date | None) -> None:
    assert cells.last_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "is_flaw"),
    [
        *[(text, True) for text in ("#N/A", "#REF!", "#DIV/0!", "#n/a", "Err:502", "########", cells.NEVER_CALCULATED)],
        *[(text, False) for text in ("", "#", "# 1", "#1号楼", "E", "Error", "##", "枫叶", "1")],
        (0, False),
        (True, False),
    ],
    ids=str,
)  # fmt: skip
def test_an_error_is_no_value(cell: Any, is_flaw: bool) -> None:
    assert (cells.flaw(cell) is not None) is is_flaw


@pytest.mark.parametrize(
    ("cell", "fen"),
    [("50万", 50_000_000), ("50万元", 50_000_000), ("300,000.50元", 30_000_050), (12, 1_200),
     ("¥1", 100), ("１２", 1_200)],
    ids=str,
)  # fmt: skip
def test_money_is_read_in_fen(cell: Any, fen: int) -> None:
    assert cells.money(cell) == fen


@pytest.mark.parametrize("cell", ["-1", "0.001", "很多", "1e5", "9" * 30])
def test_what_is_no_money_is_said(cell: str) -> None:
    with pytest.raises(Unreadable):
        cells.money(cell)


def test_money_in_ten_thousands_is_counted_by_its_heading() -> None:
    assert cells.money(30, unit=1_000_000) == 30_000_000


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("学科类", SubjectKind.SUBJECT),
        ("学科", SubjectKind.SUBJECT),
        ("Non-subject-type", SubjectKind.NON_SUBJECT),
        ("NON_SUBJECT", SubjectKind.NON_SUBJECT),
        ("线上", Delivery.ONLINE),
        ("体育", Category.SPORTS),
        ("培训机构(工程目录)", InstitutionKind.TRAINING),
    ],
    ids=str,
)
def test_words_are_read_by_label_or_code(cell: str, word: Term) -> None:
    term = type(word)
    assert cells.word(cell, term) is word


def test_several_words_stand_in_one_cell() -> None:
    assert cells.words("小学、初中；Adult", Stage) == [
        Stage.PRIMARY,
        Stage.JUNIOR_SECONDARY,
        Stage.ADULT,
    ]


def test_another_word_is_answered_with_those_that_may_stand_there() -> None:
    with pytest.raises(Unreadable, match="OFFLINE, ONLINE") as unreadable:
        cells.word("空中", Delivery)
    assert unreadable.value.zh == "须为：线下、线上"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 512", "-", "@x", "'", "'=1", "\ta", "a'=b", "枫叶", ""]
)
def test_a_text_is_marked_for_spreadsheets_and_comes_back_as_it_was(text: str) -> None:
    marked = guarded(text)

    assert unguarded(marked) == text
    assert not marked.startswith(("=", "+", "-", "@", "\t"))
