"""Words of a code list: members that carry their Chinese and English labels."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A member is written `CODE = "CODE", "中文", "English"`; its value is the code. A fourth
    text names the basis of a member that rests on a document of its own (`domain.sources`).

    Clients and the database's checks know the list by the name of its class; one that goes by
    another name in the source says `list_name=`.
    """

    zh: str
    en: str
    basis: str

    def __init_subclass__(cls, *, list_name: str = "") -> None:
        super().__init_subclass__()
        _NAMES[cls] = list_name or cls.__name__

    @classmethod
    def list_name(cls) -> str:
        return _NAMES[cls]

    def __new__(cls, code: str, zh: str, en: str, basis: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en, member.basis = zh, en, basis
        return member


_NAMES: dict[type[Term], str] = {}
