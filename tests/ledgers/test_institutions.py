"""The ledger of institutions on its way into the register, and what stays outside."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.institutions import EntitlementState, Existence, ListStatus, RiskClass
from ledgers import imports, search_columns
from persistence.engine.database import Database
from persistence.engine.records import AuditEvent, StateTransition
from persistence.institutions.table import Entitlement, Institution, Site
from tests import people
from tests.ledgers import samples
from tests.ledgers.conftest import Run

pytestmark = pytest.mark.usefixtures("world")
Capture = pytest.CaptureFixture[str]


async def held(database: Database, code: str) -> Any:
    async with database.writing() as session:
        statement = sa.select(Institution).where(Institution.unified_social_credit_code == code)
        return await session.scalar(statement)


async def all_of(database: Database, table: Any, **where: Any) -> list[Any]:
    async with database.writing() as session:
        return list(await session.scalars(sa.select(table).filter_by(**where)))


async def audited(database: Database, tag: str) -> list[dict[str, Any]]:
    events = await all_of(database, AuditEvent, tag=tag)
    return [event.detail for event in events]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_good_ledger_goes_in_whole(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture, form: str
) -> None:
    rows = [
        samples.row(1, established=dt.date(2019, 9, 1) if form == "xlsx" else "43709"),
        {},
        samples.row(2, code=samples.code(2).lower(), subject="非学科", valid_to="长期"),
        samples.row(3, area="３００", supervisor="", licence="", valid_from="", valid_to=""),
    ]
    lines = [["姑苏区校外培训机构台账"], ["填报单位：某某", "", "2026年"], *samples.table(rows)]
    path = samples.write(tmp_path / f"good.{form}", lines)

    status = await take_in("institutions", path)

    assert status == 0
    assert "Imported: 3 new, 0 changed, 0 unchanged, 0 rejected." in capsys.readouterr().out
    first = await held(database, samples.code(1))
    assert (first.name, first.kinds, first.region_code) == (
        "姑苏第1培训中心",
        ["OFF_CAMPUS_TRAINING"],
        "320508",
    )
    assert (first.established_on, first.registered_capital_fen, first.version) == (
        dt.date(2019, 9, 1),
        50_000_000,
        1,
    )
    assert (first.existence, first.list_status, first.risk_class) == (
        Existence.EXISTING,
        ListStatus.NONE,
        RiskClass.B,
    )
    assert first.supervising_authority_id == people.GUSU.id
    (site,) = await all_of(database, Site, institution_id=first.id)
    assert (site.name, site.address, site.is_main, site.area_m2) == ("总部", "平江路1号", True, 300)
    (licence,) = await all_of(database, Entitlement, institution_id=first.id)
    assert (licence.number, licence.state, licence.authority_id, licence.valid_to) == (
        "教民320508T0001号",
        EntitlementState.ACTIVE,
        people.GUSU.id,
        dt.date(2027, 12, 31),
    )
    third = await held(database, samples.code(3))
    assert third.supervising_authority_id == people.SUZHOU.id
    assert not (tmp_path / f"good.rejected.{form}").exists()


async def test_an_import_leaves_its_traces(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1), samples.row(2)]))

    await take_in("institutions", path)

    (event,) = await all_of(database, AuditEvent, tag="institutions.imported")
    assert event.actor_id == people.rui.id
    assert event.detail == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    moved = await all_of(database, StateTransition, event="register")
    assert sorted((each.entity, each.from_state, each.to_state) for each in moved) == [
        ("Entitlement", None, "ACTIVE"),
        ("Entitlement", None, "ACTIVE"),
        ("Institution", None, "EXISTING"),
        ("Institution", None, "EXISTING"),
    ]


async def test_importing_twice_changes_nothing(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = samples.write(tmp_path / "a.xlsx", samples.table([samples.row(n) for n in (1, 2, 3)]))
    await take_in("institutions", path)
    before = await held(database, samples.code(2))

    status = await take_in("institutions", path)

    assert status == 0
    assert "0 new, 0 changed, 3 unchanged, 0 rejected" in capsys.readouterr().out
    after = await held(database, samples.code(2))
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert len(await all_of(database, Site)) == 1 + 3
    assert len(await audited(database, "institutions.imported")) == 1


async def test_a_changed_cell_corrects_the_entry_and_a_blank_one_leaves_it(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1), samples.row(2)]))
    await take_in("institutions", path)
    changed = samples.row(2, phone="＋86 512", address="观前街9号", person="", area=350)
    samples.write(path, samples.table([samples.row(1), changed]))

    await take_in("institutions", path)

    row = await held(database, samples.code(2))
    assert (row.version, row.contact_phone, row.address, row.legal_representative) == (
        2,
        "+86 512",
        "观前街9号",
        "沈若溪",
    )
    (site,) = await all_of(database, Site, institution_id=row.id)
    assert site.area_m2 == 350
    assert (await held(database, samples.code(1))).version == 1
    assert await audited(database, "institution.updated") == [
        {"changed": ["address", "contact_phone", "sites"]}
    ]


async def test_chunks_that_are_about_the_same_are_decided_one_after_the_other(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 1)
    second = samples.row(1, site="观前街5号", site_name="二部", licence="教民320508T0091号")
    taken = samples.row(3, licence=samples.row(2)["licence"])
    rows = [samples.row(1), second, samples.row(2), taken, samples.row(4)]

    status = await take_in("institutions", samples.write(tmp_path / "a.csv", samples.table(rows)))

    assert status == 1
    output = capsys.readouterr()
    assert "3 new, 1 changed, 0 unchanged, 1 rejected" in output.out
    assert f'row 5, 许可证编号, "{taken["licence"]}"' in output.err
    first = await held(database, samples.code(1))
    assert len(await all_of(database, Site, institution_id=first.id)) == 2
    assert len(await all_of(database, Entitlement, institution_id=first.id)) == 2


@pytest.mark.parametrize("program", ["ledgers.search_columns", "this"])
async def test_what_searching_reads_is_made_beside_a_large_import_or_here(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
) -> None:
    """`tests.found` compares it after every test, no matter who made it."""
    monkeypatch.setattr(search_columns, "LARGE", 1)
    monkeypatch.setattr(search_columns, "_PROGRAM", program)
    monkeypatch.setattr(imports, "CHUNK", 3)
    rows = [samples.row(n, name=f"姑苏ＡＢＣ第{n}长安街培训中心") for n in range(1, 9)]

    status = await take_in("institutions", samples.write(tmp_path / "a.csv", samples.table(rows)))

    assert status == 0
    row = await held(database, samples.code(8))
    assert row.search_text.split("\n")[3:] == ["教民320508t0008号"]


async def test_a_name_is_found_as_the_ledger_says_it_is_read(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    heading, *rows = samples.table([samples.row(1, name="重远培训中心")])
    path = tmp_path / "a.csv"

    def ledger(reading: str) -> Path:
        return samples.write(path, [[*heading, "名称读音"], [*rows[0], reading]])

    assert await take_in("institutions", ledger("zhong yuan")) == 1
    assert "名称读音" in capsys.readouterr().err
    assert await take_in("institutions", ledger("Zhong yuan pei xun zhong xin")) == 0

    row = await held(database, samples.code(1))
    assert (row.reading, row.sort_key.split()[0][:5]) == ("zhong yuan pei xun zhong xin", "zhong")

    samples.write(path, samples.table([samples.row(1, name="重庆路培训中心")]))
    await take_in("institutions", path)
    row = await held(database, samples.code(1))
    assert (row.reading, row.sort_key.split()[0][:5]) == (None, "chong")


async def test_a_licence_that_comes_later_finds_its_institution_too(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1)]))
    await take_in("institutions", path)
    samples.write(path, samples.table([samples.row(1, licence="教民320508K0009号")]))

    await take_in("institutions", path)

    row = await held(database, samples.code(1))
    assert row.search_text.split("\n")[3:] == ["教民320508k0009号", "教民320508t0001号"]
    assert row.version == 2


async def test_numbers_and_addresses_spelt_otherwise_are_the_same(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1)]))
    await take_in("institutions", path)
    code = samples.code(1)
    spelt = {
        "code": f"{code[:8]} {code[8:]}\u200b".lower(),
        "site": "平江路 １号\ufeff",
        "licence": "教民３２０５０８t 0001 号",
    }
    samples.write(path, samples.table([samples.row(1, **spelt)]))
    capsys.readouterr()

    assert await take_in("institutions", path) == 0

    assert "0 new, 0 changed, 1 unchanged, 0 rejected" in capsys.readouterr().out
    row = await held(database, code)
    (site,) = await all_of(database, Site, institution_id=row.id)
    (licence,) = await all_of(database, Entitlement, institution_id=row.id)
    assert (site.address, licence.number) == ("平江路1号", "教民320508T0001号")


async def test_a_name_that_reads_otherwise_than_it_is_stored_is_rejected_by_name(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    rows = [samples.row(1, name="姑苏\u202e心中训培"), samples.row(2)]
    path = samples.write(tmp_path / "a.csv", samples.table(rows))

    assert await take_in("institutions", path) == 1

    printed = capsys.readouterr()
    assert "机构名称" in printed.out + printed.err
    assert "U+202E" in printed.out + printed.err
    assert await held(database, samples.code(1)) is None
    assert await held(database, samples.code(2)) is not None


async def test_a_licence_of_another_is_taken_however_it_is_spelt(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1)]))
    await take_in("institutions", path)
    samples.write(path, samples.table([samples.row(2, licence="教民３２０５０８T0001号")]))

    assert await take_in("institutions", path) == 1

    assert await all_of(database, Institution, unified_social_credit_code=samples.code(2)) == []
    assert len(await all_of(database, Entitlement, number_key="教民320508t0001号")) == 1


async def test_a_row_repeated_in_another_spelling_is_a_repeat(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    again = samples.row(1, site="平江路　１号", licence="教民320508t0001号\u200b")
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1), again]))

    assert await take_in("institutions", path) == 1

    printed = capsys.readouterr()
    assert "row 2" in printed.out + printed.err or "与第2行重复" in printed.out + printed.err


async def test_a_second_row_of_one_code_is_a_second_site(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    second = {
        "code": samples.code(1),
        "name": "姑苏第1培训中心",
        "region": "320508",
        "site": "十梓街5号",
        "site_name": "十梓校区",
    }
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1), second]))

    assert await take_in("institutions", path) == 0
    assert await take_in("institutions", path) == 0

    row = await held(database, samples.code(1))
    sites = await all_of(database, Site, institution_id=row.id)
    assert sorted((site.address, site.is_main) for site in sites) == [
        ("十梓街5号", False),
        ("平江路1号", True),
    ]
    assert row.version == 1


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "check digit": ({"code": "91320508MA1MAPLE0X"}, "统一社会信用代码", "unified social credit code"),
    "no code": ({"code": ""}, "统一社会信用代码", "is missing"),
    "no name": ({"name": " "}, "机构名称", "is missing"),
    "long name": ({"name": "长" * 101}, "机构名称", "1 to 100 characters"),
    "control character": ({"person": "沈\x07"}, "法定代表人", "control characters"),
    "kind": ({"kinds": "学校"}, "机构类别", "must be one of"),
    "before 1900": ({"established": "1899年12月31日"}, "成立日期", "between 1900-01-01"),
    "year alone": ({"established": 2019}, "成立日期", "year alone"),
    "open end elsewhere": ({"valid_from": "长期"}, "有效期起", "only the end of a term"),
    "no end": ({"valid_to": "9999-12-31"}, "有效期止", "between 1900-01-01 and 2199-12-31"),
    "error": ({"valid_to": "#N/A"}, "有效期止", "is the error #N/A"),
    "error in a text": ({"person": "#REF!"}, "法定代表人", "is the error #REF!"),
    "narrow column": ({"valid_to": "########"}, "有效期止", "too narrow"),
    "not a date": ({"established": "去年"}, "成立日期", "not a date"),
    "tomorrow": ({"established": "2100-01-01"}, "成立日期", "must not be in the future"),
    "money": ({"capital": "很多"}, "注册资本（万元）", "not an amount of money"),
    "region": ({"region": "999999"}, "地区代码", "no region 999999"),
    "moved region": ({"region": "320504", "region_name": "姑苏区"}, "地区代码", "姑苏区 is now 320508"),
    "not a leaf": ({"region": "320500"}, "地区代码", "contains smaller regions"),
    "elsewhere": ({"region": "110105", "supervisor": "北京市朝阳区教育委员会"}, "地区代码",
                  "is outside your jurisdiction"),
    "no authority": ({"supervisor": "某某局"}, "主管部门", "is not the name of an authority"),
    "area": ({"area": 0}, "面积", "from 1 to 1000000"),
    "site region": ({"site": ""}, "校区地址", "is required with"),
    "licence days": ({"valid_to": "2024/1/1"}, "有效期止", "before the first day"),
    "licence start": ({"valid_from": ""}, "有效期起", "is missing"),
    "licence taken": ({"licence": "苏教许字320508001号"}, "许可证编号", "already registered"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_row_is_told_with_its_place_and_the_good_ones_go_in(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture, name: str
) -> None:
    facts, heading, message = BAD[name]
    rows = [samples.row(1), samples.row(2, **facts), samples.row(3)]
    path = samples.write(tmp_path / "a.csv", samples.table(rows))

    status = await take_in("institutions", path)

    output = capsys.readouterr()
    assert status == 1
    assert "2 new, 0 changed, 0 unchanged, 1 rejected" in output.out
    line = next(line for line in output.err.splitlines() if line.startswith("row 3, "))
    assert line.startswith(f"row 3, {heading}, ")
    assert message in line
    assert " / 第3行，" in line
    assert len(await all_of(database, Institution)) == 3 + 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_rejected_rows_are_mended_and_imported_again(
    database: Database, take_in: Run, tmp_path: Path, form: str
) -> None:
    rows = [samples.row(1), samples.row(2, established="去年"), samples.row(3, region="320504")]
    path = samples.write(tmp_path / f"a.{form}", samples.table(rows))
    assert await take_in("institutions", path, "--rejected", str(tmp_path / "bad.csv")) == 1
    header, *bad = samples.read(tmp_path / "bad.csv")

    assert header[:-1] == list(samples.HEADINGS.values())
    assert header[-1] == "原因/Reason"
    assert [line[0] for line in bad] == [samples.code(2), samples.code(3)]
    assert "成立日期：不是日期" in bad[0][-1]
    assert "is now 320508" in bad[1][-1]

    bad[0][header.index("成立日期")] = "2020-02-02"
    bad[1][header.index("地区代码")] = "320508"
    mended = samples.write(tmp_path / f"mended.{form}", [header, *bad])

    assert await take_in("institutions", mended) == 0
    assert len(await all_of(database, Institution)) == 3 + 3


async def test_the_rejected_file_of_a_workbook_is_a_workbook_for_its_owner_only(
    take_in: Run, tmp_path: Path
) -> None:
    rows = [samples.row(1, name=""), samples.row(2)]
    path = samples.write(tmp_path / "a.xlsx", samples.table(rows))

    assert await take_in("institutions", path) == 1

    rejected = tmp_path / "a.rejected.xlsx"
    assert rejected.read_bytes().startswith(b"PK")
    assert rejected.stat().st_mode & 0o777 == 0o600


async def test_rows_that_contradict_one_another_all_stay_outside(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    other = samples.row(1, name="另一名称", site="十梓街5号", licence="")
    rows = [samples.row(1), samples.row(2), other]
    path = samples.write(tmp_path / "a.csv", samples.table(rows))

    assert await take_in("institutions", path) == 1

    output = capsys.readouterr()
    assert "1 new, 0 changed, 0 unchanged, 2 rejected" in output.out
    assert "row 2, 机构名称" in output.err
    assert "row 2 and row 4 have the same code but differ in" in output.err
    assert await held(database, samples.code(1)) is None


async def test_a_repeated_row_is_told(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    rows = [samples.row(1), samples.row(1)]
    path = samples.write(tmp_path / "a.csv", samples.table(rows))

    assert await take_in("institutions", path) == 1

    output = capsys.readouterr()
    assert "1 new, 0 changed, 0 unchanged, 1 rejected" in output.out
    assert "row 3, 统一社会信用代码" in output.err
    assert "repeats row 2" in output.err


async def test_a_licence_as_registered_is_not_changed_by_a_ledger(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1)]))
    await take_in("institutions", path)
    samples.write(path, samples.table([samples.row(1, valid_to="2029-12-31")]))

    assert await take_in("institutions", path) == 1

    assert "row 2, 有效期止" in capsys.readouterr().err
    (licence,) = await all_of(database, Entitlement, number="教民320508T0001号")
    assert licence.valid_to == dt.date(2027, 12, 31)


async def test_a_dry_run_says_what_would_change_and_changes_nothing(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1)]))
    await take_in("institutions", path)
    rows = [samples.row(1, person="陆扬"), samples.row(2), samples.row(3, region="999999")]
    samples.write(path, samples.table(rows))
    capsys.readouterr()

    status = await take_in("institutions", path, "--dry-run")

    output = capsys.readouterr().out
    assert status == 1
    assert "It would be: 1 new, 1 changed, 0 unchanged, 1 rejected." in output
    assert f"changed: row 2: {samples.code(1)} 姑苏第1培训中心 (legal_representative)" in output
    assert f"new: row 3: {samples.code(2)}" in output
    assert (await held(database, samples.code(1))).legal_representative == "沈若溪"
    assert len(await audited(database, "institutions.imported")) == 1


@pytest.mark.parametrize("person", ["mei", "yin", "ou", "shan"])
async def test_who_may_not_register_may_not_import(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture, person: str
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1)]))

    assert await take_in("institutions", path, by=person) == 2

    assert "institution:register" in capsys.readouterr().err
    assert len(await all_of(database, Institution)) == 3


@pytest.mark.parametrize(
    ("person", "message"), [(None, "--as LOGIN"), ("nobody", "There is no active account nobody")]
)
async def test_somebody_has_to_answer_for_an_import(
    take_in: Run, tmp_path: Path, capsys: Capture, person: str | None, message: str
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(1)]))

    assert await take_in("institutions", path, by=person) == 2

    assert message in capsys.readouterr().err


async def test_nothing_of_a_file_that_is_cut_off_goes_in(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(n) for n in range(9)]))
    path.write_text(path.read_text("utf-8") + '"52320508', "utf-8")

    assert await take_in("institutions", path) == 2

    assert "may be incomplete" in capsys.readouterr().err
    assert len(await all_of(database, Institution)) == 3


async def test_two_imports_of_one_file_at_once_leave_every_institution_once(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    path = samples.write(tmp_path / "a.csv", samples.table([samples.row(n) for n in range(40)]))

    done = await asyncio.gather(*(take_in("institutions", path) for _ in range(3)))

    assert done == [0, 0, 0]
    assert len(await all_of(database, Institution)) == 3 + 40
    counts = await audited(database, "institutions.imported")
    assert sum(each["new"] for each in counts) == 40


async def test_english_headings_and_words_are_read(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    lines = [
        ["Name", "Credit code", "Kinds", "Subject kind", "Legal form", "Sector", "Region",
         "Address", "Established on", "Supervising authority", "Legal representative"],
        ["Maple", samples.code(1), "Off-campus training institution", "Subject-type", "NON_PROFIT",
         "Education", "姑苏区", "1 Pingjiang Road", "2019-09-01", f"auth_{people.GUSU.id}", "Shen"],
    ]  # fmt: skip
    path = samples.write(tmp_path / "a.csv", lines)

    assert await take_in("institutions", path) == 0

    row = await held(database, samples.code(1))
    assert (row.name, row.region_code, row.supervising_authority_id) == (
        "Maple",
        "320508",
        people.GUSU.id,
    )
