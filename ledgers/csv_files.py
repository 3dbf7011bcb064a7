"""Rows of text files: UTF-8 with or without a mark, GB18030, or Excel's UTF-16."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from ledgers.refused import FileRefused

_AT_ONCE = 1024 * 1024
_SEEN_FOR_DELIMITER = 64 * 1024
_DELIMITERS = (",", "\t", ";")


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its last line in the file."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file.read(_SEEN_FOR_DELIMITER))
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            yield from enumerate(reader, 1)
        except csv.Error as error:
            line = reader.line_num
            raise FileRefused(
                f"第{line}行不完整，文件可能被截断",
                f"Line {line} cannot be read. The file may be incomplete: {error}",
            ) from None


def _encoding(path: Path) -> str:
    """Decided by the whole file: one that fits only at its beginning would spoil the rest."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    for encoding in candidates:
        if _fits(path, encoding):
            return encoding
    raise FileRefused(
        "文件不是UTF-8或GB18030编码的文本，请转换编码后再导入",
        "The file is not UTF-8 or GB18030 text. Save it in one of these encodings",
    )


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(_AT_ONCE):
                if "\0" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(text: str) -> str:
    return max(_DELIMITERS, key=lambda each: (text.count(each), -_DELIMITERS.index(each)))
