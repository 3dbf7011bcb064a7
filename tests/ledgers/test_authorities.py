"""The ledger of authorities: a province's bureaus in one go, parents in any order, and nothing twice."""

import csv
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from persistence.reading import ids
from tests import people
from tests.ledgers.conftest import Run

pytestmark = pytest.mark.usefixtures("world")
Capture = pytest.CaptureFixture[str]
COUNTIES = {
    "320505": "虎丘区", "320506": "吴中区", "320507": "相城区", "320509": "吴江区",
    "320581": "常熟市", "320582": "张家港市", "320583": "昆山市", "320585": "太仓市",
}  # fmt: skip
BUREAU = "无锡市教育局"


def _row(name: str, code: str, parent: str = people.SUZHOU.name, **more: Any) -> dict[str, Any]:
    return {"机关名称": name, "地区代码": code, "负责领域": "教育", "上级机关": parent, **more}


def _file(path: Path, rows: list[dict[str, Any]]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


async def _authorities(database: Database) -> dict[str, Authority]:
    async with database.writing() as session:
        rows = list(await session.scalars(sa.select(Authority)))
        session.expunge_all()
    return {row.name: row for row in rows}


async def test_a_provinces_bureaus_come_in_one_go_children_before_parents(
    take_in: Run, give_out: Run, database: Database, tmp_path: Path, capsys: Capture
) -> None:
    rows = [_row(f"{name}教育局", code) for code, name in COUNTIES.items()]
    rows += [_row(f"{name}体育局", code) for code, name in COUNTIES.items()]
    rows += [_row(f"无锡{i}区教育局", code, BUREAU) for i, code in enumerate(("320205", "320206"))]
    rows += [_row(BUREAU, "320200", people.JIANGSU.name, 投诉电话="12345", 受理时间="工作日")]
    rows += [
        _row(f"{name}局", code, "江苏省教育厅")
        for name, code in (("甲", "320400"), ("乙", "320600"))
    ]
    assert len(rows) == 21
    path = _file(tmp_path / "province.csv", rows)

    assert await take_in("authorities", path, by="shan") == 0
    assert "21 new, 0 changed, 0 unchanged, 0 rejected" in capsys.readouterr().out
    assert await take_in("authorities", path, by="shan") == 0
    assert "0 new, 0 changed, 21 unchanged, 0 rejected" in capsys.readouterr().out

    found = await _authorities(database)
    assert found["无锡0区教育局"].parent_id == found[BUREAU].id
    assert (found[BUREAU].complaint_phone, found[BUREAU].complaint_hours) == ("12345", "工作日")
    async with database.writing() as session:
        tags = list(await session.scalars(sa.select(AuditEvent.tag)))
    assert tags.count("authority.created") == 21


@pytest.mark.parametrize(
    ("name", "code", "again"),
    [
        ("常熟局", "320581", {"地区代码": "常熟市"}),
        ("常熟局", "320581", {"机关名称": "常熟局\u3000"}),
        (people.GUSU.name, "320508", {"机关编号": ids.write("Authority", people.GUSU.id)}),
    ],
    ids=["by the region's name", "with a blank", "by its id"],
)
async def test_an_authority_stands_once_however_it_is_named(
    take_in: Run,
    tmp_path: Path,
    capsys: Capture,
    name: str,
    code: str,
    again: dict[str, str],
) -> None:
    rows = [_row(name, code, 投诉电话="12345"), {**_row(name, code, 投诉电话="12346"), **again}]

    assert await take_in("authorities", _file(tmp_path / "a.csv", rows), by="shan") == 1

    assert ", 1 rejected" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_an_export_comes_back_unchanged(
    take_in: Run, give_out: Run, tmp_path: Path, capsys: Capture, form: str
) -> None:
    path = tmp_path / f"out.{form}"

    assert await give_out("authorities", path, by="shan") == 0
    assert await take_in("authorities", path, by="shan") == 0

    assert f"0 new, 0 changed, {len(people.PLACES)} unchanged" in capsys.readouterr().out


async def test_a_row_renames_and_corrects_what_changes_nobodys_reach(
    take_in: Run, database: Database, tmp_path: Path
) -> None:
    id = f"auth_{people.GUSU.id}"
    row = _row("姑苏区教育体育局", "320508", 机关编号=id, 年度检查频次上限=1, 版本=1)

    assert await take_in("authorities", _file(tmp_path / "a.csv", [row]), by="shan") == 0

    found = (await _authorities(database))["姑苏区教育体育局"]
    assert (found.id, found.yearly_cap, found.version) == (people.GUSU.id, 1, 2)


REJECTED: list[Any] = [
    (_row("甲局", "320505", "没有的局"), "is not the name of one authority"),
    (_row("甲局", "110105"), "must lie in that of the one above"),
    (_row("甲局", "999999"), "there is no region 999999"),
    (_row("甲局", "320505", 级别="地级"), "is County for this region"),
    (_row("甲局", "320505", 年度检查频次上限=13), "must be from 1 to 12"),
    (_row("甲局", "320505", 负责领域="体育"), "outside your jurisdiction"),
    (_row("甲局", "320505", 机关编号="auth_1"), "is not an authority"),
    (_row("", "320505"), "is missing"),
    (
        _row("新名", "320505", 机关编号=f"auth_{people.GUSU.id}"),
        "takes a second person: move the authority instead",
    ),
    (
        _row("新名", "320508", 机关编号=f"auth_{people.GUSU.id}", 版本=7),
        "later than version 1 of this register",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "why"), REJECTED, ids=[f"{i}" for i, _ in enumerate(REJECTED)])
async def test_what_does_not_fit_is_rejected_with_its_reason(
    take_in: Run, database: Database, tmp_path: Path, capsys: Capture, row: Any, why: str
) -> None:
    assert await take_in("authorities", _file(tmp_path / "a.csv", [row]), by="shan") == 1

    assert why in capsys.readouterr().err
    assert len(await _authorities(database)) == len(people.PLACES)


async def test_a_circle_within_the_file_and_what_is_below_it_are_rejected(
    take_in: Run, database: Database, tmp_path: Path, capsys: Capture
) -> None:
    rows = [
        _row("甲局", "320505", "乙局"),
        _row("乙局", "320505", "甲局"),
        _row("丙局", "320505", "甲局"),
        _row("丁局", "320505"),
    ]

    assert await take_in("authorities", _file(tmp_path / "a.csv", rows), by="shan") == 1

    errors = capsys.readouterr().err
    assert errors.count("cannot be this authority itself or one below it") == 2
    assert "is in a row that was rejected" in errors
    assert (await _authorities(database)).keys() - {place.name for place in people.PLACES} == {
        "丁局"
    }


async def test_a_dry_run_tells_the_same_and_writes_nothing(
    take_in: Run, database: Database, tmp_path: Path, capsys: Capture
) -> None:
    path = _file(tmp_path / "a.csv", [_row("甲局", "320505")])

    assert await take_in("authorities", path, "--dry-run", by="shan") == 0

    assert "It would be: 1 new" in capsys.readouterr().out
    assert "甲局" not in await _authorities(database)


@pytest.mark.parametrize("login", ["rui", "sen", "hua"])
async def test_who_does_not_administer_imports_nothing(
    take_in: Run, tmp_path: Path, login: str
) -> None:
    path = _file(tmp_path / "a.csv", [_row("甲局", "320505")])

    assert await take_in("authorities", path, by=login) == 2
