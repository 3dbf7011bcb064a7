"""Which row of a sheet is the header, and which of its columns is which."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ledgers.layouts import REASON, Layout, LedgerColumn
from ledgers.refused import FileRefused
from ledgers.sheets import Cell, Sheet, SheetLine

_SEARCHED = 20
_IN_PARENTHESES = re.compile(r"[(\[].*?[)\]]")
_NOT_PRINTED = re.compile(r"[\s*:：_\-/、.]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The header row as it is, and where each column of the layout stands."""

    line: SheetLine
    places: dict[str, int]
    ignored: tuple[str, ...]
    reason_at: int | None

    def heading(self, key: str, layout: Layout) -> str:
        """The heading as the file has it; the layout's own where the file has no such column."""
        if key in self.places:
            return str(self.line.cells[self.places[key]]).strip()
        return layout.column(key).zh

    def values(self, line: SheetLine) -> dict[str, Cell]:
        """What stands in a row, by column; blank cells are left out."""
        found, row = {}, line.cells
        width = len(row)
        for key, place in self.places.items():
            if place < width:
                cell = row[place]
                if cell != "" and not (type(cell) is str and cell.isspace()):
                    found[key] = cell
        return found


def find(sheet: Sheet, layout: Layout) -> Header:
    """The header among the first rows, below whatever titles stand above. Raises FileRefused."""
    names = _names(layout)
    best: tuple[int, SheetLine] | None = None
    for line in islice(sheet.lines(), _SEARCHED):
        places = dict(_matched(line, names))
        if places.keys() >= set(layout.marks):
            return _header(line, names, layout)
        if best is None or len(places) > best[0]:
            best = len(places), line
    raise _fits_nothing(best, names, layout)


def data(sheet: Sheet, header: Header) -> Iterator[SheetLine]:
    """The rows below the header; the header repeated on a later page is passed over."""
    for line in sheet.lines():
        if line.number > header.line.number and line.cells != header.line.cells:
            yield line


def _names(layout: Layout) -> dict[str, LedgerColumn]:
    # Earlier ones win: an alias of one column may be another column's own name.
    own = {_printed(name): each for each in reversed(layout.columns) for name in (each.zh, each.en)}
    aliases = {_printed(name): each for each in layout.columns for name in each.aliases}
    return aliases | own


def _matched(line: SheetLine, names: dict[str, LedgerColumn]) -> Iterator[tuple[str, int]]:
    for place, cell in enumerate(line.cells):
        column = _column(cell, names)
        if column is not None:
            yield column.key, place


def _column(cell: Cell, names: dict[str, LedgerColumn]) -> LedgerColumn | None:
    if not isinstance(cell, str) or len(cell) > 60:
        return None
    text = _printed(cell)
    bare = _printed(_IN_PARENTHESES.sub("", unicodedata.normalize("NFKC", cell)))
    halves = [_printed(half) for half in cell.split("/")] if "/" in cell else []
    for candidate in (text, bare, *halves):
        if candidate in names:
            return names[candidate]
    return None


def _header(line: SheetLine, names: dict[str, LedgerColumn], layout: Layout) -> Header:
    places: dict[str, int] = {}
    ignored = []
    reason_at = None
    for place, cell in enumerate(line.cells):
        column = _column(cell, names)
        if isinstance(cell, str) and _printed(cell) == _printed(REASON):
            reason_at = place
        elif column is None:
            if cell != "":
                ignored.append(str(cell))
        elif column.key in places:
            first = str(line.cells[places[column.key]])
            raise FileRefused(
                f"第{line.number}行表头“{first}”与“{cell}”是同一列",
                f'Row {line.number}: the headings "{first}" and "{cell}" are the same column',
            )
        else:
            places[column.key] = place
    return Header(line, places, tuple(ignored), reason_at)


def _fits_nothing(
    best: tuple[int, SheetLine] | None, names: dict[str, LedgerColumn], layout: Layout
) -> FileRefused:
    wanted = [layout.column(key) for key in layout.marks]
    zh = "、".join(f"“{column.zh}”" for column in wanted)
    en = " and ".join(f'"{column.en}" ({column.zh})' for column in wanted)
    nearest = ""
    if best is not None and best[0]:
        found = {key for key, _ in _matched(best[1], names)}
        known = ", ".join(layout.column(key).zh for key in found)
        nearest = f"; row {best[1].number} comes nearest, with {known} only"
    return FileRefused(
        f"前{_SEARCHED}行中没有表头：须有{zh}",
        f"The first {_SEARCHED} rows contain no header row. It must have {en}{nearest}",
    )


def _printed(text: str) -> str:
    return _NOT_PRINTED.sub("", unicodedata.normalize("NFKC", text)).lower()
