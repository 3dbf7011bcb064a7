"""Ledgers as Excel, WPS and LibreOffice leave them: errors, formulas, merged and hidden cells.

`tests/data/libreoffice.xlsx` was saved by LibreOffice 7.4; the others have the XML that the programs
write (`habits`).
"""

import datetime as dt
import random
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import xlsxwriter

from ledgers import headings, sheets, workbook_reader
from ledgers.layouts import INSTITUTIONS
from ledgers.refused import FileRefused
from persistence.engine.database import Database
from persistence.institutions.table import Entitlement, Institution, Site
from tests.ledgers import habits, samples
from tests.ledgers.conftest import Run

DATA = Path(__file__).parents[1] / "data"
Capture = pytest.CaptureFixture[str]
COLUMNS = list(samples.HEADINGS)


def xml(rows: list[dict[str, Any]], **cells: dict[int, str]) -> list[list[str]]:
    """The ledger's rows as cells of XML; `cells` replaces some, by column and number of the row."""
    lines = [[habits.text(str(cell)) for cell in line] for line in samples.table(rows)]
    for column, replaced in cells.items():
        for at, cell in replaced.items():
            lines[at - 1][COLUMNS.index(column)] = cell
    return lines


def book(path: Path, lines: list[list[str]], **facts: Any) -> Path:
    return habits.book(path, [("台账", "visible", habits.sheet(lines, **facts))])


def letter(column: str) -> str:
    return chr(ord("A") + COLUMNS.index(column))


def lines_of(path: Path) -> list[sheets.SheetLine]:
    with closing(sheets.read(path)) as file:
        return list(file.lines())


async def licences(database: Database) -> dict[str, dt.date | None]:
    async with database.writing() as session:
        statement = sa.select(Entitlement.number, Entitlement.valid_to)
        found = await session.execute(statement.where(Entitlement.number.like("教民320508T%")))
        return dict(iter(found))


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (habits.ERROR["Excel"], "is the error #N/A"),
        (habits.NEVER_CALCULATED["openpyxl"], "never calculated"),
    ],
    ids=["error", "never calculated"],
)
async def test_a_licence_whose_end_cannot_be_read_is_not_registered_without_one(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture, cell: str, reason: str
) -> None:
    path = book(tmp_path / "a.xlsx", xml([samples.row(1), samples.row(2)], valid_to={3: cell}))

    assert await take_in("institutions", path) == 1

    error = capsys.readouterr().err
    assert "row 3, 有效期止, " in error
    assert reason in error
    assert await licences(database) == {"教民320508T0001号": dt.date(2027, 12, 31)}
    # What was rejected is rejected again, as it is.
    assert await take_in("institutions", tmp_path / "a.rejected.xlsx") == 1
    assert len(await licences(database)) == 1


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("program", habits.CALCULATED_BLANK)
async def test_a_formula_whose_result_is_blank_is_blank(
    database: Database, take_in: Run, tmp_path: Path, program: str
) -> None:
    blank = habits.CALCULATED_BLANK[program]
    path = book(tmp_path / "a.xlsx", xml([samples.row(1)], valid_to={2: blank}))

    assert await take_in("institutions", path) == 0

    assert await licences(database) == {"教民320508T0001号": None}


KINDS: dict[Any, str] = {
    "": "",
    "甲": habits.text("甲"),
    7: habits.number(7),
    **{f"E{n}": cell for n, cell in enumerate(habits.ERROR.values())},
    **{f"N{n}": cell for n, cell in enumerate(habits.NEVER_CALCULATED.values())},
    **{f"B{n}": cell for n, cell in enumerate(habits.CALCULATED_BLANK.values())},
}


def _read_as(kind: Any) -> Any:
    letter = str(kind)[:1]
    if letter == "E":
        return "#REF!" if kind == "E2" else "#N/A"
    return {"N": "#公式未计算", "B": ""}.get(letter, kind)


