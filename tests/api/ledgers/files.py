"""Files that an office would upload, and some that it would not."""

import csv
import io
import zipfile
from typing import Any

from tests.ledgers import samples


def as_csv(*rows: dict[str, Any]) -> bytes:
    """A ledger of institutions."""
    return lines_of(samples.table(rows))


def plain_csv(*rows: dict[str, Any]) -> bytes:
    """A ledger whose columns are the rows' own."""
    headings = list(rows[0])
    return lines_of([headings, *([row[each] for each in headings] for row in rows)])


def lines_of(lines: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def bomb() -> bytes:
    """A workbook of 1.1 GB in a few kilobytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = packed.getvalue()
    # What the directory says of the entry's size, without the time it takes to make one.
    at = content.rindex(b"PK\x01\x02") + 24
    return content[:at] + (1_100_000_000).to_bytes(4, "little") + content[at + 4 :]
