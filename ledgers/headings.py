"""Which row of each sheet is the header, and which of its columns is which."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ledgers import cells
from ledgers.layouts import REASON, Layout, LedgerColumn
from ledgers.refused import FileRefused
from ledgers.sheets import Cell, LedgerFile, Sheet, SheetLine

_SEARCHED = 20
_IN_PARENTHESES = re.compile(r"[(\[].*?[)\]]")
_NOT_PRINTED = re.compile(r"[\s*:：_\-/、.]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a sheet as it is, and where each column of the layout stands."""

    sheet: Sheet
    line: SheetLine
    layout: Layout
    places: dict[str, int]
    ignored: tuple[str, ...]
    reason_at: int | None
    stand_ins: tuple[tuple[str, str], ...] = ()
    """Headings of other columns, and the columns that they are read as."""
    passed_over: tuple[tuple[str, str], ...] = ()
    """Headings of other columns that could stand in, and the ones that were taken instead."""

    def heading(self, key: str) -> str:
        """The heading as the file has it; the layout's own where the file has no such column."""
        if key in self.places:
            return str(self.line.cells[self.places[key]]).strip()
        return self.layout.column(key).zh

    def values(self, line: SheetLine) -> dict[str, Cell]:
        """What stands in a row, by column; blank cells are left out."""
        found, row = {}, line.cells
        width = len(row)
        for key, place in self.places.items():
            if place < width:
                cell = row[place]
                if cell != "" and not (type(cell) is str and cell.isspace()):
                    found[key] = cell
        if line.is_1904:
            for key in self.layout.dates & found.keys():
                found[key] = cells.in_1900(found[key])
        return found

    def borrowed(self, line: SheetLine) -> Iterator[str]:
        """The columns whose value a merged range brings into this row though it is a row's own."""
        if not line.covered:
            return
        at = {place: key for key, place in self.places.items()}
        keys = {at[place] for place in line.covered if place in at}
        if self.layout.subject in keys:
            return
        for key in keys:
            if self.layout.column(key).is_own and line.cells[self.places[key]] != "":
                yield key


class Headers:
    """The headers of a file: one for each sheet that is read."""

    def __init__(self, headers: Sequence[Header], without: Sequence[str]) -> None:
        self.all, self.without = tuple(headers), tuple(without)
        """`without`: the sheets that can be seen and have no header of this ledger."""
        self._by_sheet = {header.line.sheet: header for header in headers}

    @property
    def first(self) -> Header:
        return self.all[0]

    def of(self, line: SheetLine) -> Header:
        return self._by_sheet[line.sheet]

    def values(self, line: SheetLine) -> dict[str, Cell]:
        return self.of(line).values(line)


def find(file: LedgerFile, layout: Layout) -> Headers:
    """The header of each sheet among its first rows, below whatever titles stand above, in at least
    one of them. Raises FileRefused."""
    names = _names(layout)
    best: tuple[int, SheetLine] | None = None
    found, without = [], []
    for sheet in file.sheets:
        header: SheetLine | None = None
        count = 0
        for line in map(_as_header, islice(file.lines_of(sheet), _SEARCHED)):
            places = dict(_matched(line, names))
            # Of a header in two rows, merged downwards, the lower one says more.
            is_better = places.keys() >= set(layout.marks) and len(places) > count
            if is_better and (header is None or line.covered):
                header, count = line, len(places)
            elif header is not None:
                break
            if best is None or len(places) > best[0]:
                best = len(places), line
        if header is None:
            without.append(sheet.name)
        else:
            found.append(_header(sheet, header, names, layout))
    if not found:
        raise _fits_nothing(best, names, layout)
    return Headers(found, without)


def data(file: LedgerFile, headers: Headers) -> Iterator[SheetLine]:
    """The rows below the headers; a header repeated on a later page is passed over."""
    for header in headers.all:
        for line in file.lines_of(header.sheet):
            if line.number > header.line.number and _as_header(line).cells != header.line.cells:
                yield line


def _as_header(line: SheetLine) -> SheetLine:
    """A heading over several columns is none of any but the first."""
    if not line.across:
        return line
    found = ["" if place in line.across else cell for place, cell in enumerate(line.cells)]
    return replace(line, cells=found)


def _names(layout: Layout) -> dict[str, LedgerColumn]:
    # Earlier ones win: an alias of one column may be another column's own name.
    own = {_printed(name): each for each in reversed(layout.columns) for name in (each.zh, each.en)}
    aliases = {
        _printed(name): each for each in layout.columns for name in (*each.aliases, *each.stand_ins)
    }
    return aliases | own


def _matched(line: SheetLine, names: dict[str, LedgerColumn]) -> Iterator[tuple[str, int]]:
    for place, cell in enumerate(line.cells):
        name = _name(cell, names)
        if name is not None:
            yield names[name].key, place


def _name(cell: Cell, names: dict[str, LedgerColumn]) -> str | None:
    """The name under which a heading is known."""
    if not isinstance(cell, str) or len(cell) > 60:
        return None
    text = _printed(cell)
    bare = _printed(_IN_PARENTHESES.sub("", unicodedata.normalize("NFKC", cell)))
    halves = [_printed(half) for half in cell.split("/")] if "/" in cell else []
    return next((each for each in (text, bare, *halves) if each in names), None)


def _header(
    sheet: Sheet, line: SheetLine, names: dict[str, LedgerColumn], layout: Layout
) -> Header:
    places: dict[str, int] = {}
    ignored, others = [], []
    reason_at = None
    for place, cell in enumerate(line.cells):
        name = _name(cell, names)
        column = names[name] if name else None
        if isinstance(cell, str) and _printed(cell) == _printed(REASON):
            reason_at = place
        elif column is None:
            if cell != "":
                ignored.append(str(cell))
        elif name in {_printed(each) for each in column.stand_ins}:
            others.append((place, str(cell), column))
        elif column.key in places:
            first = str(line.cells[places[column.key]])
            raise FileRefused(
                f"{line.zh}表头“{first}”与“{cell}”是同一列",
                f'In {line.en} the headings "{first}" and "{cell}" are the same column',
            )
        else:
            places[column.key] = place
    stand_ins, passed_over = [], []
    for place, name, column in others:
        if column.key in places:
            passed_over.append((name, str(line.cells[places[column.key]]).strip()))
        else:
            places[column.key] = place
            stand_ins.append((name, column.zh))
    return Header(
        sheet,
        line,
        layout,
        places,
        tuple(ignored),
        reason_at,
        tuple(stand_ins),
        tuple(passed_over),
    )


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
        nearest = f"; {best[1].en} comes nearest, with {known} only"
    return FileRefused(
        f"前{_SEARCHED}行中没有表头：须有{zh}",
        f"The first {_SEARCHED} rows contain no header row. It must have {en}{nearest}",
    )


def _printed(text: str) -> str:
    return _NOT_PRINTED.sub("", unicodedata.normalize("NFKC", text)).lower()