def test_every_cell_of_random_sheets_is_read_or_named(tmp_path: Path) -> None:
    """Below a header, merged ranges over all kinds of cells: what the first one is they all are."""
    chance = random.Random(73)
    made: list[tuple[str, str, str]] = []
    expected: list[tuple[list[list[Any]], list[list[Any]]]] = []
    for at in range(60):
        height, width = chance.randint(1, 6), chance.randint(1, 6)
        grid: list[list[Any]] = [["甲"] * width]
        grid += [[chance.choice(list(KINDS)) for _ in range(width)] for _ in range(height)]
        merged: list[str] = []
        read = [[_read_as(kind) for kind in row] for row in grid]
        top, left = chance.randint(1, height), chance.randrange(width)
        bottom, right = chance.randint(top, height), chance.randrange(left, width)
        if (top, left) != (bottom, right):
            merged = [f"{chr(65 + left)}{top + 1}:{chr(65 + right)}{bottom + 1}"]
            first = grid[top][left]
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    grid[row][column] = first if (row, column) == (top, left) else ""
                    read[row][column] = _read_as(first)
        cells = [[KINDS[kind] for kind in row] for row in grid]
        made.append((f"{at}", "visible", habits.sheet(cells, merged=merged)))
        expected.append((read, grid))

    with closing(sheets.read(habits.book(tmp_path / "a.xlsx", made))) as file:
        for sheet, (read, grid) in zip(file.sheets, expected, strict=True):
            found = {line.number: line.cells for line in file.lines_of(sheet)}
            for number, (wanted, own) in enumerate(zip(read, grid, strict=True), 1):
                # A row that has nothing of its own is none.
                if any(_read_as(kind) != "" for kind in own):
                    assert _trimmed(found[number]) == _trimmed(wanted)
                else:
                    assert number not in found


def _trimmed(cells: list[Any]) -> list[Any]:
    width = max((at for at, cell in enumerate(cells, 1) if cell != ""), default=0)
    return cells[:width]


def test_what_cannot_be_read_stands_where_it_is_in_the_file(tmp_path: Path) -> None:
    error, formula = habits.ERROR["Excel"], habits.NEVER_CALCULATED["openpyxl"]
    rows = [["", habits.text("名称"), ""], ["", error, formula], [], ["", "", "", formula]]
    path = habits.book(tmp_path / "a.xlsx", [("一", "visible", habits.sheet(rows))])

    found = [(line.number, line.cells) for line in lines_of(path)]

    assert found == [
        (1, ["", "名称"]),
        (2, ["", "#N/A", "#公式未计算"]),
        (4, ["", "", "", "#公式未计算"]),
    ]


