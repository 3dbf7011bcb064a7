"""A file of rows, of whatever kind: read once and whole, kept on disk, read again flat."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from ledgers import csv_files, workbooks
from ledgers.refused import FileRefused

Cell = str | int | float | bool
MOST_ROWS = 500_000
MOST_CSV_BYTES = 128 * 1024 * 1024
MOST_WORKBOOK_BYTES = 50 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"<htm": "a web page",
    b"<!DO": "a web page",
    b"{\\rt": "an RTF document",
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row as it stands in the file; blank cells are empty texts."""

    number: int
    cells: list[Cell]


class Sheet:
    """The rows of one file that are not blank, with the numbers that a spreadsheet shows."""

    def __init__(self, spool: IO[bytes], row_count: int, *, is_workbook: bool) -> None:
        self._spool, self.row_count, self.is_workbook = spool, row_count, is_workbook

    def lines(self) -> Iterator[SheetLine]:
        self._spool.seek(0)
        for text in self._spool:
            number, cells = orjson.loads(text)
            yield SheetLine(number, cells)

    def close(self) -> None:
        self._spool.close()


def read(path: Path) -> Sheet:
    """All rows of the file. Raises FileRefused before anything could be done with half of them."""
    kind = _kind(path)
    # A file without a name: nothing of a ledger stays on the disk, however we end.
    spool = tempfile.TemporaryFile()  # noqa: SIM115  # the sheet closes it
    try:
        rows = workbooks.rows(path) if kind == "workbook" else csv_files.rows(path)
        return Sheet(spool, _kept(rows, spool), is_workbook=kind == "workbook")
    except OSError as error:
        # Not the buffer: what it could not write it would try to write again.
        spool.raw.close()
        raise FileRefused(
            "磁盘空间不足，无法读取文件",
            f"There is not enough disk space to read the file: {error.strerror}",
        ) from None
    except BaseException:
        spool.close()
        raise


def _kept(rows: Iterable[tuple[int, list[Any]]], spool: IO[bytes]) -> int:
    count = 0
    for number, cells in rows:
        if all(isinstance(cell, str) and not cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileRefused(
                f"文件超过{MOST_ROWS:,}行，请拆分后导入",
                f"The file has more than {MOST_ROWS:,} rows: split the file",
            )
        spool.write(orjson.dumps((number, cells)) + b"\n")
    if count == 0:
        raise FileRefused("文件是空的", "The file is empty: it has no rows")
    return count


def _kind(path: Path) -> str:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(512)
            is_locked = start.startswith(_OLE) and _is_encrypted(file)
    except OSError as error:
        raise FileRefused(f"无法读取{path}", f"{path} cannot be read: {error.strerror}") from None
    if size == 0:
        raise FileRefused("文件是空的", "The file is empty")
    if start.startswith(_OLE):
        raise _of_ole(is_locked=is_locked)
    for magic, name in _OTHERS.items():
        if start.lstrip()[:4].startswith(magic):
            raise FileRefused(
                "这不是表格文件（.xlsx或.csv）",
                f"This is {name}. Only .xlsx and .csv files can be imported",
            )
    is_workbook = start.startswith(_ZIP)
    if not is_workbook and path.suffix.lower() in (".xlsx", ".xlsm"):
        raise FileRefused("这不是有效的.xlsx文件", "This is not a valid .xlsx file")
    most = MOST_WORKBOOK_BYTES if is_workbook else MOST_CSV_BYTES
    if size > most:
        raise FileRefused(
            f"文件有{size / 2**20:.0f} MB，超过上限{most // 2**20} MB，请拆分后导入",
            f"The file has {size / 2**20:.0f} MB. The limit is {most // 2**20} MB: split the file",
        )
    return "workbook" if is_workbook else "text"


def _is_encrypted(file: IO[bytes]) -> bool:
    """Whether the container holds an encrypted package: a workbook with a password."""
    file.seek(0)
    return "EncryptedPackage".encode("utf-16-le") in file.read(1024 * 1024)


def _of_ole(*, is_locked: bool) -> FileRefused:
    if is_locked:
        return FileRefused(
            "文件有密码保护，请去除密码后再导入",
            "The file is protected by a password. Remove the password and import it again",
        )
    return FileRefused(
        "旧版.xls格式不能导入，请另存为.xlsx", "This is an old .xls or .doc file. Save it as .xlsx"
    )
