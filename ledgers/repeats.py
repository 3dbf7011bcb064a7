"""Rows of one file that repeat or contradict one another, found before any of them goes in."""

import zlib
from array import array
from collections.abc import Callable, Iterable
from hashlib import blake2b

from ledgers import cells
from ledgers.headings import Header
from ledgers.lines import Entry
from ledgers.sheets import Cell, SheetLine

Key = Callable[[dict[str, Cell]], tuple[str, ...]]


class Repeats:
    """Which rows are about the same thing.

    `same` says what a row is about, its subject first; nothing where that is blank. `agreeing` are
    the columns in which rows of one subject may not differ. Only digests are kept, so that a file
    of half a million rows takes some 150 MB and not its own size.
    """

    def __init__(self, same: Key, agreeing: tuple[str, ...] = ()) -> None:
        self._same, self._agreeing = same, agreeing
        self._first: dict[int, int] = {}
        self._first_rows: dict[int, array[int]] = {}
        """Digest of the subject → its first row, and a digest of each agreeing column."""
        self._repeating: dict[int, int] = {}
        self._contradicting: dict[int, tuple[int, int, str]] = {}

    def note(self, header: Header, lines: Iterable[SheetLine]) -> int:
        """Look at all rows once; how many there are."""
        count = 0
        for line in lines:
            count += 1
            values = header.values(line)
            if same := self._same(values):
                first = self._first.setdefault(_digest(*same), line.number)
                if first != line.number:
                    self._repeating[line.number] = first
                if self._agreeing:
                    self._compare(_digest(same[0]), values, line.number)
        return count

    def check(self, entry: Entry) -> None:
        """Fault a row that repeats an earlier one, and every row about a contradicted subject."""
        key = entry.layout.marks[0]
        if first := self._repeating.get(entry.line.number):
            entry.fault(key, f"与第{first}行重复", f"repeats row {first}")
        if not self._contradicting or not (same := self._same(entry.values)):
            return
        if found := self._contradicting.get(_digest(same[0])):
            one, other, column = found
            heading = entry.layout.column(column)
            entry.fault(
                column,
                f"第{one}行与第{other}行代码相同，“{heading.zh}”不同",
                f'rows {one} and {other} have the same code but differ in "{heading.en}"',
            )

    def _compare(self, subject: int, values: dict[str, Cell], number: int) -> None:
        what = array("I", (number, *(_short(values.get(key)) for key in self._agreeing)))
        earlier = self._first_rows.setdefault(subject, what)
        if earlier is what:
            return
        for place, key in enumerate(self._agreeing, 1):
            if earlier[place] and what[place] and earlier[place] != what[place]:
                self._contradicting.setdefault(subject, (earlier[0], number, key))
            earlier[place] = earlier[place] or what[place]


def _digest(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest())


def _short(cell: Cell | None) -> int:
    if cell is None:
        return 0
    text = cell if type(cell) is str else cells.text(cell)
    return zlib.crc32(text.encode()) or 1
