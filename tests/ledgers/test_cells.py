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
    ],
    ids=repr,
)
def test_a_date_is_read_as_typed(cell: Any) -> None:
    assert cells.date(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("1898年5月1日", "before 1900"),
        ("2024年2月30日", "not a day of the calendar"),
        ("2024年9月", "not a date"),
        ("去年", "not a date"),
        (60, "does not exist"),
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


def test_the_serials_of_excel_begin_with_the_first_of_january_1900() -> None:
    assert cells.date(1) == dt.date(1900, 1, 1)
    assert cells.date(59) == dt.date(1900, 2, 28)
    assert cells.date(61) == dt.date(1900, 3, 1)


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
