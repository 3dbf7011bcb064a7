"""Rows of the State Council's holiday notices: taken in together, or not at all."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from domain.workdays import connected_years
from ledgers import cells, headings, reports
from ledgers.layouts import WORKDAYS
from ledgers.lines import Counts, Entry, Outcome
from ledgers.rejections import Rejections
from ledgers.repeats import Repeats
from ledgers.sheets import Cell, LedgerFile
from schema.inputs import InputFaults

_REMOVED = ("删除", "remove")


def read(
    file: LedgerFile, rejected: Path, known: range, listed: Collection[int]
) -> tuple[Counts, list[dict[str, Any]]]:
    """The days that the file lists. A calendar with holes would move deadlines wrongly, so a row
    that cannot be read keeps all the others out. Raises FileRefused.

    `known` are the years whose notices are loaded, `listed` those with any day in the calendar: a
    day of a year that does not follow them is a slip of the pen. Such a day of before can be taken
    out, and what is taken out connects no years.
    """
    headers = headings.find(file, WORKDAYS)
    reports.describe(file, headers)
    repeats, read, counts = Repeats(_same), [], Counts()
    repeats.note(headers, headings.data(file, headers))
    with Rejections(WORKDAYS, headers, rejected) as rejections:
        for line in headings.data(file, headers):
            entry = Entry.of(line, headers)
            repeats.check(entry)
            read.append((entry, {} if entry.faults else _day(entry)))
        years = {day["day"].year for entry, day in read if not entry.faults and _is_entered(day)}
        connected = connected_years(known, years.union(listed))
        for entry, day in read:
            if not entry.faults and _is_entered(day) and day["day"].year not in connected:
                _refuse_year(entry, connected)
            if entry.faults:
                counts.add(Outcome.REJECTED)
                rejections.add(entry)
    return counts, [day for entry, day in read if not entry.faults]


def _refuse_year(entry: Entry, connected: range) -> None:
    first, last = connected[0], connected[-1]
    entry.fault(
        "day",
        f"该年与已载入的年度（{first}至{last}年）不相连，请先导入中间年度的通知",
        f"is of a year that does not follow those of the calendar ({first} to {last}):"
        " import the notices of the years between first",
    )


def _day(entry: Entry) -> dict[str, Any]:
    faults = InputFaults()
    entry.needs_all()
    note = entry.take("note", cells.text, "") or ""
    source = entry.take("source_notice", cells.text, "") or ""
    found = {
        "day": entry.take("day", cells.date),
        "is_workday": entry.take("is_workday", _is_workday),
        "note": faults.text("note", note, longest=100, shortest=0),
        "source_notice": faults.text("source_notice", source, longest=200, shortest=0),
    }
    for each in faults.found:
        entry.fault(each.field, each.message_zh, each.message_en)
    return found


def _is_workday(cell: Cell) -> bool | None:
    """None where the day is to be taken out of the calendar, so that it follows the week again."""
    return None if cells.plain(cell).lower() in _REMOVED else cells.yes_or_no(cell)


def _is_entered(day: dict[str, Any]) -> bool:
    return day["is_workday"] is not None


def _same(values: dict[str, Cell]) -> tuple[str, ...]:
    try:
        return (cells.date(values["day"]).isoformat(),)
    except (KeyError, cells.Unreadable):
        return ()
