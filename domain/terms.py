"""Words of a code list: members that carry their Chinese and English labels."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A member is written `CODE = "CODE", "中文", "English"`; its value is the code."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en = zh, en
        return member
