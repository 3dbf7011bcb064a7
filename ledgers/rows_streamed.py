"""Rows into a stream, as .xlsx or .csv: the first bytes leave at once, and nothing is held.

XlsxWriter has a whole file before its first byte, and takes nine times as long. What is written here is
the least that spreadsheets open: texts in their cells, a bold header that stays in sight.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from ledgers.formulas import guarded
from ledgers.rows_out import MOST_CHARACTERS, MOST_XLSX_ROWS, Rows, plain, sheet_name

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FLUSHED_AT = 200
"""Rows that are compressed together."""
_SPELT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_BOLD = ' s="1"'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/>'
    '<xf fontId="1" applyFont="1" xfId="0"/></cellXfs></styleSheet>'
)
_TOP = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)


@contextmanager
def stream_rows(out: IO[bytes], ending: str, sheet: str) -> Iterator[Rows]:
    """Where rows go on their way to `out`, of which nothing but `write` is used. Rows beyond what a
    sheet takes go to another, below the same header."""
    if ending == ".csv":
        with TextIOWrapper(BufferedWriter(_Unclosed(out)), "utf-8-sig", newline="") as text:
            writer = csv.writer(text)
            yield Rows(lambda _, cells: writer.writerow([plain(cell) for cell in cells]))
        return
    with ZipFile(_Unclosed(out), "w", ZIP_DEFLATED, compresslevel=1) as archive:
        workbook = _Workbook(archive, sheet_name(sheet))
        yield Rows(workbook.write)
        workbook.finish()


class _Unclosed(RawIOBase):
    """A stream that can only be written, and is closed by who opened it."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self._out = out

    def write(self, data: Any) -> int:
        self._out.write(data)
        return len(data)

    def writable(self) -> bool:
        return True


class _Workbook:
    def __init__(self, archive: ZipFile, name: str) -> None:
        self._archive, self._name = archive, name
        self._sheets = 0
        self._part: IO[bytes] | None = None
        self._header: Sequence[Any] = ()
        self._number = 0
        self._held: list[str] = []

    def write(self, count: int, cells: Sequence[Any]) -> None:
        if count == 0:
            self._header = cells
        if self._part is None or self._number >= MOST_XLSX_ROWS:
            self._begin()
            self._row(self._header, _BOLD)
        if count:
            self._row(cells, "")

    def finish(self) -> None:
        self._end()
        names = range(1, self._sheets + 1)
        files = {
            "xl/styles.xml": _STYLES,
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            "<bookViews><workbookView/></bookViews><sheets>"
            + "".join(
                f'<sheet name={quoteattr(self._named(n))} sheetId="{n}" r:id="r{n}"/>'
                for n in names
            )
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations(
                *((f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in names),
                ("r0", "styles", "styles.xml"),
            ),
            "_rels/.rels": _relations(("r1", "officeDocument", "xl/workbook.xml")),
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(
                f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}{kind}+xml"/>'
                for part, kind in (
                    ("workbook", "sheet.main"),
                    ("styles", "styles"),
                    *((f"worksheets/sheet{n}", "worksheet") for n in names),
                )
            )
            + "</Types>",
        }
        for name, text in files.items():
            self._archive.writestr(name, text)

    def _begin(self) -> None:
        self._end()
        self._sheets, self._number = self._sheets + 1, 0
        # How long it becomes is not known, and nothing can be written over afterwards.
        name = f"xl/worksheets/sheet{self._sheets}.xml"
        self._part = self._archive.open(name, "w", force_zip64=True)
        self._held.append(_TOP)

    def _end(self) -> None:
        if self._part is not None:
            self._held.append("</sheetData></worksheet>")
            self._flush()
            self._part.close()

    def _named(self, number: int) -> str:
        return self._name if number == 1 else f"{self._name[:28]} {number}"

    def _row(self, cells: Sequence[Any], style: str) -> None:
        self._number += 1
        number = self._number
        written = "".join(_cell(place, number, cell, style) for place, cell in enumerate(cells))
        self._held.append(f'<row r="{number}">{written}</row>')
        if len(self._held) >= _FLUSHED_AT:
            self._flush()

    def _flush(self) -> None:
        assert self._part is not None
        self._part.write("".join(self._held).encode())
        self._held.clear()


def _cell(place: int, number: int, cell: Any, style: str) -> str:
    if cell is None or cell == "":
        return ""
    at = f'<c r="{_letters(place)}{number}"{style}'
    if isinstance(cell, bool):
        return f'{at} t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f"{at}><v>{cell!r}</v></c>"
    text = escape(_SPELT.sub(_spelt, guarded(str(cell))[:MOST_CHARACTERS]))
    return f'{at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(place: int) -> str:
    if place < len(_LETTERS):
        return _LETTERS[place]
    return _letters(place // 26 - 1) + _LETTERS[place % 26]


_LETTERS = [chr(code) for code in range(ord("A"), ord("Z") + 1)]


def _spelt(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _relations(*relations: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for id, kind, target in relations
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
