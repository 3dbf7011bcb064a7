"""Holiday notices: loaded whole, and the open deadlines that they move."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain import deadlines
from persistence.complaints.table import Complaint
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.regions import reference, workdays
from persistence.regions.table import Workday
from tests import people
from tests.factories import complaints
from tests.ledgers import samples
from tests.ledgers.conftest import Run

pytestmark = pytest.mark.usefixtures("world", "workdays_as_shipped")
RECEIVED = dt.datetime(2026, 12, 25, 2, tzinfo=dt.UTC)
NOTICE = "示例〔2026〕1号"
LINES = [
    ["国务院办公厅关于2027年部分节假日安排的通知"],
    ["日期", "是否工作日", "说明", "通知文号"],
    ["2027年1月1日", "放假", "元旦", NOTICE],
    ["2027/1/4", "否", "元旦", NOTICE],
    ["20271231", "是", "", NOTICE],
    ["2027年5月1日", "否", "劳动节", NOTICE],
    ["2027年10月1日", "否", "国庆节", NOTICE],
]


@pytest.fixture
async def complaint(database: Database, keys: Keys) -> Complaint:
    """A report received at the end of 2026, whose clock runs into a year without a notice."""
    async with database.writing() as session:
        calendar = await reference.calendar(session, since=RECEIVED.date())
        due = deadlines.due(deadlines.at("C_ACCEPT", RECEIVED.date()), RECEIVED.date(), calendar)
        assert due.provisional
        row = complaints.complaint(
            keys,
            "TS20261225",
            id=people.key(901),
            received_at=RECEIVED,
            accept_due_on=due.on,
            accept_due_is_provisional=True,
        )
        session.add(row)
    return row


async def loaded(database: Database) -> list[Any]:
    async with database.writing() as session:
        statement = sa.select(Workday).where(Workday.day >= dt.date(2027, 1, 1))
        return list(await session.scalars(statement.order_by(Workday.day)))


async def audited(database: Database) -> list[AuditEvent]:
    async with database.writing() as session:
        return list(await session.scalars(sa.select(AuditEvent)))


async def test_a_notice_is_loaded_and_what_it_moves_is_listed_in_one_transaction(
    database: Database,
    complaint: Complaint,
    take_in: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = complaint.accept_due_on
    path = samples.write(tmp_path / "a.xlsx", LINES)

    assert await take_in("workdays", path, by=None) == 0

    output = capsys.readouterr().out
    assert "Entered: 5 new days, 0 changed, 0 removed, 0 unchanged; 1 open deadlines" in output
    days = await loaded(database)
    assert [(d.day.isoformat(), d.is_workday, d.source_notice) for d in days] == [
        ("2027-01-01", False, NOTICE),
        ("2027-01-04", False, NOTICE),
        ("2027-05-01", False, NOTICE),
        ("2027-10-01", False, NOTICE),
        ("2027-12-31", True, NOTICE),
    ]
    async with database.writing() as session:
        after = await session.get_one(Complaint, complaint.id)
    assert after.accept_due_on == before + dt.timedelta(days=2)
    assert after.accept_due_is_provisional is False
    assert after.version == 2
    moved, event = await audited(database)
    assert (moved.tag, moved.actor_id, moved.subject_id) == (
        "deadline.recalculated",
        None,
        complaint.id,
    )
    assert moved.detail == {
        "move": {
            "entity": "Complaint",
            "id": str(complaint.id),
            "from": before.isoformat(),
            "to": after.accept_due_on.isoformat(),
            "provisional": False,
        },
        "edition": event.detail["edition"],
    }
    assert (event.tag, event.actor_id) == ("workdays.imported", None)
    assert (event.detail["notices"], event.detail["recalculated"]) == ([NOTICE], 1)


async def test_the_same_notice_again_does_nothing(
    database: Database, complaint: Complaint, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", LINES)
    await take_in("workdays", path, by="shan")

    assert await take_in("workdays", path, by="shan") == 0

    _, event = await audited(database)
    assert event.actor_id == people.shan.id
    async with database.writing() as session:
        assert (await session.get_one(Complaint, complaint.id)).version == 2


async def test_a_dry_run_lists_the_moves_and_makes_none(
    database: Database,
    complaint: Complaint,
    take_in: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = samples.write(tmp_path / "a.csv", LINES)

    assert await take_in("workdays", path, "--dry-run", by=None) == 0

    output = capsys.readouterr().out
    assert f"Complaint {complaint.id}: due {complaint.accept_due_on}, now " in output
    assert "Nothing was entered" in output
    assert await loaded(database) == []
    assert await audited(database) == []


async def test_a_row_that_cannot_be_read_keeps_the_whole_notice_out(
    database: Database, take_in: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [*LINES, ["2027-02-30", "是", "", NOTICE], ["2027/1/4", "否", "", NOTICE]]
    path = samples.write(tmp_path / "a.csv", lines)

    assert await take_in("workdays", path, by=None) == 2

    output = capsys.readouterr()
    assert "row 8, 日期" in output.err
    assert "repeats row 4" in output.err
    assert "no day was entered" in output.out
    assert await loaded(database) == []


async def test_a_day_of_a_notice_that_changed_moves_a_deadline_that_was_certain(
    database: Database,
    complaint: Complaint,
    take_in: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As in 2019 and 2020, when a holiday was made longer after the notice of its year."""
    certain_on = dt.date(2026, 12, 31)
    async with database.writing() as session:
        row = await session.get_one(Complaint, complaint.id)
        row.received_at = dt.datetime(2026, 12, 22, 2, tzinfo=dt.UTC)
        row.accept_due_on, row.accept_due_is_provisional = certain_on, False
    path = samples.write(tmp_path / "a.csv", [LINES[1], ["2026-12-25", "放假", "", NOTICE]])

    assert await take_in("workdays", path, by=None) == 0

    assert f"due {certain_on}, now 2027-01-01, provisional" in capsys.readouterr().out
    path = samples.write(tmp_path / "b.csv", [LINES[1], ["2026-12-25", "删除", "", NOTICE]])

    assert await take_in("workdays", path, by=None) == 0

    output = capsys.readouterr().out
    assert f"due 2027-01-01, now {certain_on}, settled" in output
    assert "0 new days, 0 changed, 1 removed, 0 unchanged; 1 open deadlines" in output
    async with database.writing() as session:
        row = await session.get_one(Complaint, complaint.id)
        assert await session.get(Workday, dt.date(2026, 12, 25)) is None
    assert (row.accept_due_on, row.accept_due_is_provisional) == (certain_on, False)


