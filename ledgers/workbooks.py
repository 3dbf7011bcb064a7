"""Rows of .xlsx workbooks, read in a process of its own that may not take more than its share."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from ledgers.refused import FileRefused

MOST_UNPACKED = 1024 * 1024 * 1024
_PARTS = "[Content_Types].xml"


def messages(path: Path) -> Iterator[Any]:
    """What the reading process says: each sheet (an object), and after it each of its rows (a list
    of its number, its cells, and where there is any, what is to be noted of them).

    python-calamine holds a whole sheet: some 400 MB for 120,000 rows of 30 columns. That is another
    process's memory, limited and given back, and a file made to burst it ends that process only.
    """
    _refuse_unless_sound(path)
    command = [sys.executable, "-m", "ledgers.workbook_reader", str(path.absolute())]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as child:
        assert child.stdout is not None
        problem = None
        is_whole = False
        try:
            for text in child.stdout:
                message = orjson.loads(text)
                if isinstance(message, dict) and ("problem" in message or "end" in message):
                    problem, is_whole = message.get("problem"), "end" in message
                else:
                    yield message
        except BaseException:
            child.kill()
            raise
    if problem == "password":
        raise FileRefused(
            "文件有密码保护，请去除密码后再导入",
            "The file is protected by a password. Remove the password and import it again",
        )
    if problem or not is_whole:
        raise FileRefused(
            "工作簿无法读取，文件可能损坏或过大",
            f"The workbook cannot be read. It may be damaged or too large ({problem or 'no end'})",
        )


def _refuse_unless_sound(path: Path) -> None:
    """What the archive says of itself, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(
            "文件不完整或已损坏（.xlsx）", f"The .xlsx file is incomplete or damaged: {error}"
        ) from None
    names = {entry.filename for entry in entries}
    if _PARTS not in names or not any(name.startswith("xl/") for name in names):
        raise FileRefused(
            "这不是Excel工作簿（.xlsx）", "This is a zip archive, not an .xlsx workbook"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        raise FileRefused(
            f"工作簿展开后有{unpacked >> 20} MB，超过上限{MOST_UNPACKED >> 20} MB",
            f"The workbook unpacks to {unpacked >> 20} MB, the limit is {MOST_UNPACKED >> 20} MB",
        )
