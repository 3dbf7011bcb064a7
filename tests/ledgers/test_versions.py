"""An export that is older than the register: it reverts nothing, and says what it would have."""

import datetime as dt
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa

from domain.dates import OPEN_END
from ledgers import imports
from ledgers.importer import Chunk
from persistence.courses.table import Course
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.reading import ids
from persistence.teachers.table import Teacher
from tests import people
from tests.client import Client
from tests.ledgers import samples
from tests.ledgers.conftest import Run
from tests.ledgers.test_teachers_and_courses import COURSE, TEACHER, ledger

pytestmark = pytest.mark.usefixtures("world")
Capture = pytest.CaptureFixture[str]
OLDER = samples.row(
    1,
    valid_to="长期",
    capital=50,
    supervisor="姑苏区教育局",
)
NEWER: dict[str, dict[str, Any]] = {
    "机构名称": {"name": "姑苏新一培训中心"},
    "营利属性": {"form": "营利性"},
    "注册地址": {"address": "观前街9号"},
    "成立日期": {"established": "2020-02-02"},
    "注册资本（元）": {"capital": "60.5"},
    "法定代表人": {"person": "陆扬"},
    "联系电话": {"phone": "0512-65001111"},
    "校区名称": {"site_name": "观前校区"},
    "校区面积（平方米）": {"area": 350},
    "校区地址": {"site": "十梓街5号", "licence": ""},
    "许可证编号": {"licence": "教民320508T0099号"},
}
"""By the heading in which an older export differs: what has been corrected since."""


async def everything(database: Database) -> list[Any]:
    async with database.writing() as session:
        return [
            [dict(row) for row in (await session.execute(sa.select(each.__table__))).mappings()]
            for each in (Institution, Site, Entitlement, Teacher, Course)
        ]


async def exported(give_out: Run, path: Path, name: str = "institutions") -> Path:
    """An export, of institutions without those of the world."""
    assert await give_out(name, path, "--region", "320508") == 0
    if path.suffix == ".csv" and name == "institutions":
        header, *lines = samples.read(path)
        samples.write(path, [header, *(line for line in lines if line[0] == samples.code(1))])
    return path


async def entered(take_in: Run, path: Path, *rows: dict[str, Any]) -> None:
    assert await take_in("institutions", samples.write(path, samples.table(rows))) == 0


@pytest.mark.parametrize("heading", NEWER)
async def test_an_older_export_reverts_nothing_and_shows_both_values(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, heading: str
) -> None:
    await entered(take_in, tmp_path / "a.csv", OLDER)
    old = await exported(give_out, tmp_path / "old.csv")
    header, *lines = samples.read(old)
    (line,) = lines
    await entered(take_in, tmp_path / "b.csv", OLDER | NEWER[heading])
    before = await everything(database)
    capsys.readouterr()
    # A licence or a site is one more of them: an export of before has one less, not another.
    is_part = heading in ("校区地址", "许可证编号")

    assert await take_in("institutions", old) == (0 if is_part else 1)

    assert await everything(database) == before
    if is_part:
        return
    error = capsys.readouterr().err
    (reported,) = (each for each in error.splitlines() if f", {heading}, " in each)
    then = line[header.index(heading)]
    now = str(next(iter(NEWER[heading].values())))
    assert "is of version 1; version 2 of the register has " in reported
    assert "此行为第1版，导出后登记已改为第2版" in reported
    if heading == "联系电话":
        assert then not in reported
        assert now not in reported
    else:
        assert f"此行“{then}”，现登记“" in reported
        assert ("605000.00" if heading == "注册资本（元）" else now) in reported


async def test_an_older_row_that_says_nothing_different_is_unchanged(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture
) -> None:
    await entered(take_in, tmp_path / "a.csv", OLDER)
    header, *lines = samples.read(await exported(give_out, tmp_path / "old.csv"))
    await entered(take_in, tmp_path / "b.csv", OLDER | {"person": "陆扬"})
    for line in lines:
        line[header.index("法定代表人")] = ""
    capsys.readouterr()

    assert await take_in("institutions", samples.write(tmp_path / "c.csv", [header, *lines])) == 0

    assert "0 new, 0 changed, 1 unchanged, 0 rejected" in capsys.readouterr().out


@pytest.mark.parametrize("version", ["", "1", "2", "3", "一"])
async def test_a_row_counts_where_its_version_is_the_registers_or_was_cleared(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, version: str
) -> None:
    await entered(take_in, tmp_path / "a.csv", OLDER)
    await entered(take_in, tmp_path / "b.csv", OLDER | {"person": "陆扬"})
    header, *lines = samples.read(await exported(give_out, tmp_path / "out.csv"))
    (line,) = lines
    assert line[header.index("版本")] == "2"
    line[header.index("版本")] = version
    line[header.index("注册地址")] = "观前街9号"
    capsys.readouterr()

    status = await take_in("institutions", samples.write(tmp_path / "c.csv", [header, line]))

    output = capsys.readouterr()
    assert status == (0 if version in ("", "2") else 1)
    assert ("later than version 2 of this register" in output.err) is (version == "3")
    assert ("must be a whole number" in output.err or "is not a number" in output.err) is (
        version == "一"
    )
    assert ("1 changed rows carry no version" in output.out) is (version == "")
    async with database.writing() as session:
        code = Institution.unified_social_credit_code
        row = await session.scalar(sa.select(Institution).where(code == samples.code(1)))
    assert row is not None
    assert row.address == ("观前街9号" if version in ("", "2") else "平江路1号")
    assert row.version == (3 if version in ("", "2") else 2)


