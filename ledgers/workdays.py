"""Rows of the State Council's holiday notices: taken in together, or not at all."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from domain.ledgers import jobs as rules
from domain.ledgers.terms import LedgerKind
from domain.workdays import connected_years
from ledgers import cells, headings, reports
from ledgers.importer import Chunk, ImportContext
from ledgers.layouts import WORKDAYS
from ledgers.lines import Counts, Entry, Outcome
from ledgers.rejections import Rejections
from ledgers.repeats import Repeats
from ledgers.sheets import Cell, LedgerFile
from persistence.engine.database import AsyncSession
from persistence.regions import reference, workdays
from schema.inputs import InputFaults

_REMOVED = ("删除", "remove")
_ONE_AFTER_THE_OTHER = ("the days of a calendar look at one another",)
_Stated = tuple[Entry, dict[str, Any]]


class Workdays:
    """The calendar as it is uploaded. The command has its own way in, `read`: the operator may enter it
    without an account, and is shown which deadlines move."""

    layout, tag = WORKDAYS, "workdays.imported"

    def __init__(self, context: ImportContext) -> None:
        self._is_dry = context.is_dry
        rules.refuse_beyond(LedgerKind.WORKDAYS, by=context.actor, top=context.top)

    def repeats(self) -> Repeats:
        return Repeats(_same)

    def read(self, entry: Entry) -> _Stated:
        return entry, _day(entry)

    def subjects(self, stated: _Stated) -> Iterable[str]:
        return _ONE_AFTER_THE_OTHER

    async def decide(self, session: AsyncSession, stated: Sequence[_Stated]) -> Chunk:
        if not self._is_dry:
            await workdays.lock(session)
        known = await reference.calendar(session, since=dt.date.max)
        _refuse_unconnected(stated, known.years, await reference.listed_years(session))
        entries = {day["day"]: entry for entry, day in stated if not entry.faults}
        days = [day for entry, day in stated if not entry.faults]
        found = await workdays.compare(session, days)
        for day in found.new:
            entries[day["day"]].outcome = Outcome.NEW
        for day in (*found.changed, *found.removed):
            entry = entries[day["day"]]
            entry.outcome = Outcome.CHANGED
            entry.changed = found.differing.get(day["day"], ["is_workday"])
        return Chunk(days=days)


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
        _refuse_unconnected(read, known, listed)
        for entry, _ in read:
            if entry.faults:
                counts.add(Outcome.REJECTED)
                rejections.add(entry)
    return counts, [day for entry, day in read if not entry.faults]


def _refuse_unconnected(read: Sequence[_Stated], known: range, listed: Collection[int]) -> None:
    """Fault each day of a year that does not follow those of the calendar."""
    years = {day["day"].year for entry, day in read if not entry.faults and _is_entered(day)}
    connected = connected_years(known, years.union(listed))
    for entry, day in read:
        if not entry.faults and _is_entered(day) and day["day"].year not in connected:
            _refuse_year(entry, connected)


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
