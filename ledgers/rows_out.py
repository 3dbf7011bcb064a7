"""Rows into a new file, .xlsx or .csv by its name: never held in memory, never half there."""

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from ledgers.formulas import guarded
from ledgers.refused import FileRefused

MOST_XLSX_ROWS = 1_048_576
_NOT_OF_A_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
MOST_CHARACTERS = 32_767


class Rows:
    """Where rows go, one after another; `write` takes texts and numbers."""

    def __init__(self, write: Any, begin_sheet: Any = None) -> None:
        self._write, self._begin_sheet, self.count = write, begin_sheet, 0

    def write(self, cells: Sequence[Any]) -> None:
        self._write(self.count, cells)
        self.count += 1

    def begin_sheet(self, name: str) -> None:
        """What is written from now on goes to another sheet of the workbook."""
        self._begin_sheet(name)
        self.count = 0


@contextmanager
def open_new_rows(
    path: Path, sheet: str, *, guides: Iterable[tuple[str, list[Sequence[Any]]]] = ()
) -> Iterator[Rows]:
    """The same for a file that may not be there yet: nobody's work is written over."""
    if path.exists():
        raise FileRefused(
            f"{path}已存在，请另选文件名", f"{path} already exists. Choose another name"
        )
    with open_rows(path, sheet, guides=guides) as rows:
        yield rows


@contextmanager
def open_rows(
    path: Path, sheet: str, *, guides: Iterable[tuple[str, list[Sequence[Any]]]] = ()
) -> Iterator[Rows]:
    """A file that appears under its name when it is whole; readable by its owner only, since
    ledgers hold people. `guides` are further sheets of a workbook."""
    draft = _draft(path)
    try:
        _make(draft)
        if path.suffix.lower() == ".csv":
            with draft.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                yield Rows(lambda _, cells: writer.writerow([plain(cell) for cell in cells]))
        else:
            with _workbook(draft, sheet, guides) as rows:
                yield rows
        draft.chmod(0o600)
        draft.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise _unwritable(path, error) from None
    finally:
        draft.unlink(missing_ok=True)


def refuse_unless_writable(path: Path) -> None:
    """Raise FileRefused now, where writing the file would fail later."""
    draft = _draft(path)
    try:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        _make(draft)
        draft.unlink()
    except OSError as error:
        raise _unwritable(path, error) from None


def _draft(path: Path) -> Path:
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise FileRefused("文件名须以.xlsx或.csv结尾", f"{path.name} must end in .xlsx or .csv")
    return path.with_name(f".{path.name}.{os.getpid()}.draft")


def _make(draft: Path) -> None:
    os.close(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))


def _unwritable(path: Path, error: Exception) -> FileRefused:
    reason = getattr(error, "strerror", None) or error
    return FileRefused(f"无法写入{path}", f"{path} cannot be written: {reason}")


@contextmanager
def _workbook(
    draft: Path, name: str, guides: Iterable[tuple[str, list[Sequence[Any]]]]
) -> Iterator[Rows]:
    # Without `strings_to_…`: a text is a text, never a formula, a number or a link. What XlsxWriter
    # keeps meanwhile holds people too, and it takes that away only where all goes well.
    with (
        tempfile.TemporaryDirectory() as kept,
        xlsxwriter.Workbook(str(draft), {"constant_memory": True, "tmpdir": kept}) as workbook,
    ):
        bold = workbook.add_format({"bold": True})
        sheets: list[Worksheet] = []

        def begin(title: str) -> None:
            sheets.append(workbook.add_worksheet(sheet_name(title)))
            sheets[-1].freeze_panes(1, 0)

        def write(number: int, cells: Sequence[Any]) -> None:
            _row(sheets[-1], number, cells, None if number else bold)

        begin(name)
        yield Rows(write, begin)
        for title, rows in guides:
            guide = workbook.add_worksheet(title)
            guide.set_column(0, 6, 24)
            for number, cells in enumerate(rows):
                _row(guide, number, cells, bold if not number else None)


def _row(sheet: Worksheet, number: int, cells: Sequence[Any], form: Any) -> None:
    if number >= MOST_XLSX_ROWS:
        raise FileRefused(
            "超过.xlsx的行数上限，请用.csv", "There are too many rows for .xlsx: use .csv"
        )
    for place, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        if isinstance(cell, bool):
            sheet.write_boolean(number, place, cell, form)
        elif isinstance(cell, int | float):
            sheet.write_number(number, place, cell, form)
        else:
            sheet.write_string(number, place, guarded(str(cell))[:MOST_CHARACTERS], form)


def sheet_name(title: str) -> str:
    """Excel takes no more than this; a file made elsewhere may hold other names."""
    return _NOT_OF_A_NAME.sub("_", title)[:31]


def plain(cell: Any) -> Any:
    """A cell as a text file has it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return guarded(cell) if isinstance(cell, str) else cell