async def test_rows_of_one_institution_do_not_make_one_another_old(
    database: Database,
    take_in: Run,
    give_out: Run,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 1)
    second = OLDER | {"site": "十梓街5号", "site_name": "十梓校区", "licence": ""}
    await entered(take_in, tmp_path / "a.csv", OLDER, second)
    header, *lines = samples.read(await exported(give_out, tmp_path / "out.csv"))
    assert len(lines) == 2
    for line in lines:
        line[header.index("校区面积（平方米）")] = "351"
    capsys.readouterr()

    path = samples.write(tmp_path / "c.csv", [header, *lines])
    assert await take_in("institutions", path, "--dry-run") == 0
    assert await take_in("institutions", path) == 0

    assert capsys.readouterr().out.count("0 new, 2 changed, 0 unchanged, 0 rejected") == 2
    async with database.writing() as session:
        owner = sa.select(Institution.id).where(
            Institution.unified_social_credit_code == samples.code(1)
        )
        areas = await session.scalars(
            sa.select(Site.area_m2).where(Site.institution_id == owner.scalar_subquery())
        )
        assert list(areas) == [351, 351]


async def test_somebody_elses_correction_between_two_rows_makes_the_second_old(
    database: Database,
    take_in: Run,
    give_out: Run,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 1)
    second = OLDER | {"site": "十梓街5号", "site_name": "十梓校区", "licence": ""}
    await entered(take_in, tmp_path / "a.csv", OLDER, second)
    header, *lines = samples.read(await exported(give_out, tmp_path / "out.csv"))
    for line in lines:
        line[header.index("校区面积（平方米）")] = "351"
    carry_out = imports._carry_out
    corrected: list[bool] = []

    async def correct_meanwhile(*words: Any, **named: Any) -> Any:
        entries = await carry_out(*words, **named)
        if not corrected:
            corrected.append(True)
            async with database.writing() as session:
                await session.execute(
                    sa.update(Institution)
                    .where(Institution.unified_social_credit_code == samples.code(1))
                    .values(version=Institution.version + 1)
                )
        return entries

    monkeypatch.setattr(imports, "_carry_out", correct_meanwhile)
    path = samples.write(tmp_path / "c.csv", [header, *lines])

    assert await take_in("institutions", path) == 1

    assert "is of version 2; version 4 of the register has" in capsys.readouterr().err


