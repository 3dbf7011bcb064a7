"""Rows of the State Council's holiday notices: taken in together, or not at all."""

from pathlib import Path
from typing import Any

from ledgers import cells, headings
from ledgers.layouts import WORKDAYS
from ledgers.lines import Counts, Entry, Outcome
from ledgers.rejections import Rejections
from ledgers.repeats import Repeats
from ledgers.sheets import Cell, Sheet
from schema.inputs import InputFaults

_REMOVED = ("删除", "remove")


def read(sheet: Sheet, rejected: Path) -> tuple[Counts, list[dict[str, Any]]]:
    """The days that the sheet lists. A calendar with holes would move deadlines wrongly, so a row
    that cannot be read keeps all the others out. Raises FileRefused."""
    header = headings.find(sheet, WORKDAYS)
    repeats, days, counts = Repeats(_same), [], Counts()
    repeats.note(header, headings.data(sheet, header))
    with Rejections(WORKDAYS, header, rejected) as rejections:
        for line in headings.data(sheet, header):
            entry = Entry(line, WORKDAYS, header.values(line))
            repeats.check(entry)
            day = _day(entry)
            if entry.faults:
                counts.add(Outcome.REJECTED)
                rejections.add(entry)
            else:
                days.append(day)
    return counts, days


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


def _same(values: dict[str, Cell]) -> tuple[str, ...]:
    try:
        return (cells.date(values["day"]).isoformat(),)
    except (KeyError, cells.Unreadable):
        return ()
