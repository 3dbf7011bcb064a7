"""Calendar days as people and programs write them: one pair of bounds, and one reader."""

import datetime as dt
import re
import unicodedata

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""The first and the last day that the register takes, both inclusive."""

_BOUNDS = f"{EARLIEST:%Y-%m-%d}", f"{LATEST:%Y-%m-%d}"
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YMD = re.compile(
    r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*[日号]?"
    r"(?:(?:T|\s+)(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?"
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MIDNIGHT = re.compile(r"0{1,2}:00(?::00(?:\.0+)?)?")
_YEAR = re.compile(r"(?:19|20|21)\d{2}\s*年?")
_YEAR_MONTH = re.compile(
    r"(?:19|20|21)\d{2}(?:\s*[年/.\-]\s*(?:0?[1-9]|1[0-2])\s*月?|(?:0[1-9]|1[0-2]))"
)
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.0+)?")
_SERIALS_FROM = dt.date(1899, 12, 30)
OPEN_END = "长期"
"""How a term without an end is written."""
_OPEN_ENDS = frozenset(
    {OPEN_END, "长期有效", "永久", "永久有效", "无固定期限", "long-term", "longterm", "permanent"}
)  # fmt: skip


class NotADate(Exception):
    """A text is no day that the register takes. `zh` and `en` say why, without a subject."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class NoSuchDay(NotADate):
    """The calendar has no such day."""

    def __init__(self) -> None:
        super().__init__("没有这一天", "is not a day of the calendar")


class OutOfBounds(NotADate):
    """The day lies before `EARLIEST` or after `LATEST`."""

    def __init__(self) -> None:
        first, last = _BOUNDS
        super().__init__(f"须在{first}与{last}之间", f"must lie between {first} and {last}")


def day(year: int, month: int, day_of_month: int) -> dt.date:
    """The day, if there is one within the bounds. Raises NoSuchDay or OutOfBounds."""
    try:
        found = dt.date(year, month, day_of_month)
    except ValueError:
        raise NoSuchDay from None
    if not EARLIEST <= found <= LATEST:
        raise OutOfBounds
    return found


def of_iso(text: str) -> dt.date:
    """A day written `YYYY-MM-DD` in ASCII (RFC 3339, full-date). Raises NotADate."""
    found = _ISO.fullmatch(text)
    if found is None:
        raise NotADate("须写成2026-11-21", "must be written like 2026-11-21")
    return day(*map(int, found.groups()))


def of_text(text: str) -> dt.date:
    """A day as people and spreadsheets write it. Raises NotADate.

    `2024年9月1日`, `2024.9.1`, `2024/9/1 0:00`, `2024-09-01T00:00:00`, `20240901`, and the number of
    five digits that Excel keeps for a day (1927-05-18 to 2173-10-13, counted from 1899-12-30), with
    digits of any width. A year, a year with its month, and a time of day other than midnight are
    refused: the day would be a guess.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if found := _YMD.fullmatch(text):
        year, month, of_month, time = found.groups()
        if time is not None and not _MIDNIGHT.fullmatch(time):
            raise NotADate("带有时刻，只写日期", "has a time of day: write the date alone")
        return day(int(year), int(month), int(of_month))
    if found := _EIGHT.fullmatch(text):
        return day(*map(int, found.groups()))
    if found := _SERIAL.fullmatch(text):
        return _SERIALS_FROM + dt.timedelta(days=int(found[1]))
    if _YEAR.fullmatch(text):
        raise NotADate("只有年份，须写到日", "is a year alone: write the whole date")
    if _YEAR_MONTH.fullmatch(text):
        raise NotADate("只有年月，须写到日", "is a month without a day: write the whole date")
    if is_open_end(text):
        raise NotADate(
            "此列须填日期，只有期限的止期可填“长期”",
            "must be a date: only the end of a term can be open",
        )
    raise NotADate("不是日期（如2024年9月1日）", "is not a date (write it as 2024-09-01)")


def is_open_end(text: str) -> bool:
    """Whether the text says that a term has no end: 长期, 长期有效, 永久 and the like."""
    bare = re.sub(r"[\s()“”\"]", "", unicodedata.normalize("NFKC", text)).lower()
    return bare in _OPEN_ENDS
