"""What inputs share: ids, texts, and violations reported together."""

import re
import unicodedata
from typing import Any
from uuid import UUID

import strawberry

from domain import identifiers
from domain.refusals import InvalidInput, Violation
from persistence.engine.identifiers import new_key
from persistence.reading import ids
from persistence.reading.refused import ReadRefused

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BLANKS = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What ECMAScript trims, so that a phone computes the bytes that are signed: Python's own `strip`
also removes some control characters, and leaves a byte order mark."""

_CANNOT_BE_SEEN = "须含可见的字符", "must have characters that can be seen"
_CONTROLS_DIRECTION = (
    "不得含有改变文字显示方向的不可见字符（如U+202E），请删除后重新输入",
    "must not contain characters that change the direction of writing (such as U+202E): type it again",
)


class InputFaults:
    """Collects everything that is wrong with an input, so that it is reported at once."""

    def __init__(self) -> None:
        self.found: list[Violation] = []

    def add(self, field: str, zh: str, en: str) -> None:
        self.found.append(Violation(field, zh, en))

    def text(self, field: str, value: str, *, longest: int, shortest: int = 1) -> str:
        """The text in NFC without blanks around it, lines ended by U+000A alone, if its length fits and
        it has no control characters."""
        # Forms of some systems end lines with two characters.
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip(_BLANKS)
        if _CONTROL.search(text):
            self.add(field, "不得含有控制字符", "must not contain control characters")
        elif not shortest <= len(text) <= longest:
            is_exact = shortest == longest
            self.add(
                field,
                f"须为{longest}个字符" if is_exact else f"须为{shortest}至{longest}个字符",
                f"must have {'' if is_exact else f'{shortest} to '}{longest} characters",
            )
        return text

    def optional_text(self, field: str, value: str | None, *, longest: int) -> str | None:
        """The same for an optional text; a blank text counts as left out."""
        if value is None or value is strawberry.UNSET or not value.strip(_BLANKS):
            return None
        return self.text(field, value, longest=longest)

    def name(self, field: str, value: str, *, longest: int) -> str:
        """A text that is published as a name: also without characters that change the order in which
        others are displayed, and with some that can be seen."""
        self._refuse_unreadable(field, value)
        return self.text(field, value, longest=longest)

    def optional_name(self, field: str, value: str | None, *, longest: int) -> str | None:
        if value is not None and is_given(value):
            self._refuse_unreadable(field, value)
        return self.optional_text(field, value, longest=longest)

    def _refuse_unreadable(self, field: str, name: str) -> None:
        if identifiers.has_direction_controls(name):
            self.add(field, *_CONTROLS_DIRECTION)
        elif name.strip(_BLANKS) and not identifiers.visible(name):
            self.add(field, *_CANNOT_BE_SEEN)

    def number(self, field: str, value: int, *, least: int, most: int) -> int:
        if not least <= value <= most:
            zh, en = f"须在{least}与{most}之间", f"must be from {least} to {most}"
            self.add(field, zh, en)
        return value

    def refuse(self) -> None:
        """Raise InvalidInput if anything was found."""
        if self.found:
            raise InvalidInput(tuple(self.found))


def is_given(value: Any) -> bool:
    """Whether the value is neither left out nor null."""
    return value is not None and value is not strawberry.UNSET


def key_of(type_name: str, text: str, field: str) -> UUID:
    """The key behind an id in an input. Raises InvalidInput naming the field."""
    try:
        return ids.read(type_name, text)
    except ReadRefused as refused:
        raise InvalidInput.of(field, refused.message("zh"), refused.message("en")) from None


def own_key(type_name: str, text: str | None) -> UUID:
    """The id that the client minted, or a new one."""
    return key_of(type_name, text, "id") if is_given(text) and text is not None else new_key()


OperationId = UUID
OPERATION_ID = (
    "Id of this operation, minted by the client (UUID version 7) at random for each act and kept for "
    "its repetitions. Sending the same id again returns the first result and changes nothing."
)
OWN_ID = (
    "An id minted by the client, when it needs to know the id beforehand; left out, the "
    "server assigns one."
)