async def test_a_deadline_whose_days_do_not_hold_the_changed_one_is_left_alone(
    database: Database, complaint: Complaint, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", [LINES[1], ["2026-06-18", "放假", "", NOTICE]])

    assert await take_in("workdays", path, by=None) == 0

    async with database.writing() as session:
        assert (await session.get_one(Complaint, complaint.id)).version == 1
    (event,) = await audited(database)
    assert (event.tag, event.detail["recalculated"]) == ("workdays.imported", 0)


async def test_the_calendar_is_never_left_empty(
    database: Database, take_in: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with database.writing() as session:
        days = list(await session.scalars(sa.select(Workday.day).order_by(Workday.day)))
    lines = [LINES[1], *([day.isoformat(), "remove", "", NOTICE] for day in days)]

    assert await take_in("workdays", samples.write(tmp_path / "a.csv", lines), by=None) == 2

    assert "must not be left empty" in capsys.readouterr().err
    async with database.writing() as session:
        assert list(await session.scalars(sa.select(Workday.day).order_by(Workday.day))) == days
    assert await audited(database) == []


async def test_an_import_waits_for_every_mutation_that_counts_and_gives_up_by_name(
    database: Database,
    complaint: Complaint,
    take_in: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = samples.write(tmp_path / "a.csv", LINES)
    monkeypatch.setattr(workdays, "_TRIES", 1)
    async with database.writing() as counting:
        await reference.calendar(counting, since=RECEIVED.date())

        assert await take_in("workdays", path, by=None) == 2

    assert "Nothing was entered. Try again later." in capsys.readouterr().err
    assert await loaded(database) == []
    monkeypatch.setattr(workdays, "_TRIES", 20)
    begun = asyncio.Event()

    async def count() -> None:
        async with database.writing() as counting:
            await reference.calendar(counting, since=RECEIVED.date())
            begun.set()
            await asyncio.sleep(0.2)

    counting_task = asyncio.create_task(count())
    await begun.wait()

    assert await take_in("workdays", path, by=None) == 0

    await counting_task
    assert len(await loaded(database)) == 5


async def test_part_of_a_notice_makes_no_deadline_certain(
    database: Database,
    complaint: Complaint,
    take_in: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = samples.write(tmp_path / "a.csv", LINES[:4])

    assert await take_in("workdays", path, by=None) == 0

    assert "complete from 2004-01-01 to 2026-12-31" in capsys.readouterr().out
    async with database.writing() as session:
        after = await session.get_one(Complaint, complaint.id)
    assert after.accept_due_is_provisional


@pytest.mark.parametrize("day", ["2206-01-01", "2029年1月1日", "9999-12-31", 2027])
async def test_a_row_of_a_stray_year_is_refused_by_name(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    day: Any,
) -> None:
    path = samples.write(tmp_path / "a.xlsx", [*LINES[:3], [day, "否", "", NOTICE]])

    assert await take_in("workdays", path, by=None) == 2

    error = capsys.readouterr().err
    assert f'row 4, 日期, "{day}": ' in error
    assert ("does not follow" in error) is (day == "2029年1月1日")
    assert await loaded(database) == []


async def test_a_stray_row_of_before_does_not_end_the_calendar(
    database: Database, complaint: Complaint
) -> None:
    async with database.writing() as session:
        stray = {
            "day": dt.date(2206, 1, 1),
            "is_workday": False,
            "note": "",
            "source_notice": NOTICE,
        }
        await session.execute(sa.insert(Workday).values(stray))
    async with database.writing() as session:
        calendar = await reference.calendar(session, since=RECEIVED.date())

    assert (calendar.known_from, calendar.known_to) == (dt.date(2004, 1, 1), dt.date(2026, 12, 31))
    assert deadlines.due(
        deadlines.at("C_ACCEPT", RECEIVED.date()), RECEIVED.date(), calendar
    ).provisional


async def test_a_stray_row_of_before_is_taken_out(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    stray = {"is_workday": False, "note": "", "source_notice": NOTICE}
    async with database.writing() as session:
        await session.execute(sa.insert(Workday).values(day=dt.date(2190, 1, 1), **stray))
    path = samples.write(tmp_path / "a.csv", [LINES[1], ["2190-01-01", "删除", "", NOTICE]])

    assert await take_in("workdays", path, by=None) == 0

    assert await loaded(database) == []


async def test_a_day_that_is_taken_out_connects_no_year(
    database: Database, take_in: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [LINES[1], ["2027-01-01", "删除", "", NOTICE], ["2028-01-01", "否", "", NOTICE]]

    assert await take_in("workdays", samples.write(tmp_path / "a.csv", lines), by=None) == 2

    assert "row 3, 日期" in capsys.readouterr().err
    assert await loaded(database) == []
