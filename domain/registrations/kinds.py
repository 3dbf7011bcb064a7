"""Kinds of external registration as data: the form of their numbers, and how long a verification is good.

All of it is a parameter ([INF] in docs/sources.md): no document at hand fixes a form or a period.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain import identifiers
from domain.registrations.terms import RegistrationKind

LEVELS = range(1, 6)
"""Of network security protection (等级保护), from the first to the fifth."""
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新"
_SITE = re.compile(r"(?<=号)-[0-9]{1,4}$")


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How a number is written. `pattern` is matched with the number folded."""

    pattern: re.Pattern[str]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds of one kind. A verification is good for so many days, the day itself among them."""

    good_for_days: int
    has_level: bool = False
    form: NumberForm | None = None
    basis: str = "INF"


KINDS: Mapping[RegistrationKind, KindRule] = {
    RegistrationKind.ICP_RECORD: KindRule(
        365,
        form=NumberForm(
            re.compile(f"[{_PROVINCES}]icp备[0-9]{{8,10}}号(?:-[0-9]{{1,4}})?"),
            "须为“京ICP备12345678号”或“京ICP备12345678号-1”的形式：省份简称，8至10位数字",
            "must be like 京ICP备12345678号 or 京ICP备12345678号-1: the province's short name, and 8 to 10"
            " digits",
        ),
    ),
    RegistrationKind.MLPS_FILING: KindRule(365, has_level=True),
    RegistrationKind.BUSINESS_REGISTRATION: KindRule(365),
    RegistrationKind.TELECOM_LICENCE: KindRule(365),
}


def key(number: str) -> str:
    """Two spellings of one number have one key."""
    return identifiers.number(number)


def holder_key(kind: RegistrationKind, number: str) -> str:
    """What one holder has and no other: of an ICP record the main number, which its sites' begin with."""
    folded = key(number)
    return _SITE.sub("", folded) if kind is RegistrationKind.ICP_RECORD else folded
