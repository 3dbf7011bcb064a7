"""An empty ledger that explains itself: its header, and a sheet with a line for each column."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ledgers.export import columns
from ledgers.layouts import Layout, LedgerColumn
from ledgers.rows_out import open_new_rows

_HEADINGS = (
    "列/Column",
    "英文表头/English",
    "必填/Required",
    "说明",
    "Meaning",
    "可填内容/Allowed",
    "其他表头/Also read",
)


def write(layout: Layout, path: Path) -> None:
    visible_columns = columns(layout)
    guide: list[Sequence[Any]] = [_HEADINGS, *map(_explained, visible_columns)]
    with open_new_rows(path, layout.zh, guides=[("说明 Help", guide)]) as rows:
        rows.write([column.zh for column in visible_columns])


def _explained(column: LedgerColumn) -> tuple[str, ...]:
    words = column.words or ()
    return (
        column.zh,
        column.en,
        "是/yes" if column.is_required else "",
        column.about_zh,
        column.about_en,
        "；".join(f"{word.zh} ({word.en})" for word in words),
        "；".join((*column.aliases, *column.stand_ins)),
    )
