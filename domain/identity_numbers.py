"""Numbers of identity documents: residents' (GB 11643-1999), foreigners' cards, passports.

Only what can be judged from the number itself is judged. Which county a code stood for when the number
was given depends on the year of the first registration, which no number tells: cards exist since 1984,
and a man born in 1972 has the code of the county that there was then.
"""

import datetime as dt
import re

from domain import identifiers

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
"""The first two digits; 71 is Taiwan's, 81 to 83 those of residents of Hong Kong, Macao and Taiwan."""
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_CARD = re.compile(r"9[0-9]{16}[0-9X]")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_EARLIEST = dt.date(1900, 1, 1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class NotAnIdentityNumber(Exception):
    """The reason, in both languages, without the number."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def resident(text: str, *, today: dt.date) -> str:
    """A resident identity number in its one spelling. Raises NotAnIdentityNumber."""
    number = _folded(text)
    if len(number) != 18:
        raise NotAnIdentityNumber("须为18位", "must have 18 characters")
    if _RESIDENT.fullmatch(number) is None or number[:2] not in _PROVINCES:
        zh, en = "不是有效的居民身份证号码", "is not a valid resident identity number"
        raise NotAnIdentityNumber(zh, en)
    _check(number, today)
    return number


def foreigner(text: str, *, today: dt.date) -> str:
    """The number of a passport, or of a permanent resident's card (of 2023: 18 digits, the first 9),
    in its one spelling. Raises NotAnIdentityNumber."""
    number = _folded(text)
    if _PASSPORT.fullmatch(number) is None:
        zh, en = "须为5至20位字母或数字", "must have 5 to 20 letters or digits"
        raise NotAnIdentityNumber(zh, en)
    if _CARD.fullmatch(number) is not None:
        _check(number, today)
    return number


def check_digit(body: str) -> str:
    """Of the first 17 digits, by ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def _folded(text: str) -> str:
    return identifiers.visible(text).upper().replace(" ", "").replace("-", "")


def _check(number: str, today: dt.date) -> None:
    """Digits 7 to 14 are the birth date, the last one checks the others."""
    try:
        born_on = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born_on = dt.date.min
    if not _EARLIEST <= born_on <= today:
        raise NotAnIdentityNumber("出生日期有误", "the birth date in it is wrong")
    if check_digit(number[:17]) != number[17]:
        raise NotAnIdentityNumber("校验码不符", "the check digit is wrong")
