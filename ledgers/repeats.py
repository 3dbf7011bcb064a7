"""Rows of one file that repeat or contradict one another, found before any of them goes in."""

import zlib
from array import array
from collections.abc import Callable, Iterable
from hashlib import blake2b

from ledgers import cells
from ledgers.headings import Headers
from ledgers.lines import Entry
from ledgers.sheets import Cell, SheetLine

_ROW_BITS = 32
Key = Callable[[dict[str, Cell]], tuple[str, ...]]


class Repeats:
    """Which rows are about the same thing.

    `same` says what a row is about, its subject first; nothing where that is blank. `agreeing` are
    the columns in which rows of one subject may not differ. Only digests are kept, so that a file
    of half a million rows takes some 200 MB and not its own size.
    """

    def __init__(self, same: Key, agreeing: tuple[str, ...] = ()) -> None:
        self._same, self._agreeing = same, agreeing
        self._sheets: list[str] = []
        self._first: dict[int, int] = {}
        self._first_rows: dict[int, array[int]] = {}
        """Digest of the subject → its first row, and a digest of each agreeing column."""
        self._repeating: dict[int, int] = {}
        self._contradicting: dict[int, tuple[int, int, str]] = {}
        """Rows by their place: the number, and above it that of the sheet."""

    def note(self, headers: Headers, lines: Iterable[SheetLine]) -> int:
        """Look at all rows once; how many there are."""
        count = 0
        for line in lines:
            count += 1
            values, place = headers.values(line), self._place(line)
            if same := self._same(values):
                first = self._first.setdefault(_digest(*same), place)
                if first != place:
                    self._repeating[place] = first
                if self._agreeing:
                    self._compare(_digest(same[0]), values, place)
        return count

    def check(self, entry: Entry) -> None:
        """Fault a row that repeats an earlier one, and every row about a contradicted subject."""
        key = entry.layout.marks[0]
        if first := self._repeating.get(self._place(entry.line)):
            zh, en = self._named(first)
            entry.fault(key, f"与{zh}重复", f"repeats {en}")
        if not self._contradicting or not (same := self._same(entry.values)):
            return
        if found := self._contradicting.get(_digest(same[0])):
            (one_zh, one), (other_zh, other) = map(self._named, found[:2])
            heading = entry.layout.column(found[2])
            entry.fault(
                found[2],
                f"{one_zh}与{other_zh}代码相同，“{heading.zh}”不同",
                f'{one} and {other} have the same code but differ in "{heading.en}"',
            )

    def _place(self, line: SheetLine) -> int:
        if not self._sheets or self._sheets[-1] != line.sheet:
            if line.sheet not in self._sheets:
                self._sheets.append(line.sheet)
            return self._sheets.index(line.sheet) << _ROW_BITS | line.number
        return (len(self._sheets) - 1) << _ROW_BITS | line.number

    def _named(self, place: int) -> tuple[str, str]:
        line = SheetLine(place & (1 << _ROW_BITS) - 1, [], self._sheets[place >> _ROW_BITS])
        return line.zh, line.en

    def _compare(self, subject: int, values: dict[str, Cell], place: int) -> None:
        what = array("Q", (place, *(_short(values.get(key)) for key in self._agreeing)))
        earlier = self._first_rows.setdefault(subject, what)
        if earlier is what:
            return
        for at, key in enumerate(self._agreeing, 1):
            if earlier[at] and what[at] and earlier[at] != what[at]:
                self._contradicting.setdefault(subject, (earlier[0], place, key))
            earlier[at] = earlier[at] or what[at]


def _digest(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest())


def _short(cell: Cell | None) -> int:
    if cell is None:
        return 0
    text = cell if type(cell) is str else cells.text(cell)
    return zlib.crc32(text.encode()) or 1
