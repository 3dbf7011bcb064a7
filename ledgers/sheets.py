"""A file of rows, of whatever kind: read once and whole, kept on disk, read again flat."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from domain.ledgers.jobs import MOST_BYTES
from ledgers import csv_files, workbooks
from ledgers.refused import FileRefused

Cell = str | int | float | bool
MOST_ROWS = 500_000
_WITH_NOTES = 2
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
    b"<HTM": "a web page",
    b"<tab": "a web page",
    b"<?xm": "an XML document",
    b"{\\rt": "an RTF document",
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row as it stands in the file; blank cells are empty texts."""

    number: int
    cells: list[Cell]
    sheet: str = ""
    """The name of its sheet, where the file has several."""
    covered: frozenset[int] = frozenset()
    """Places whose value is that of a merged range that begins elsewhere."""
    across: frozenset[int] = frozenset()
    """Those of them whose range begins in another column."""
    is_1904: bool = False
    """Whether a bare number counts days from 1904."""

    @property
    def zh(self) -> str:
        return f"工作表“{self.sheet}”第{self.number}行" if self.sheet else f"第{self.number}行"

    @property
    def en(self) -> str:
        row = f"row {self.number}"
        return f'sheet "{self.sheet}", {row}' if self.sheet else row


@dataclass(slots=True)
class Sheet:
    """One sheet that can be seen: where its rows begin, and which of them are hidden."""

    name: str
    begins_at: int
    is_1904: bool = False
    hidden_columns: tuple[int, ...] = ()
    row_count: int = 0
    hidden_rows: list[int] = field(default_factory=list)


class LedgerFile:
    """The rows of one file that are not blank, with the numbers that a spreadsheet shows."""

    def __init__(self, spool: IO[bytes], *, is_workbook: bool) -> None:
        self._spool, self.is_workbook = spool, is_workbook
        self.sheets: list[Sheet] = []
        self.skipped: list[tuple[str, bool]] = []
        """The names of sheets that were not read, and whether they are hidden."""

    def lines(self) -> Iterator[SheetLine]:
        for sheet in self.sheets:
            yield from self.lines_of(sheet)

    def lines_of(self, sheet: Sheet) -> Iterator[SheetLine]:
        name = sheet.name if len(self.sheets) > 1 else ""
        self._spool.seek(sheet.begins_at)
        for _ in range(sheet.row_count):
            number, cells, *notes = orjson.loads(self._spool.readline())
            covered, across = (
                frozenset(notes[0].get(each, ()) if notes else ()) for each in ("covered", "across")
            )
            yield SheetLine(number, cells, name, covered, across, sheet.is_1904)

    def close(self) -> None:
        self._spool.close()


def read(path: Path) -> LedgerFile:
    """All rows of the file. Raises FileRefused before anything could be done with half of them."""
    kind = _kind(path)
    # A file without a name: nothing of a ledger stays on the disk, however we end.
    spool = tempfile.TemporaryFile()  # noqa: SIM115  # the file closes it
    try:
        found = LedgerFile(spool, is_workbook=kind == "workbook")
        _keep(workbooks.messages(path) if found.is_workbook else _text(path), found, spool)
        return found
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


def _text(path: Path) -> Iterator[Any]:
    yield {"sheet": ""}
    yield from csv_files.rows(path)


def _keep(messages: Iterable[Any], found: LedgerFile, spool: IO[bytes]) -> None:
    count = 0
    for message in messages:
        if isinstance(message, dict):
            if "skipped" in message:
                found.skipped.append((message["skipped"], message["is_hidden"]))
                continue
            hidden = tuple(message.get("hidden", ()))
            sheet = Sheet(
                message["sheet"],
                spool.tell(),
                is_1904=message.get("is_1904", False),
                hidden_columns=hidden,
            )
            found.sheets.append(sheet)
            continue
        if _is_blank(message):
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileRefused(
                f"文件超过{MOST_ROWS:,}行，请拆分后导入",
                f"The file has more than {MOST_ROWS:,} rows: split the file",
            )
        sheet.row_count += 1
        if len(message) > _WITH_NOTES and message[_WITH_NOTES].get("is_hidden"):
            sheet.hidden_rows.append(message[0])
        spool.write(orjson.dumps(message) + b"\n")
    if not found.sheets:
        raise FileRefused("工作簿没有可见的工作表", "The workbook has no visible sheet")
    if count == 0:
        raise FileRefused("文件是空的", "The file is empty: it has no rows")


def _is_blank(row: Any) -> bool:
    """A row that says nothing, or nothing of its own beside what merged ranges bring into it."""
    covered = row[_WITH_NOTES].get("covered", ()) if len(row) > _WITH_NOTES else ()
    return all(
        isinstance(cell, str) and not cell.strip()
        for place, cell in enumerate(row[1])
        if place not in covered
    )


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
    most = MOST_BYTES[".xlsx" if is_workbook else ".csv"]
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
        "旧版.xls或WPS的.et格式不能导入，请另存为.xlsx",
        "This is an old .xls, .et or .doc file. Save it as .xlsx",
    )
