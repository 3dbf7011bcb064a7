"""One row of a ledger on its way in: its values, what is wrong with it, what became of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from domain.refusals import InvalidInput, Refusal, Violation
from ledgers import cells
from ledgers.cells import Unreadable
from ledgers.headings import Headers
from ledgers.layouts import Layout
from ledgers.sheets import Cell, SheetLine

Value = TypeVar("Value")
_INDEX = re.compile(r"\[\d+\]$")


class Outcome(Enum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one cell."""

    key: str
    zh: str
    en: str


@dataclass(slots=True)
class Entry:
    """A row with its values by column."""

    line: SheetLine
    layout: Layout
    values: dict[str, Cell]
    faults: list[Fault] = field(default_factory=list)
    outcome: Outcome = Outcome.UNCHANGED
    changed: list[str] = field(default_factory=list)
    is_unchecked: bool = False
    """Whether it changes an entry without saying which version it saw."""

    @classmethod
    def of(cls, line: SheetLine, headers: Headers) -> "Entry":
        """The entry of a row, with the faults of cells that only look as if they could be read."""
        header = headers.of(line)
        entry = cls(line, header.layout, header.values(line))
        entry._refuse_lost()
        for key in header.borrowed(line):
            entry.fault(
                key,
                "合并单元格跨了几行，此列须每行各自填写",
                "is merged over several rows: each row needs a value of its own",
            )
        return entry

    def fault(self, key: str, zh: str, en: str) -> None:
        fault = Fault(key, zh, en)
        if fault not in self.faults:
            self.faults.append(fault)

    def refused(self, key: str, refusal: Refusal) -> None:
        """A rule said no; its violations name their own columns."""
        if isinstance(refusal, InvalidInput):
            self.violated(refusal.violations)
        else:
            self.fault(key, refusal.message("zh"), refusal.message("en"))

    def violated(self, violations: "tuple[Violation, ...] | list[Violation]") -> None:
        for each in violations:
            self.fault(self._column_of(each.field), each.message_zh, each.message_en)

    def take(
        self, key: str, read: Callable[[Cell], Value], default: Value | None = None
    ) -> Value | None:
        """The value of a column, the default where it is blank or cannot be read (a fault then)."""
        if key not in self.values:
            return default
        try:
            return read(self.values[key])
        except Unreadable as unreadable:
            self.fault(key, unreadable.zh, unreadable.en)
            return default

    def needs_all(self) -> None:
        """Fault each required column that is blank."""
        for column in self.layout.columns:
            if column.is_required and column.key not in self.values:
                self.fault(column.key, "未填写", "is missing")

    def _refuse_lost(self) -> None:
        """Fault each cell whose value is lost: errors, formulas without a result, and codes that
        have become numbers, of which what is left may be somebody else's."""
        for key, cell in self.values.items():
            if (flaw := cells.flaw(cell)) is not None:
                self.fault(key, flaw.zh, flaw.en)
            elif cells.is_shortened(cell):
                zh = "被表格软件当作数字，末尾几位已丢失，请设为文本后重新填写"
                en = "was read as a number and has lost digits: format it as text, type it again"
                self.fault(key, zh, en)

    def _column_of(self, field: str) -> str:
        while field:
            for column in self.layout.columns:
                if column.field == field:
                    return column.key
            if (shorter := _INDEX.sub("", field)) != field:
                field = shorter
            else:
                field = field.rpartition(".")[0]
        return self.layout.columns[0].key


@dataclass(slots=True)
class Counts:
    """What became of the rows of a file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    unchecked: int = 0
    """Of those changed: rows without a version, which may be older than the register."""

    def add(self, outcome: Outcome, *, is_unchecked: bool = False) -> None:
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)
        self.unchecked += is_unchecked and outcome is Outcome.CHANGED

    @property
    def total(self) -> int:
        return self.new + self.changed + self.unchanged + self.rejected

    def __str__(self) -> str:
        return (
            f"{self.new:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged,"
            f" {self.rejected:,} rejected"
        )
