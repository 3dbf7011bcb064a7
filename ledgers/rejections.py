"""Rejected rows: reported with row, column, value and reason, and written to a file."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ledgers import cells
from ledgers.formulas import unguarded
from ledgers.headings import Header
from ledgers.layouts import REASON, Layout
from ledgers.lines import Entry
from ledgers.rows_out import Rows, open_rows, refuse_unless_writable

_LISTED = 20
_LONGEST = 40


class Rejections:
    """Prints the first rejected rows on standard error and writes all of them to a file."""

    def __init__(self, layout: Layout, header: Header, path: Path) -> None:
        self._layout, self._header, self.path = layout, header, path
        self._stack = ExitStack()
        self._rows: Rows | None = None
        self.count = 0

    def __enter__(self) -> "Rejections":
        """Raises FileRefused where they could not be written, before any row goes in."""
        refuse_unless_writable(self.path)
        if self._header.ignored:
            names = "”“".join(map(_short, self._header.ignored[:_LISTED]))
            print(f"columns not read / 未读取的列：“{names}”", file=sys.stderr)
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)
        if self.count > _LISTED:
            print(
                f"… and {self.count - _LISTED:,} more rows / 另有{self.count - _LISTED:,}行",
                file=sys.stderr,
            )

    def add(self, entry: Entry) -> None:
        self.count += 1
        if self.count <= _LISTED:
            for line in self.cells(entry):
                print(line, file=sys.stderr)
        reasons = "；".join(f"{self._heading(f.key)}：{f.zh} ({f.en})" for f in entry.faults)
        self._file().write([*self._kept(entry.line.cells), reasons])

    def cells(self, entry: Entry) -> list[str]:
        """One line for each fault, in both languages."""
        lines = []
        for fault in entry.faults:
            value = entry.values.get(fault.key, "")
            is_private = self._layout.column(fault.key).is_private
            excerpt = "…" if is_private and value != "" else _short(cells.text(value))
            heading = self._heading(fault.key)
            lines.append(
                f'row {entry.line.number}, {heading}, "{excerpt}": {fault.en}'
                f" / 第{entry.line.number}行，{heading}：{fault.zh}"
            )
        return lines

    def _heading(self, key: str) -> str:
        return self._header.heading(key, self._layout)

    def _file(self) -> Rows:
        if self._rows is None:
            self._rows = self._stack.enter_context(open_rows(self.path, self._layout.zh))
            self._rows.write([*self._kept(self._header.line.cells), REASON])
        return self._rows

    def _kept(self, found: list[Any]) -> list[Any]:
        """The cells as they were, as many as there are headings, without an earlier reason."""
        width = len(self._header.line.cells)
        row = [*found[:width], *[""] * (width - len(found))]
        if self._header.reason_at is not None:
            del row[self._header.reason_at]
        return [unguarded(each) if isinstance(each, str) else each for each in row]


def _short(text: str) -> str:
    text = " ".join("".join(each if each.isprintable() else "�" for each in text).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
