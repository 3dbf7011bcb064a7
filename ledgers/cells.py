"""What stands in a cell, as the register takes it: words, dates, money, numbers, lists."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import TypeVar

from domain import credit_codes, identifiers
from domain import dates as calendar_days
from domain.terms import Term
from ledgers.formulas import unguarded
from ledgers.sheets import Cell

Word = TypeVar("Word", bound=Term)

_BETWEEN = re.compile(r"[、;；,，|\n]+")
_MONEY = re.compile(r"[¥￥]?(-?\d+(?:\.\d+)?)(万?)元?")
_SHORTENED = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}")
_MOST_DIGITS = 10**15
"""Spreadsheets keep fifteen digits of a number and make zeros of the rest."""
_LONGEST_NUMBER = 25
_FROM_1900_TO_1904 = 1_462
NEVER_CALCULATED = "#公式未计算"
"""What stands for a formula without a result: a word of ours, refused when it is read again."""
_ERRORS = re.compile(
    r"#(?:N/A|DIV/0!|REF!|NAME\?|VALUE!|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|UNKNOWN!|CONNECT!|BUSY!|EXTERNAL!|PYTHON!)|Err:\d{3}",
    re.IGNORECASE,
)
_TOO_NARROW = re.compile("#{3,}")
_YES = frozenset({"是", "y", "yes", "true", "1", "工作日", "上班", "补班", "调休上班"})
_NO = frozenset({"否", "n", "no", "false", "0", "休息日", "放假", "休息", "节假日", "无"})


class Unreadable(Exception):
    """The cell holds something else than its column takes."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def text(cell: Cell) -> str:
    """As it is; a number as its digits."""
    if isinstance(cell, str):
        return unguarded(cell.strip())
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f")
    return str(cell)


def digits(cell: Cell) -> str:
    """A code or a telephone number: full-width digits and letters as ordinary ones."""
    return identifiers.visible(text(cell)).replace(" ", "")


def credit_code(cell: Cell) -> str:
    """A unified social credit code in its one spelling; what is none is found where it is looked up."""
    return credit_codes.spelt(text(cell))


def is_shortened(cell: Cell) -> bool:
    """Whether a spreadsheet took a code for a number, so that its last digits are gone."""
    if isinstance(cell, str):
        return len(cell) <= _LONGEST_NUMBER and _SHORTENED.fullmatch(cell.strip()) is not None
    return abs(cell) >= _MOST_DIGITS


def plain(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", text(cell)).strip()


def is_error(text: str) -> bool:
    """Whether this is how a spreadsheet writes an error."""
    return _ERRORS.fullmatch(text) is not None


def flaw(cell: Cell) -> Unreadable | None:
    """Why a cell that only looks like a value is none: an error, a formula without a result."""
    if not isinstance(cell, str) or not cell.lstrip().startswith(("#", "E", "e")):
        return None
    text = cell.strip()
    if text == NEVER_CALCULATED:
        return Unreadable(
            "公式未计算，请用表格软件打开并保存后再导入",
            "is a formula that was never calculated: open the file in a spreadsheet and save it",
        )
    if is_error(text):
        return Unreadable(f"单元格为错误值{text}", f"is the error {text}")
    if _TOO_NARROW.fullmatch(text):
        return Unreadable(
            "列宽不足，保存为文本时内容已丢失",
            "was saved from a column that was too narrow to show it",
        )
    return None


def date(cell: Cell) -> dt.date:
    """A date as typed, or as the number that Excel keeps for it. Raises Unreadable."""
    try:
        return calendar_days.of_text(text(cell))
    except calendar_days.NotADate as reason:
        raise Unreadable(reason.zh, reason.en) from None


def in_1900(cell: Cell) -> Cell:
    """A bare number that counts days from 1904, as one that counts them from 1900."""
    is_serial = type(cell) is int and 10_000 <= cell + _FROM_1900_TO_1904 < 100_000
    return cell + _FROM_1900_TO_1904 if is_serial and isinstance(cell, int) else cell


def last_date(cell: Cell) -> dt.date | None:
    """The end of a term; None where it says that there is none. Raises Unreadable."""
    return None if calendar_days.is_open_end(text(cell)) else date(cell)


def dates(cell: Cell) -> list[dt.date]:
    return [date(each) for each in several(cell)]


def money(cell: Cell, *, unit: int = 100) -> int:
    """Fen; `unit` is what a bare number counts, in fen. Raises Unreadable."""
    text = plain(cell).replace(",", "").replace(" ", "")
    found = _MONEY.fullmatch(text)
    if found is None:
        raise Unreadable("不是金额", "is not an amount of money")
    factor = 1_000_000 if found[2] else unit
    amount = Decimal(found[1]) * factor
    if amount != amount.to_integral_value():
        raise Unreadable("金额最多两位小数（到分）", "has more than two decimals")
    if not 0 <= amount < 2**53:
        raise Unreadable("金额超出范围", "is out of range")
    return int(amount)


def whole(cell: Cell) -> int:
    text = plain(cell).replace(",", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Unreadable("不是数字", "is not a number") from None
    # Not `abs`: it rounds, and what is too large to be rounded raises something of its own.
    is_small = value.is_finite() and value.copy_abs() <= 2**31
    if not is_small or value != value.to_integral_value():
        raise Unreadable("须为整数", "must be a whole number")
    return int(value)


def decimal(cell: Cell) -> float:
    try:
        return float(plain(cell))
    except ValueError:
        raise Unreadable("不是数字", "is not a number") from None


def yes_or_no(cell: Cell) -> bool:
    text = plain(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unreadable("须填“是”或“否”", "must be yes or no")


def several(cell: Cell) -> list[str]:
    return [part for each in _BETWEEN.split(plain(cell)) if (part := each.strip())]


@lru_cache(4096)
def word(cell: Cell, term: type[Word]) -> Word:
    """A word of a code list by its Chinese or English label, or its code. Raises Unreadable."""
    found = _labels(term).get(_bare(plain(cell)))
    if found is None:
        zh = "、".join(each.zh for each in term)
        en = ", ".join(each.value for each in term)
        raise Unreadable(f"须为：{zh}", f"must be one of {en}")
    return term.__members__[found]


def words(cell: Cell, term: type[Word]) -> list[Word]:
    return [word(each, term) for each in several(cell)]


def listed(values: Iterable[Term]) -> str:
    """A list as `words` reads it."""
    return "、".join(each.zh for each in values)


@cache
def _labels(term: type[Term]) -> dict[str, str]:
    short = {
        _bare(name).removesuffix("类").removesuffix("性"): each.value
        for each in term
        for name in (each.zh,)
    }
    return short | {
        _bare(name): each.value for each in term for name in (each.zh, each.en, each.value)
    }  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text)).lower()