@pytest.mark.usefixtures("world")
async def test_a_merged_range_gives_its_value_to_each_row(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    """Its lower cells are blank in the file: the second licence had no end, the third row no region."""
    rows = [samples.row(1), samples.row(2), samples.row(3)]
    lines = xml(rows, **{key: {3: "", 4: ""} for key in ("valid_to", "region", "supervisor")})
    merged = [f"{letter(key)}2:{letter(key)}4" for key in ("valid_to", "region", "supervisor")]

    assert await take_in("institutions", book(tmp_path / "a.xlsx", lines, merged=merged)) == 0

    assert set((await licences(database)).values()) == {dt.date(2027, 12, 31)}
    assert len(await licences(database)) == 3


@pytest.mark.usefixtures("world")
async def test_an_institution_merged_over_the_rows_of_its_sites_is_one(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    own = [key for key in COLUMNS if key not in ("site", "site_name", "area")]
    rows = [samples.row(1), {"site": "十梓街5号", "site_name": "十梓校区"}, samples.row(2)]
    merged = [f"{letter(key)}2:{letter(key)}3" for key in own]

    assert await take_in("institutions", book(tmp_path / "a.xlsx", xml(rows), merged=merged)) == 0

    async with database.writing() as session:
        code = Institution.unified_social_credit_code
        statement = sa.select(Site.address).join(Institution).where(code == samples.code(1))
        assert set(await session.scalars(statement)) == {"平江路1号", "十梓街5号"}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (["name"], 'row 3, 机构名称, "姑苏第1培训中心": is merged over several rows'),
        (["licence"], 'row 3, 许可证编号, "教民320508T0001号": is merged over several rows'),
        (["code"], "row 2 and row 3 have the same code but differ in"),
        (["code", "name", "site", "licence"], "differ in"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
async def test_what_is_a_rows_own_is_not_merged(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    capsys: Capture,
    columns: list[str],
    reason: str,
) -> None:
    merged = [f"{letter(key)}2:{letter(key)}3" for key in columns]
    lines = xml([samples.row(1), samples.row(2)], **{key: {3: ""} for key in columns})

    assert await take_in("institutions", book(tmp_path / "a.xlsx", lines, merged=merged)) == 1

    assert reason in capsys.readouterr().err
    assert "教民320508T0002号" not in await licences(database)


def test_a_header_in_two_rows_is_read_by_its_lower_one(tmp_path: Path) -> None:
    rows = [
        [habits.text("姑苏区台账"), "", "", ""],
        [habits.text("信用代码"), habits.text("机构名称"), habits.text("许可证"), ""],
        ["", "", habits.text("许可证编号"), habits.text("有效期止")],
        [habits.text(t) for t in ("1", "甲", "号", "长期")],
    ]
    merged = ["A1:D1", "A2:A3", "B2:B3", "C2:D2"]
    path = habits.book(tmp_path / "a.xlsx", [("一", "visible", habits.sheet(rows, merged=merged))])

    with closing(sheets.read(path)) as file:
        headers = headings.find(file, INSTITUTIONS)
        data = list(headings.data(file, headers))

    assert headers.first.line.number == 3
    assert headers.first.places == {
        "unified_social_credit_code": 0,
        "name": 1,
        "licence_number": 2,
        "licence_valid_to": 3,
    }
    assert headers.first.ignored == ()
    assert [line.number for line in data] == [4]


@pytest.mark.usefixtures("world")
async def test_every_visible_sheet_with_the_header_is_read_and_the_others_are_named(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    other = [*xml([samples.row(2), samples.row(3, region="320504")])]
    other = [line[::-1] for line in other]
    path = habits.book(
        tmp_path / "a.xlsx",
        [
            ("填表说明", "visible", habits.sheet([[habits.text("请如实填写")]])),
            ("平江", "visible", habits.sheet(xml([samples.row(1)]))),
            ("沧浪", "visible", habits.sheet(other)),
            ("去年", "hidden", habits.sheet(xml([samples.row(8)]))),
            ("旧", "veryHidden", habits.sheet(xml([samples.row(9)]))),
        ],
    )

    assert await take_in("institutions", path) == 1

    output = capsys.readouterr()
    assert "2 new, 0 changed, 0 unchanged, 1 rejected" in output.out
    assert "hidden sheets not read / 未读取的隐藏工作表：“去年”“旧”" in output.err
    assert "not read / 没有本台账表头、未读取的工作表：“填表说明”" in output.err
    assert 'sheet "沧浪", row 3, 地区代码, "320504": ' in output.err
    assert " / 工作表“沧浪”第3行，地区代码：" in output.err
    assert len(await licences(database)) == 2


@pytest.mark.usefixtures("world")
async def test_rows_repeat_one_another_across_sheets(
    take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    one, two = xml([samples.row(1)]), xml([samples.row(2), samples.row(1), samples.row(3, name="")])
    path = habits.book(
        tmp_path / "a.xlsx",
        [("甲", "visible", habits.sheet(one)), ("乙", "visible", habits.sheet(two))],
    )

    assert await take_in("institutions", path) == 1

    assert 'sheet "乙", row 3' in (error := capsys.readouterr().err)
    assert 'repeats sheet "甲", row 2' in error
    assert "与工作表“甲”第2行重复" in error


@pytest.mark.usefixtures("world")
async def test_rejected_rows_of_several_sheets_are_mended_each_below_its_header(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    bad = {"established": "2019"}
    two = [line[::-1] for line in xml([samples.row(2, **bad)])]
    path = habits.book(
        tmp_path / "a.xlsx",
        [
            ("甲", "visible", habits.sheet(xml([samples.row(1, **bad)]))),
            ("乙", "visible", habits.sheet(two)),
        ],
    )
    csv = str(tmp_path / "rejected.csv")

    assert await take_in("institutions", path, "--rejected", csv) == 2
    assert await take_in("institutions", path) == 1

    with closing(sheets.read(tmp_path / "a.rejected.xlsx")) as file:
        assert [sheet.name for sheet in file.sheets] == ["甲", "乙"]
        lines = list(file.lines())
    assert [line.number for line in lines] == [1, 2, 1, 2]
    assert lines[0].cells[-1] == lines[2].cells[-1] == "原因/Reason"
    mended = [
        (
            name,
            [
                ["2019-09-01" if c == "2019" else c for c in line.cells]
                for line in lines[at : at + 2]
            ],
        )
        for name, at in (("甲", 0), ("乙", 2))
    ]
    with xlsxwriter.Workbook(str(tmp_path / "mended.xlsx")) as made:
        for name, rows in mended:
            worksheet = made.add_worksheet(name)
            for at, cells in enumerate(rows):
                worksheet.write_row(at, 0, cells)
    assert await take_in("institutions", tmp_path / "mended.xlsx") == 0
    assert len(await licences(database)) == 2


@pytest.mark.usefixtures("world")
async def test_hidden_rows_and_columns_are_read_and_told(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    phone = COLUMNS.index("phone") + 1
    lines = xml([samples.row(1), samples.row(2), samples.row(3)])
    path = book(tmp_path / "a.xlsx", lines, hidden_rows=[3, 4], hidden_columns=[phone, 99])

    assert await take_in("institutions", path) == 0

    error = capsys.readouterr().err
    assert "2 hidden rows, read like the others: 3, 4 / 隐藏行2行，已照常读取：第3, 4行" in error
    assert "隐藏列，已照常读取：“联系电话”" in error
    assert len(await licences(database)) == 3


@pytest.mark.usefixtures("world")
async def test_a_ledger_that_libreoffice_saved(
    database: Database, take_in: Run, capsys: Capture, tmp_path: Path
) -> None:
    """Four institutions, their authority merged over all; row 4 has an error for its licence's end,
    row 5 is hidden and has a formula with a blank result, row 6 shows year and month only."""
    rejected = str(tmp_path / "rejected.xlsx")

    assert await take_in("institutions", DATA / "libreoffice.xlsx", "--rejected", rejected) == 1

    output = capsys.readouterr()
    assert "2 new, 0 changed, 0 unchanged, 2 rejected" in output.out
    assert 'sheet "姑苏区", row 4, 有效期止, "#N/A": is the error #N/A' in output.err
    assert 'row 6, 成立日期, "2019年9月": is a month without a day' in output.err
    assert "隐藏工作表：“隐藏表”" in output.err
    assert "未读取的工作表：“填表说明”" in output.err
    assert "隐藏行1行，已照常读取：第5行" in output.err
    assert await licences(database) == {
        "教民320508T0001号": dt.date(2027, 12, 31),
        "教民320508T0003号": None,
    }


@pytest.mark.parametrize("is_1904", [False, True])
def test_days_are_counted_from_1900_or_1904(tmp_path: Path, is_1904: bool) -> None:
    """With a date's format calamine knows the day; a bare number is known by its column."""
    serial = (dt.date(2024, 9, 1) - dt.date(1904, 1, 1)).days + (0 if is_1904 else 1462)
    rows = [
        [habits.text(t) for t in ("信用代码", "机构名称", "成立日期", "有效期止", "面积")],
        [
            habits.text("1"),
            habits.text("甲"),
            habits.number(serial, 1),
            habits.number(serial),
            habits.number(serial),
        ],
    ]
    path = habits.book(
        tmp_path / "a.xlsx",
        [("一", "visible", habits.sheet(rows))],
        is_1904=is_1904,
        formats=["yyyy/m/d"],
    )

    with closing(sheets.read(path)) as file:
        headers = headings.find(file, INSTITUTIONS)
        (line,) = headings.data(file, headers)
        values = headers.values(line)

    assert values["established_on"] == "2024-09-01"
    assert values["licence_valid_to"] == 45_536
    assert values["site_area"] == serial


@pytest.mark.parametrize(
    ("code", "day", "read"),
    [
        ('yyyy"年"m"月"', dt.date(2019, 9, 1), "2019年9月"),
        ("yyyy-mm", dt.date(2019, 9, 1), "2019年9月"),
        ("mmm-yy;@", dt.date(2019, 9, 1), "2019年9月"),
        ("yyyy", dt.date(2019, 1, 1), "2019年"),
        ('yyyy"年"m"月"', dt.date(2019, 9, 17), "2019-09-17"),
        ('yyyy"年"m"月"d"日"', dt.date(2019, 9, 1), "2019-09-01"),
        ("[$-804]yyyy/m/d", dt.date(2019, 9, 1), "2019-09-01"),
    ],
)
def test_a_month_that_excel_made_a_day_of_is_a_month(
    tmp_path: Path, code: str, day: dt.date, read: str
) -> None:
    """Who types 2019年9月 gets the first of September, shown without its day."""
    serial = (day - dt.date(1899, 12, 30)).days
    sheet = habits.sheet([[habits.number(serial, 1)]])
    path = habits.book(tmp_path / "a.xlsx", [("一", "visible", sheet)], formats=[code])

    assert lines_of(path)[0].cells == [read]


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsx"])
def test_a_workbook_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    """Systems of offices call an .xlsx workbook `.xls`."""
    path = habits.book(tmp_path / name, [("一", "visible", habits.sheet([[habits.text("甲")]]))])

    assert lines_of(path)[0].cells == ["甲"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_entities_are_not_declared(tmp_path: Path) -> None:
    error = habits.ERROR["Excel"]
    sheet = habits.sheet([[error]], prologue=ENTITIES)
    path = habits.book(tmp_path / "a.xlsx", [("一", "visible", sheet)])

    with pytest.raises(FileRefused, match="declares a document type"):
        lines_of(path)


def test_merged_ranges_do_not_burst_the_memory(tmp_path: Path) -> None:
    rows = [[habits.text("甲")], *[[]] * 8_000, [""] * 700 + [habits.text("乙")]]
    sheet = habits.sheet(rows, merged=["A1:XFD1048576"])
    path = habits.book(tmp_path / "a.xlsx", [("一", "visible", sheet)])

    with pytest.raises(FileRefused, match="merged ranges cover too many cells"):
        lines_of(path)
    assert workbook_reader.MOST_MERGED_CELLS < 8_000 * 700


def test_a_workbook_that_cannot_be_seen_is_refused(tmp_path: Path) -> None:
    path = habits.book(tmp_path / "a.xlsx", [("一", "hidden", habits.sheet([[habits.text("甲")]]))])

    with pytest.raises(FileRefused, match="no visible sheet"):
        lines_of(path)


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    sheets = [("一", "visible", habits.sheet([[habits.text(each)]])) for each in "甲乙"]

    with pytest.raises(FileRefused, match="two sheets have one name"):
        lines_of(habits.book(tmp_path / "a.xlsx", sheets))


def test_a_sheet_with_a_damaged_end_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[habits.ERROR["Excel"]]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content[:-30] if "sheet1" in name else content)

    with pytest.raises(FileRefused, match="damaged or too large"):
        lines_of(path)


@pytest.mark.usefixtures("world")
async def test_two_columns_that_could_be_one_field_are_no_clash(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    lines = samples.table([samples.row(1, person="沈若溪", phone="0512-65000000")])
    lines[0] += ["负责人", "手机"]
    lines[1] += ["陆扬", "0512-65000001"]

    assert await take_in("institutions", samples.write(tmp_path / "a.csv", lines)) == 0

    error = capsys.readouterr().err
    assert "已取“法定代表人”、未读取的列：“负责人”" in error
    assert "已取“联系电话”、未读取的列：“手机”" in error
    async with database.writing() as session:
        code = Institution.unified_social_credit_code
        row = await session.scalar(sa.select(Institution).where(code == samples.code(1)))
    assert row is not None
    assert (row.legal_representative, row.contact_phone) == ("沈若溪", "0512-65000000")


@pytest.mark.usefixtures("world")
async def test_a_column_that_stands_in_for_another_is_told(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    lines = samples.table([samples.row(1)])
    lines[0][lines[0].index("法定代表人")] = "负责人（签字）"

    assert await take_in("institutions", samples.write(tmp_path / "a.csv", lines)) == 0

    assert "按“法定代表人”读取的列：“负责人（签字）”" in capsys.readouterr().err


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("（0512）6522-1234转801", "(0512)6522-1234转801"),
        ("0512-65221234-801", "0512-65221234-801"),
        ("0512-65221234（转801）", "0512-65221234(转801)"),
        ("0512-65221234 ext. 801", "0512-65221234 ext. 801"),
        ("＋86 512 6522 1234", "+86 512 6522 1234"),
        (
            "0512-65221234转801、13800000000（微信同号）",
            "0512-65221234转801、13800000000(微信同号)",
        ),
        ("0512-65221234\n0512-65221235", "0512-65221234 0512-65221235"),
        (65221234, "65221234"),
    ],
)
async def test_telephone_numbers_are_taken_as_offices_write_them(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture, typed: Any, kept: str
) -> None:
    path = samples.write(tmp_path / "a.xlsx", samples.table([samples.row(1, phone=typed)]))

    assert await take_in("institutions", path) == 0, capsys.readouterr().err

    async with database.writing() as session:
        code = Institution.unified_social_credit_code
        phone = sa.select(Institution.contact_phone).where(code == samples.code(1))
        assert await session.scalar(phone) == kept
