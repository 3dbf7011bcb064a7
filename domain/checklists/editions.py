"""What a checklist is: items in order, in an edition that is never changed."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to check, and the violation codes it may lead to."""

    code: str
    zh: str
    en: str
    basis: str
    violation_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """`version` counts the editions of a code from 1; visits made from `valid_from` on take it."""

    code: str
    version: int
    zh: str
    en: str
    items: tuple[ChecklistItem, ...]
    valid_from: dt.date = dt.date.min

    @property
    def item_codes(self) -> frozenset[str]:
        return frozenset(item.code for item in self.items)
