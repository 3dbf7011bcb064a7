"""Imports that meet with something: disks, other imports, cells that became numbers."""

import asyncio
import gc
import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledgers import imports
from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Entitlement, Institution
from persistence.teachers.table import Teacher
from tests.factories import institutions
from tests.ledgers import samples
from tests.ledgers.conftest import Run
from tests.ledgers.test_teachers_and_courses import COURSE, TEACHER, ledger

pytestmark = pytest.mark.usefixtures("world")
Capture = pytest.CaptureFixture[str]


async def count(database: Database, table: Any) -> int:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def imported(database: Database) -> list[str]:
    """The names of what the ledger of samples brought in."""
    async with database.writing() as session:
        code = Institution.unified_social_credit_code
        statement = sa.select(Institution.name).where(code.like("52320508TE%")).order_by(code)
        return list(await session.scalars(statement))


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """As on a disk that is full: what is written beyond is refused by the kernel."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("where", ["none/a.csv", "a.txt", "", "a.csv"])
async def test_where_rejected_rows_cannot_be_written_nothing_goes_in(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture, where: str
) -> None:
    path = samples.write(
        tmp_path / "a.csv", samples.table([samples.row(1), samples.row(2, area="x")])
    )
    before = path.read_bytes()

    status = await take_in("institutions", path, "--rejected", str(tmp_path / where))

    assert status == 2
    assert capsys.readouterr().err.count("\n") == 2  # the step and the reason
    assert await imported(database) == []
    assert path.read_bytes() == before


# XlsxWriter then leaves a file of its own open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_disk_that_fills_up_ends_the_import_with_what_is_in(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 2)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    rows = [samples.row(1), samples.row(2, address="长" * 30_000), samples.row(3)]
    path = samples.write(tmp_path / f"a.{form}", samples.table(rows))
    carry_out, limits = imports._carry_out, ExitStack()

    async def fill_up(*words: Any, **named: Any) -> Any:
        entries = await carry_out(*words, **named)
        limits.enter_context(files_no_longer_than(20_000))
        return entries

    monkeypatch.setattr(imports, "_carry_out", fill_up)
    with limits:
        status = await take_in("institutions", path)

    output = capsys.readouterr()
    assert status == 1
    assert "cannot be written" in output.err
    # The chunk after it was on its way already.
    assert "Stopped. Imported until then: 2 new, 0 changed, 0 unchanged, 1 rejected" in output.out
    assert await imported(database) == ["姑苏第1培训中心", "姑苏第3培训中心"]
    assert os.listdir(tmp_path) == [path.name]
    gc.collect()


async def test_a_disk_without_room_for_the_rows_is_told(
    take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    lines = samples.table([samples.row(n) for n in range(200)])
    path = samples.write(tmp_path / "a.csv", lines)

    with files_no_longer_than(10_000):
        assert await take_in("institutions", path) == 2

    assert "not enough disk space to read the file: File too large" in capsys.readouterr().err


async def test_what_was_mended_is_not_written_over(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1, area="x")]))
    await take_in("institutions", path)
    mended = tmp_path / "a.rejected.csv"
    mended.write_text("an afternoon's work")

    assert await take_in("institutions", path) == 1

    assert mended.read_text() == "an afternoon's work"
    assert len(samples.read(tmp_path / "a.rejected.1.csv")) == 2


async def test_an_import_that_is_stopped_says_what_is_in_and_goes_on_when_run_again(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 2)
    rows = [samples.row(1), samples.row(2, area="x"), samples.row(3), samples.row(4)]
    path = samples.write(tmp_path / "a.csv", samples.table(rows))
    carry_out, left = imports._carry_out, [1]

    async def stop(*words: Any, **named: Any) -> Any:
        if not left:
            raise asyncio.CancelledError
        left.pop()
        return await carry_out(*words, **named)

    with monkeypatch.context() as patch:
        patch.setattr(imports, "_carry_out", stop)
        with pytest.raises(asyncio.CancelledError):
            await take_in("institutions", path)

    assert (
        "Imported until then: 1 new, 0 changed, 0 unchanged, 1 rejected" in capsys.readouterr().out
    )
    assert os.listdir(tmp_path) == ["a.csv"]
    assert await take_in("institutions", path) == 1
    assert "2 new, 0 changed, 1 unchanged, 1 rejected" in capsys.readouterr().out


async def test_an_import_that_locks_itself_and_another_out_is_decided_again(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1), samples.row(2)]))
    mine = [institutions.institution(new_key(), "同时登记", samples.code(n)) for n in (1, 2)]

    async with database.writing() as session:
        # Of two that wait for each other, the import finds it out and gives way.
        await session.execute(sa.text("set local deadlock_timeout = '1min'"))
        session.add(mine[1])
        await session.flush()
        task = asyncio.ensure_future(take_in("institutions", path))
        waiting = sa.text("select count(*) from pg_locks where not granted")
        while not await session.scalar(waiting):
            pass
        # The import has row 1 and waits for ours; now we wait for its.
        session.add(mine[0])
        await session.flush()

    assert await task == 0
    assert len(await imported(database)) == 2


@pytest.mark.parametrize(
    ("name", "row", "table"), [("courses", COURSE, Course), ("teachers", TEACHER, Teacher)]
)
async def test_the_same_ledger_twice_at_once_goes_in_once(
    database: Database, take_in: Run, tmp_path: Path, name: str, row: dict[str, Any], table: Any
) -> None:
    path = ledger(tmp_path / "a.csv", row)

    statuses = await asyncio.gather(*(take_in(name, path) for _ in range(4)))

    assert statuses == [0, 0, 0, 0]
    assert await count(database, table) == 1


@pytest.mark.parametrize("cell", [132050876000123456, 1.32050876e15, -1e15, "1.3205E+14", "1E+15"])
async def test_a_number_that_has_lost_digits_is_no_code(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture, cell: Any
) -> None:
    path = samples.write(tmp_path / "a.xlsx", samples.table([samples.row(1, licence=cell)]))

    assert await take_in("institutions", path) == 1

    assert "has lost digits" in capsys.readouterr().err
    assert await count(database, Entitlement) == 1


@pytest.mark.parametrize("area", ["1e999999999", "9" * 10_000, "-1e-999999999", "sNaN", "Infinity"])
async def test_a_number_of_any_size_is_told(
    take_in: Run, tmp_path: Path, capsys: Capture, area: str
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1, area=area)]))

    assert await take_in("institutions", path) == 1

    assert "must be a whole number" in capsys.readouterr().err


@pytest.mark.parametrize("hours", ["9" * 5_000, "99999999999", "999999999"])
async def test_class_hours_of_any_size_are_told(
    take_in: Run, tmp_path: Path, capsys: Capture, hours: str
) -> None:
    for unit in ("课时", "个月", "天"):
        path = ledger(tmp_path / "a.csv", COURSE | {"收费": f"培训费 2400元/{hours}{unit}"})

        assert await take_in("courses", path) == 1

        assert "row 2" in capsys.readouterr().err


async def test_columns_that_are_not_read_are_told(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    table = samples.table([samples.row(1)])
    table[0][table[0].index("许可证编号")] = "许可證编号"
    path = samples.write(tmp_path / "a.csv", table)

    await take_in("institutions", path)

    assert "columns not read / 未读取的列：“许可證编号”" in capsys.readouterr().err


async def test_an_export_that_is_not_in_the_audit_gets_no_name(
    database: Database, give_out: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("persistence.engine.audit.record", fail)
    with pytest.raises(RuntimeError):
        await give_out("institutions", tmp_path / "a.csv")

    assert os.listdir(tmp_path) == []
    assert await count(database, AuditEvent) == 0


@pytest.mark.parametrize("start", list("=+-@'＝＋－＠"))
async def test_names_that_a_spreadsheet_would_run_come_back_as_they_are(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, start: str
) -> None:
    name = f"{start}SUM(A1)"
    given = samples.row(1, name=f"'{name}")
    await take_in("institutions", samples.write(tmp_path / "a.csv", samples.table([given])))
    for form in ("csv", "xlsx"):
        await give_out("institutions", tmp_path / f"out.{form}")
        if form == "csv":
            assert f",'{name}," in (tmp_path / "out.csv").read_text("utf-8-sig")
        await take_in("institutions", tmp_path / f"out.{form}")

    assert await imported(database) == [name]