async def test_a_version_that_was_rolled_back_is_not_the_imports_own(
    database: Database,
    take_in: Run,
    give_out: Run,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two meet, and the import gives way: before it tries again, somebody else makes that version."""
    await entered(take_in, tmp_path / "a.csv", OLDER)
    header, line = samples.read(await exported(give_out, tmp_path / "out.csv"))
    line[header.index("注册地址")] = "观前街9号"
    write, corrected = imports._write, list[bool]()

    async def give_way(*_words: Any, **_named: Any) -> None:
        raise asyncpg.DeadlockDetectedError

    async def meet_first(*words: Any, **named: Any) -> None:
        if corrected:
            await write(*words, **named)
            return
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(Chunk, "write", give_way)
            try:
                await write(*words, **named)
            finally:
                corrected.append(True)
                async with database.writing() as session:
                    await session.execute(
                        sa.update(Institution)
                        .where(Institution.unified_social_credit_code == samples.code(1))
                        .values(version=2, legal_representative="陆扬")
                    )

    monkeypatch.setattr(imports, "_write", meet_first)

    assert await take_in("institutions", samples.write(tmp_path / "c.csv", [header, line])) == 1

    assert "is of version 1; version 2 of the register has" in capsys.readouterr().err


async def test_an_older_export_of_teachers_reverts_nothing(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture
) -> None:
    await take_in("teachers", ledger(tmp_path / "a.csv", TEACHER))
    old = await exported(give_out, tmp_path / "old.xlsx", "teachers")
    newer = {
        "姓名": "沈若水",
        "聘用形式": "兼职",
        "任教科目": "数学",
        "任教学段": "小学",
        "证书编号": "20203200000000002",
        "聘用日期": "2024-04-01",
    }
    assert await take_in("teachers", ledger(tmp_path / "b.csv", TEACHER | newer)) == 0
    before = await everything(database)
    capsys.readouterr()

    assert await take_in("teachers", old) == 1

    assert await everything(database) == before
    error = capsys.readouterr().err
    for heading, now in newer.items():
        assert f"row 2, {heading}, " in error
        assert f"现登记“{now}”" in error
    assert "0 new, 0 changed" not in error


async def test_a_course_that_was_withdrawn_is_not_published_again_by_an_older_export(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, ask: Client
) -> None:
    await take_in("courses", ledger(tmp_path / "a.csv", COURSE))
    old = await exported(give_out, tmp_path / "old.csv", "courses")
    header, *lines = samples.read(old)
    (line,) = lines
    assert line[header.index("版本")] == "1"
    withdrawal = {"courseId": line[header.index("课程编号")], "reason": "停办"}
    await ask.do("withdrawCourse", withdrawal, by=people.yin)
    before = await everything(database)

    assert await take_in("courses", old) == 1

    assert "not a published course of the institution" in capsys.readouterr().err
    assert await everything(database) == before


async def test_a_published_course_is_shown_beside_the_row_that_differs(
    take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    await take_in("courses", ledger(tmp_path / "a.csv", COURSE))
    other = {
        "总课时": 40,
        "收费": "培训费 2300元/30课时",
        "上课时间": "周四 18:30-20:00",
        "校区地址": "",
    }

    assert await take_in("courses", ledger(tmp_path / "a.csv", COURSE | other)) == 1

    error = capsys.readouterr().err
    assert "已发布的课程为“30”" in error
    assert "“培训费 2400.00元/30课时；资料费 90.00元/1个月0天”" in error
    assert "“星期三 18:30-20:00”" in error


async def test_an_older_export_does_not_enter_a_corrected_licence_number_again(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, ask: Client
) -> None:
    await entered(take_in, tmp_path / "a.csv", OLDER)
    old = await exported(give_out, tmp_path / "old.csv")
    async with database.writing() as session:
        wrong = sa.select(Entitlement.id).where(Entitlement.number == OLDER["licence"])
        key = (await session.scalars(wrong)).one()
    correction = {
        "entitlementId": ids.write("Entitlement", key),
        "expectedVersion": 1,
        "number": "教民320508T0099号",
    }
    await ask.do("correctLicenceNumber", correction, by=people.rui)
    before = await everything(database)

    assert await take_in("institutions", old) == 1

    assert await everything(database) == before
    error = capsys.readouterr().err
    assert 'version 2 of the register has "教民320508T0099号"' in error


async def test_a_licence_without_an_end_goes_out_as_one(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture
) -> None:
    """A blank cell would leave any end as it is."""
    await entered(take_in, tmp_path / "a.csv", OLDER)
    header, *lines = samples.read(await exported(give_out, tmp_path / "out.csv"))
    (line,) = lines
    assert line[header.index("有效期止")] == OPEN_END
    async with database.writing() as session:
        await session.execute(
            sa.update(Entitlement)
            .where(Entitlement.number == OLDER["licence"])
            .values(valid_to=dt.date(2030, 1, 1))
        )

    assert await take_in("institutions", samples.write(tmp_path / "c.csv", [header, line])) == 1

    assert "登记为“2030-01-01”，已登记的资质不能通过台账更改" in capsys.readouterr().err


async def test_a_blank_name_leaves_the_sites_name(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    await entered(take_in, tmp_path / "a.csv", OLDER | {"site_name": "十梓校区"})
    await entered(take_in, tmp_path / "b.csv", OLDER | {"site_name": ""})

    async with database.writing() as session:
        names = await session.scalars(sa.select(Site.name).where(Site.address == OLDER["site"]))
        assert list(names) == ["十梓校区"]


async def test_what_collides_in_the_register_comes_back_from_its_export(
    database: Database, take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture
) -> None:
    """Two sites and three licences of one institution that differ in spelling alone."""
    await entered(take_in, tmp_path / "a.csv", OLDER)
    async with database.writing() as session:
        site = (await session.scalars(sa.select(Site).where(Site.address == OLDER["site"]))).one()
        number = Entitlement.number == OLDER["licence"]
        licence = (await session.scalars(sa.select(Entitlement).where(number))).one()
        for row, spelt in (
            (site, {"address": "平江路 1号", "is_main": False}),
            (licence, {"number": "教民320508t0001号", "number_spelling": 1}),
            (licence, {"number": "教民 320508T0001号", "number_spelling": 2}),
        ):
            held = {name: getattr(row, name) for name in row.names()}
            session.add(type(row)(**held | {"id": new_key()} | spelt))
        await session.flush()
        owned = Entitlement.institution_id == licence.institution_id
        numbers = list(await session.scalars(sa.select(Entitlement.number).where(owned)))
        owner = await session.get_one(Institution, licence.institution_id)
        owner.record_search(numbers)
    before = await everything(database)
    capsys.readouterr()

    path = await exported(give_out, tmp_path / "out.csv")
    assert await take_in("institutions", path) == 0

    assert "0 new, 0 changed, 3 unchanged, 0 rejected" in capsys.readouterr().out
    assert await everything(database) == before
