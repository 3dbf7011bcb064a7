"""Whatever is done to the calendar, every open deadline is what counting it afresh would give."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from domain import deadlines
from domain.complaints.terms import ComplaintKind, ComplaintState
from domain.deadlines import Due
from domain.inspections.terms import InspectionState
from domain.moments import SHANGHAI
from domain.publication.terms import ObjectionState
from domain.tasks.terms import DrawStage
from domain.workdays import Calendar
from persistence.complaints.table import Complaint
from persistence.draws.table import Draw
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.inspections.table import Inspection
from persistence.publication.table import Objection, ResultCorrection
from persistence.regions import reference, workdays
from tests import people
from tests.factories import add, complaints, draws, inspections, publication, tasks

pytestmark = pytest.mark.usefixtures("world")

STARTS = [dt.date(2026, 1, 30), dt.date(2026, 9, 18), dt.date(2026, 11, 18), dt.date(2026, 12, 24)]
"""Before a holiday, across one, well within the notices, and beyond their end."""
NOTICE = "示例〔2026〕1号"


class _Undone(Exception):
    """Ends the transaction of an example."""


def _at(day: dt.date, hour: int = 23) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), SHANGHAI)


class Rows:
    """Deadlines of all kinds from all starts, one of each open and one closed."""

    def __init__(self, keys: Keys, calendar: Calendar) -> None:
        self._keys, self._calendar = keys, calendar
        self.open: list[tuple[Any, str, str, str, dt.date, dt.date]] = []
        self.closed: list[tuple[Any, str]] = []

    def _due(self, code: str, since: dt.date, rule_on: dt.date | None = None) -> Due:
        return deadlines.due(deadlines.at(code, rule_on or since), since, self._calendar)

    async def add(self, session: AsyncSession) -> None:
        for number, since in enumerate(STARTS):
            for is_open in (True, False):
                await self._add(session, f"{number}{is_open:d}", since, is_open)

    async def _add(self, session: AsyncSession, mark: str, since: dt.date, is_open: bool) -> None:
        due = self._due("R_VERIFY", since)
        # Shortly after midnight in China it is still the day before in UTC.
        complaint = complaints.complaint(
            self._keys,
            f"TS2026{mark}",
            receipt=f"{mark:0>20}",
            kind=ComplaintKind.REPORT,
            received_at=_at(since, 1),
            accept_due_on=due.on,
            accept_due_is_provisional=due.provisional,
            deadline_rule="R_VERIFY",
            state=ComplaintState.IN_VERIFICATION if is_open else ComplaintState.REPLIED,
        )
        self._keep(is_open, complaint, "accept_due", "R_VERIFY", since, since)
        task = tasks.task(people.GUSU, f"SC{mark}", window_from=since, window_to=since)
        due = self._due("DR_PUBLISH", since)
        visit = inspections.inspection(
            task,
            people.GUSU,
            people.MAPLE,
            state=InspectionState.TO_AUDIT if is_open else InspectionState.PUBLISHED,
            inspected_on=since,
            publish_due_on=due.on,
            publish_due_is_provisional=due.provisional,
            published_at=None if is_open else _at(since),
        )
        self._keep(is_open, visit, "publish_due", "DR_PUBLISH", since, since)
        draw = draws.draw(
            task,
            people.GUSU,
            stage=DrawStage.COMMITTED if is_open else DrawStage.FAILED,
            frozen_at=_at(since - dt.timedelta(days=9)),
            reveal_due_on=due.on,
            reveal_due_is_provisional=due.provisional,
        )
        self._keep(is_open, draw, "reveal_due", "DR_PUBLISH", since, since - dt.timedelta(days=9))
        record = publication.public_record(visit, task)
        due = self._due("DR_OBJECTION", since)
        objection = publication.objection(
            visit,
            record.id,
            raised_at=_at(since),
            due_on=due.on,
            due_is_provisional=due.provisional,
            **({} if is_open else _REJECTED),
        )
        self._keep(is_open, objection, "due", "DR_OBJECTION", since, since)
        due = self._due("DR_CORRECT", since)
        correction = publication.correction(
            visit.id,
            record.id,
            found_on=since,
            due_on=due.on,
            due_is_provisional=due.provisional,
            **({} if is_open else {"corrected_at": _at(since), "is_late": False}),
        )
        self._keep(is_open, correction, "due", "DR_CORRECT", since, since)
        await add(session, complaint, task, visit, draw, record, objection, correction)

    def _keep(self, is_open: bool, row: Any, name: str, code: str, since: Any, on: Any) -> None:
        if is_open:
            self.open.append((row, f"{name}_on", f"{name}_is_provisional", code, since, on))
        else:
            self.closed.append((row, f"{name}_on"))

    async def check(self, session: AsyncSession) -> None:
        calendar = await reference.calendar(session, since=dt.date.min)
        for row, due_on, is_provisional, code, since, rule_on in self.open:
            await session.refresh(row)
            fresh = deadlines.due(deadlines.at(code, rule_on), since, calendar)
            kept = Due(getattr(row, due_on), getattr(row, is_provisional), code)
            assert kept == fresh, (type(row).__name__, since)

    async def of_closed(self, session: AsyncSession) -> list[dt.date]:
        for row, _ in self.closed:
            await session.refresh(row)
        return [getattr(row, due_on) for row, due_on in self.closed]


_REJECTED = {
    "state": ObjectionState.REJECTED,
    "decided_at": _at(STARTS[0]),
    "decided_by": people.qiao.id,
    "reason": "不成立",
}

DAY = st.one_of(
    st.dates(dt.date(2026, 1, 28), dt.date(2026, 3, 10)),
    st.dates(dt.date(2026, 9, 15), dt.date(2027, 1, 31)),
)
EDIT = st.dictionaries(DAY, st.sampled_from([True, False, None]), min_size=1, max_size=6)
"""Days made working days or days off, or taken out of the calendar."""


def _days(edit: Mapping[dt.date, bool | None]) -> list[dict[str, Any]]:
    return [
        {"day": day, "is_workday": is_workday, "note": "", "source_notice": NOTICE}
        for day, is_workday in edit.items()
    ]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits=st.lists(EDIT, min_size=1, max_size=3))
async def test_what_is_kept_is_what_counting_afresh_gives(
    edits: Sequence[dict[dt.date, bool | None]], database: Database, keys: Keys
) -> None:
    with suppress(_Undone):
        async with database.writing() as session:
            rows = Rows(keys, await reference.calendar(session, since=dt.date.min))
            await rows.add(session)
            closed = await rows.of_closed(session)

            for edit in edits:
                await workdays.load(session, _days(edit), by=None)
                await rows.check(session)

            assert await rows.of_closed(session) == closed
            raise _Undone


async def test_every_kind_of_deadline_moves_whether_it_was_certain_or_not(
    database: Database, keys: Keys
) -> None:
    """Of each kind, those whose days hold the changed ones, with a trace of each."""
    off = {dt.date(2026, 11, 19): False, dt.date(2026, 12, 25): False}
    async with database.writing() as session:
        rows = Rows(keys, await reference.calendar(session, since=dt.date.min))
        await rows.add(session)
    with suppress(_Undone):
        async with database.writing() as session:
            loaded = await workdays.load(session, _days(off), by=None)
            edition = (await reference.calendar(session, since=dt.date.min)).edition()
            traces = list(session.info[AuditEvent])
            raise _Undone

    kinds = (Complaint, Inspection, Draw, Objection, ResultCorrection)
    expected = {
        (row.id, getattr(row, due_on))
        for row, due_on, *_, since, _ in rows.open
        if since >= dt.date(2026, 11, 18)
    }
    assert {move.entity for move in loaded.moves} == {kind.__name__ for kind in kinds}
    assert {(move.id, move.before) for move in loaded.moves} == expected
    assert all(move.after > move.before for move in loaded.moves)
    *single, whole = traces
    assert [trace["tag"] for trace in single] == ["deadline.recalculated"] * len(expected)
    assert {trace["subject_id"] for trace in single} == {move.id for move in loaded.moves}
    assert {trace["detail"]["edition"] for trace in single} == {edition}
    assert whole["tag"] == "workdays.imported"
    assert (whole["detail"]["recalculated"], whole["detail"]["edition"]) == (len(single), edition)


async def test_nobody_counts_by_the_calendar_while_it_changes(
    database: Database, keys: Keys
) -> None:
    """Or a deadline of the old one could come in after all had been counted again."""
    async with database.writing() as counting:
        await reference.calendar(counting, since=dt.date(2026, 1, 1))
        with pytest.raises(sa.exc.DBAPIError, match="lock timeout"):
            async with database.writing() as session:
                await workdays.load(session, _days({dt.date(2026, 11, 19): False}), by=None)


async def test_the_import_gives_way_to_a_mutation_that_holds_a_row_and_comes_to_count(
    database: Database, keys: Keys, workdays_as_shipped: None
) -> None:
    """Each has what the other waits for; no mutation is lost to it, and nothing is left uncounted."""
    async with database.writing() as session:
        rows = Rows(keys, await reference.calendar(session, since=dt.date.min))
        await rows.add(session)
    off = {dt.date(2026, 11, 19): False}
    async with database.writing() as filing:
        locked = sa.select(Inspection).order_by(Inspection.id).with_for_update()
        await filing.scalars(locked)
        importing = asyncio.create_task(workdays.import_days(database, _days(off), by=None))
        await asyncio.sleep(0.2)
        await reference.calendar(filing, since=dt.date(2026, 1, 1))

    loaded = await importing

    assert {move.entity for move in loaded.moves} >= {"Complaint", "Inspection"}
    async with database.writing() as session:
        rows.open = [(await session.get_one(type(row), row.id), *rest) for row, *rest in rows.open]
        await rows.check(session)
