"""The process that reads one workbook and writes its rows as lines of JSON (see `workbooks`)."""

import datetime as dt
import resource
import sys
from typing import Any

import orjson
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MOST_MEMORY = 2 * 1024 * 1024 * 1024
_MIDNIGHT = dt.time()


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            _send_sheet(_sheet(workbook))
        _say({"end": True})
    except PasswordError:
        _say({"problem": "password"})
    except (CalamineError, ValueError, OSError) as error:
        _say({"problem": " ".join(str(error).split())[:200] or type(error).__name__})


def _sheet(workbook: CalamineWorkbook) -> CalamineSheet:
    for each in workbook.sheets_metadata:
        if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet:
            return workbook.get_sheet_by_name(each.name)
    raise ValueError("there is no visible sheet")


def _send_sheet(sheet: CalamineSheet) -> None:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        _say((number, [_plain(cell) for cell in cells]))


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
