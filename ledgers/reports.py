"""What was read of a file and what was not: sheets, columns, and what is hidden, on standard error."""

import sys
from collections.abc import Iterable

from ledgers.headings import Header, Headers
from ledgers.rejections import short
from ledgers.sheets import LedgerFile

_LISTED = 20


def describe(file: LedgerFile, headers: Headers) -> None:
    """One line in both languages for each thing that the person who imports would not expect."""
    hidden = [name for name, is_hidden in file.skipped if is_hidden]
    others = [name for name, is_hidden in file.skipped if not is_hidden]
    if hidden:
        _print("hidden sheets not read", "未读取的隐藏工作表", hidden)
    if others or headers.without:
        _print(
            "sheets without the header of this ledger, not read",
            "没有本台账表头、未读取的工作表",
            [*headers.without, *others],
        )
    for header in headers.all:
        _describe(header)


def _describe(header: Header) -> None:
    if header.ignored:
        _print("columns not read", "未读取的列", header.ignored, header)
    for name, column in header.stand_ins:
        _print(f'column read as "{column}"', f"按“{column}”读取的列", [name], header)
    for name, taken in header.passed_over:
        _print(f'column not read beside "{taken}"', f"已取“{taken}”、未读取的列", [name], header)
    columns = {place: str(header.line.cells[place]) for place in header.places.values()}
    hidden = [columns[place] for place in header.sheet.hidden_columns if place in columns]
    if hidden:
        _print("hidden columns, read like the others", "隐藏列，已照常读取", hidden, header)
    rows = [number for number in header.sheet.hidden_rows if number > header.line.number]
    if rows:
        listed = ", ".join(map(str, rows[:_LISTED])) + ("…" if len(rows) > _LISTED else "")
        print(
            f"{_of(header, 'en')}{len(rows):,} hidden rows, read like the others: {listed}"
            f" / {_of(header, 'zh')}隐藏行{len(rows):,}行，已照常读取：第{listed}行",
            file=sys.stderr,
        )


def _print(en: str, zh: str, names: Iterable[str], header: Header | None = None) -> None:
    named = "”“".join(map(short, list(names)[:_LISTED]))
    print(
        f"{_of(header, 'en')}{en} / {_of(header, 'zh')}{zh}：“{named}”",
        file=sys.stderr,
    )


def _of(header: Header | None, language: str) -> str:
    if header is None or not header.line.sheet:
        return ""
    name = header.line.sheet
    return f'sheet "{name}": ' if language == "en" else f"工作表“{name}”："
