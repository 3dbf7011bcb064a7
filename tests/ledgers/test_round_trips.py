"""What goes out comes back in as it was; what one may not see does not go out."""

import argparse
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.commands import templates
from demo.story import loader
from ledgers import headings, sheets
from ledgers.layouts import LAYOUTS
from persistence.accounts.table import RoleGrant
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Entitlement, Headcount, Institution, Site
from persistence.regions import reference
from persistence.teachers.table import Teacher
from tests.factories import NOW, teachers
from tests.ledgers import samples
from tests.ledgers.conftest import Run
from tests.people import MAPLE

Capture = pytest.CaptureFixture[str]
WORKDAYS = Path(reference.__file__).parents[1] / "data" / "workdays.csv"
KEPT = {"authorities": 23, "officers": 26}
OPENED = {"institutions": 251, "courses": 575, "teachers": 921}


@pytest.fixture
async def story(database: Database, keys: Keys) -> Database:
    await loader.load(database.engine, keys, lambda _done, _total: None, is_open=False)
    return database


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("ledger", ["institutions", "courses", "teachers"])
async def test_the_whole_story_goes_out_and_comes_back_unchanged(
    take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, ledger: str, form: str
) -> None:
    path = tmp_path / f"story.{form}"

    assert await give_out(ledger, path, by="registrar") == 0
    assert await take_in(ledger, path, by="registrar") == 0

    output = capsys.readouterr().out
    assert " 0 new, 0 changed, " in output
    assert " 0 rejected." in output
    assert f"{OPENED[ledger]} {ledger} in" in output


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("ledger", ["authorities", "officers"])
async def test_what_administrators_keep_goes_out_and_comes_back_unchanged(
    take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, ledger: str, form: str
) -> None:
    path = tmp_path / f"story.{form}"

    assert await give_out(ledger, path, by="sys-admin") == 0
    assert await take_in(ledger, path, by="sys-admin") == 0

    output = capsys.readouterr().out
    assert f"Imported: 0 new, 0 changed, {KEPT[ledger]} unchanged, 0 rejected." in output


@pytest.mark.usefixtures("workdays_as_shipped")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
async def test_the_calendar_goes_out_and_comes_back_unchanged(
    take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, form: str
) -> None:
    path = tmp_path / f"calendar.{form}"

    assert await give_out("workdays", path, "--region", "320500", by=None) == 2
    assert await give_out("workdays", path, by=None) == 0
    assert await take_in("workdays", path, by=None) == 0

    days = len(samples.read(WORKDAYS)) - 1
    assert f"0 new days, 0 changed, 0 removed, {days} unchanged" in capsys.readouterr().out


@pytest.mark.usefixtures("world")
async def test_every_institution_of_an_empty_register_is_as_it_was_in_the_full_one(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path
) -> None:
    odd = samples.row(
        2, name="=1+1", person="'沈", phone="+86", address="-平江路", site_name="@总部"
    )
    rows = [samples.row(1), odd, odd | {"site": "十梓街5号", "licence": ""}]
    await take_in("institutions", samples.write(tmp_path / "a.csv", samples.table(rows)))
    await give_out("institutions", tmp_path / "first.csv", "--region", "320508")
    async with database.writing() as session:
        await session.execute(sa.delete(Entitlement))
        await session.execute(sa.delete(Site))
        await session.execute(sa.delete(RoleGrant).where(RoleGrant.institution_id.is_not(None)))
        await session.execute(sa.delete(Institution))

    assert await take_in("institutions", tmp_path / "first.csv") in (0, 1)
    await give_out("institutions", tmp_path / "second.csv", "--region", "320508")

    ours = {samples.code(1), samples.code(2)}
    first, second = (
        [line for line in samples.read(tmp_path / name) if line[0] in ours]
        for name in ("first.csv", "second.csv")
    )
    assert len(first) == 3
    assert sorted(first) == sorted(second)
    assert first[1][1] == "'=1+1"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("person", "is_shown"), [("rui", True), (None, False)])
async def test_contacts_go_out_to_those_only_who_may_see_them(
    database: Database, give_out: Run, tmp_path: Path, person: str | None, is_shown: bool
) -> None:
    path = tmp_path / "a.csv"

    assert await give_out("institutions", path, by=person) == 0

    text = path.read_text("utf-8")
    for withheld in ("某联系人", "0512-00000000", "某某"):
        assert (withheld in text) is is_shown
    assert path.stat().st_mode & 0o777 == 0o600
    async with database.writing() as session:
        event = await session.scalar(
            sa.select(AuditEvent).where(AuditEvent.tag == "institutions.exported")
        )
    assert event is not None
    assert event.detail == {"region_code": None, "rows": 3}


@pytest.mark.parametrize("person", [None, "xu", "yang", "rui"])
async def test_what_is_withheld_moves_no_byte_of_an_export(
    world: None, database: Database, keys: Keys, give_out: Run, tmp_path: Path, person: str | None
) -> None:
    """Of somebody who does not see it: a visitor, an official elsewhere, one of another sector."""
    async with database.writing() as session:
        session.add(teachers.teacher(MAPLE, keys, work_permit_no="WP-1"))

    async def exports(name: str) -> list[bytes]:
        paths = [tmp_path / f"{name}.{ledger}.csv" for ledger in ("institutions", "teachers")]
        for path in paths:
            assert await give_out(path.suffixes[0][1:], path, by=person) == 0
        return [path.read_bytes() for path in paths]

    before = await exports("before")
    async with database.writing() as session:
        row = await session.get_one(Institution, MAPLE)
        row.record_correction({"sponsor": "某举办者"}, at=NOW)
        row.record_correction({}, at=NOW, parts=(Headcount,))
        teacher = (await session.scalars(sa.select(Teacher))).one()
        teacher.record_correction({"work_permit_no": "WP-2"})

    after = await exports("after")
    assert [was == now for was, now in zip(before, after, strict=True)] == [person != "rui"] * 2


@pytest.mark.usefixtures("world")
async def test_a_region_goes_out_alone(give_out: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"

    await give_out("institutions", path, "--region", "110000")

    assert [line[1] for line in samples.read(path)] == ["机构名称", "朝阳远方学堂"]


@pytest.mark.usefixtures("world")
async def test_a_file_that_is_there_is_not_written_over(
    give_out: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mine")

    assert await give_out("institutions", path) == 2
    assert await give_out("institutions", tmp_path / "a.txt") == 2

    output = capsys.readouterr().err
    assert "already exists. Choose another name" in output
    assert "must end in .xlsx or .csv" in output
    assert path.read_text() == "mine"


@pytest.mark.parametrize("ledger", LAYOUTS)
def test_a_template_is_read_as_its_ledger_and_explains_every_column(
    tmp_path: Path, ledger: str
) -> None:
    path = tmp_path / "template.xlsx"
    parser = argparse.ArgumentParser()
    templates.add_to(parser.add_subparsers(required=True))

    status = templates.run(parser.parse_args(["template", ledger, str(path)]))

    assert status == 0
    sheet = sheets.read(path)
    header = headings.find(sheet, LAYOUTS[ledger]).first
    sheet.close()
    wanted = {column.key for column in LAYOUTS[ledger].columns} - {"registered_capital_wan"}
    assert header.places.keys() == wanted
    assert header.ignored == ()


def test_every_column_of_every_ledger_has_headings_of_its_own() -> None:
    for layout in LAYOUTS.values():
        names = [name for column in layout.columns for name in (column.zh, column.en)]
        assert len(names) == len(set(names))
        assert all(column.zh and column.en for column in layout.columns)
