"""Words of a code list: members that carry their Chinese and English labels."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A member is written `CODE = "CODE", "中文", "English"`; its value is the code.

    Clients and the database's checks know the list by the name of its class; one that goes by
    another name in the source says `list_name=`.
    """

    zh: str
    en: str

    def __init_subclass__(cls, *, list_name: str = "") -> None:
        super().__init_subclass__()
        _NAMES[cls] = list_name or cls.__name__

    @classmethod
    def list_name(cls) -> str:
        return _NAMES[cls]

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en = zh, en
        return member


_NAMES: dict[type[Term], str] = {}
