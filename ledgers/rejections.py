"""Rejected rows: reported with row, column, value and reason, and written to a file."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ledgers import cells
from ledgers.formulas import unguarded
from ledgers.headings import Header, Headers
from ledgers.layouts import REASON, Layout
from ledgers.lines import Entry
from ledgers.refused import FileRefused
from ledgers.rows_out import Rows, open_rows, refuse_unless_writable

_LISTED = 20
_LONGEST = 40


class Rejections:
    """Prints the first rejected rows on standard error and writes all of them to a file."""

    def __init__(self, layout: Layout, headers: Headers, path: Path) -> None:
        self._layout, self._headers, self.path = layout, headers, path
        self._sheet: str | None = None
        self._stack = ExitStack()
        self._rows: Rows | None = None
        self.count = 0

    def __enter__(self) -> "Rejections":
        """Raises FileRefused where they could not be written, before any row goes in."""
        refuse_unless_writable(self.path)
        if (
            self.path.suffix.lower() == ".csv"
            and len({h.line.sheet for h in self._headers.all}) > 1
        ):
            raise FileRefused(
                "文件有几个工作表，被拒绝的行须写入.xlsx文件",
                f"The file has several sheets, so {self.path.name} must be an .xlsx file",
            )
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
        header = self._headers.of(entry.line)
        reasons = "；".join(f"{header.heading(f.key)}：{f.zh} ({f.en})" for f in entry.faults)
        self._file(header).write([*_kept(header, entry.line.cells), reasons])

    def cells(self, entry: Entry) -> list[str]:
        """One line for each fault, in both languages."""
        lines = []
        for fault in entry.faults:
            value = entry.values.get(fault.key, "")
            is_private = self._layout.column(fault.key).is_private
            excerpt = "…" if is_private and value != "" else short(cells.text(value))
            heading = self._headers.of(entry.line).heading(fault.key)
            lines.append(
                f'{entry.line.en}, {heading}, "{excerpt}": {fault.en}'
                f" / {entry.line.zh}，{heading}：{fault.zh}"
            )
        return lines

    def _file(self, header: Header) -> Rows:
        """Where the rejected rows of a sheet go: those of several sheets to a sheet each."""
        name = header.line.sheet
        if self._rows is None:
            title = name or self._layout.zh
            self._rows = self._stack.enter_context(open_rows(self.path, title))
        elif name != self._sheet:
            self._rows.begin_sheet(name)
        else:
            return self._rows
        self._sheet = name
        self._rows.write([*_kept(header, header.line.cells), REASON])
        return self._rows


def _kept(header: Header, found: list[Any]) -> list[Any]:
    """The cells as they were, as many as there are headings, without an earlier reason."""
    width = len(header.line.cells)
    row = [*found[:width], *[""] * (width - len(found))]
    if header.reason_at is not None:
        del row[header.reason_at]
    return [unguarded(each) if isinstance(each, str) else each for each in row]


def short(text: str) -> str:
    text = " ".join("".join(each if each.isprintable() else "�" for each in text).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
