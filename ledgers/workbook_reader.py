"""The process that reads one workbook and writes its rows as lines of JSON (see `workbooks`)."""

import datetime as dt
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import orjson
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ledgers.sheet_xml import SheetFacts, WorkbookFacts, sheet_facts, workbook_facts

MOST_MEMORY = 2 * 1024 * 1024 * 1024
MOST_CPU_SECONDS = 300
MOST_MERGED_CELLS = 5_000_000
_MIDNIGHT = dt.time()
_SERIALS_FROM = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_LAST_SERIAL = 100_000
Range = tuple[tuple[int, int], tuple[int, int]]


def main(path: str) -> None:
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: MOST_CPU_SECONDS,
        # It writes to its pipe only.
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    try:
        with ZipFile(path) as archive, _opened(path) as workbook:
            _send(workbook, archive, workbook_facts(archive))
        _say({"end": True})
    except PasswordError:
        _say({"problem": "password"})
    except (CalamineError, ValueError, KeyError, OSError, BadZipFile, NotImplementedError) as error:
        _say({"problem": " ".join(str(error).split())[:200] or type(error).__name__})


def _opened(path: str) -> CalamineWorkbook:
    """By its content where the name is another's: systems of offices call workbooks `.xls`."""
    if path.lower().endswith((".xlsx", ".xlsm")):
        return CalamineWorkbook.from_path(path)
    return CalamineWorkbook.from_filelike(BytesIO(Path(path).read_bytes()))


def _send(workbook: CalamineWorkbook, archive: ZipFile, facts: WorkbookFacts) -> None:
    for each in workbook.sheets_metadata:
        if each.visible != SheetVisibleEnum.Visible:
            _say({"skipped": each.name, "is_hidden": True})
        elif each.typ != SheetTypeEnum.WorkSheet or not facts.parts[each.name]:
            _say({"skipped": each.name, "is_hidden": False})
        else:
            found = sheet_facts(archive, facts.parts[each.name], facts.dayless)
            _say({"sheet": each.name, "is_1904": facts.is_1904, "hidden": found.hidden_columns})
            _send_sheet(workbook.get_sheet_by_name(each.name), found, is_1904=facts.is_1904)


def _send_sheet(sheet: CalamineSheet, facts: SheetFacts, *, is_1904: bool) -> None:
    merged = _Merged(sheet, facts)
    for row, cells in _rows(sheet, facts):
        for column, text in facts.unread.get(row, {}).items():
            _put(cells, column, text)
        for column, has_month in facts.dayless.get(row, {}).items():
            if column < len(cells):
                cells[column] = _without_day(cells[column], is_1904, has_month=has_month)
        covered, across = merged.spread(row, cells)
        notes: dict[str, Any] = {"covered": covered, "across": across} if covered else {}
        if row in facts.hidden_rows:
            notes["is_hidden"] = True
        line = row + 1, [_plain(cell) for cell in cells]
        _say((*line, notes) if notes else line)


def _rows(sheet: CalamineSheet, facts: SheetFacts) -> Iterator[tuple[int, list[Any]]]:
    """Each row from the first column on, and those after the last in which nothing can be read."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    row = -1
    for row, cells in enumerate(sheet.iter_rows()):
        yield row, [*left, *cells] if left else cells
    for later in sorted(each for each in facts.unread if each > row):
        yield later, []


class _Merged:
    """The merged ranges of a sheet: their value stands in the first cell, and holds for all."""

    def __init__(self, sheet: CalamineSheet, facts: SheetFacts) -> None:
        self._beginning: dict[int, list[Range]] = {}
        self._active: list[tuple[Range, Any]] = []
        count = 0
        row, column = sheet.end or (-1, -1)
        row = max(row, *facts.unread, -1)
        column = max(column, *(max(cells) for cells in facts.unread.values()), -1)
        for first, last in sheet.merged_cell_ranges or ():
            end = min(last[0], row), min(last[1], column)
            count += max(end[0] - first[0] + 1, 0) * max(end[1] - first[1] + 1, 0)
            if count > MOST_MERGED_CELLS:
                raise ValueError("its merged ranges cover too many cells")
            self._beginning.setdefault(first[0], []).append((first, end))

    def spread(self, row: int, cells: list[Any]) -> tuple[list[int], list[int]]:
        """Fill the cells that ranges cover in this row: all of them, and those that take it from
        another column."""
        if not self._beginning:
            return [], []
        self._active = [each for each in self._active if each[0][1][0] >= row]
        for area in self._beginning.get(row, ()):
            column = area[0][1]
            self._active.append((area, cells[column] if column < len(cells) else ""))
        covered, across = [], []
        for (first, last), value in self._active:
            for column in range(first[1], last[1] + 1):
                if (row, column) != first:
                    _put(cells, column, value)
                    covered.append(column)
                    if column != first[1]:
                        across.append(column)
        return covered, across


def _put(cells: list[Any], column: int, value: Any) -> None:
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = value


def _without_day(cell: Any, is_1904: bool, *, has_month: bool) -> Any:
    """A date as its format shows it, where the day was never typed: Excel makes it the first."""
    day = cell.date() if isinstance(cell, dt.datetime) else cell
    if isinstance(cell, float) and cell.is_integer() and 0 < cell < _LAST_SERIAL:
        day = _SERIALS_FROM[is_1904] + dt.timedelta(days=cell)
    if not isinstance(day, dt.date) or day.day != 1 or not (has_month or day.month == 1):
        return cell
    return f"{day.year}年{day.month}月" if has_month else f"{day.year}年"


def _plain(cell: Any) -> Any:
    """As a person would type it: a formula's last result, a date in digits, a whole one whole."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == _MIDNIGHT
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, dt.time):
        return cell.isoformat("minutes")
    if isinstance(cell, dt.timedelta):
        return str(cell)
    return cell


def _say(message: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
