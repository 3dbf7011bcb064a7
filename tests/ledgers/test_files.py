"""Files of every kind that offices send, and that nobody should."""

import io
import os
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from ledgers import headings, sheets
from ledgers.layouts import INSTITUTIONS
from ledgers.refused import FileRefused
from tests.ledgers import samples

LINES = [["统一社会信用代码", "机构名称"], ["９１３２０５０８", "枫叶（总部）"]]


def rows(path: Path) -> list[tuple[int, list[sheets.Cell]]]:
    sheet = sheets.read(path)
    found = [(line.number, line.cells) for line in sheet.lines()]
    sheet.close()
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encoding_it_was_saved_in(tmp_path: Path, encoding: str) -> None:
    path = samples.write(tmp_path / "a.csv", LINES, encoding=encoding)

    assert rows(path) == [(1, LINES[0]), (2, LINES[1])]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_are_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(delimiter.join(line) for line in LINES), "utf-8")

    assert [cells for _, cells in rows(path)] == LINES


def test_a_workbook_gives_the_numbers_of_its_rows_and_passes_over_blank_ones(
    tmp_path: Path,
) -> None:
    path = samples.write(tmp_path / "a.xlsx", [[], LINES[0], [], [None, "x"]])

    assert [number for number, _ in rows(path)] == [2, 4]


def test_of_a_formula_the_last_result_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    samples.write(path, LINES)
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet().write_formula(0, 0, '=CONCAT("枫","叶")', None, "枫叶")

    assert rows(path) == [(1, ["枫叶"])]


def _encrypted() -> bytes:
    """The beginning of what Excel writes with a password: an OLE container with a package in it."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le")


def _zip(name: str, content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"x")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1_100):
                sheet.write(b"\0" * 1024 * 1024)
    return file.getvalue()


HOPELESS = {
    "empty.csv": (b"", "empty"),
    "blank.csv": (b"\n\n , \n", "empty"),
    "cut.csv": ('代码,名称\n1,"枫叶'.encode(), "Line 2"),
    "binary.csv": (b"\x81\x00\xff\x00" * 100, "not UTF-8 or GB18030 text"),
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a PNG picture"),
    "page.csv": (b"<!DOCTYPE html><p>", "a web page"),
    "paper.csv": (b"%PDF-1.7", "a PDF document"),
    "text.xlsx": ("代码,名称".encode(), "not a valid .xlsx file"),
    "locked.xlsx": (_encrypted(), "password"),
    "old.xls": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old .xls"),
    "other.xlsx": (_zip("readme.txt"), "zip archive"),
}


@pytest.mark.parametrize("name", HOPELESS)
def test_a_hopeless_file_is_named_for_what_it_is(tmp_path: Path, name: str) -> None:
    content, message = HOPELESS[name]
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(FileRefused) as refused:
        rows(path)

    assert message in refused.value.en
    assert refused.value.zh


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = samples.write(tmp_path / "a.xlsx", LINES)
    whole = path.read_bytes()
    for part in (len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:part])
        with pytest.raises(FileRefused, match="incomplete or damaged"):
            rows(path)


def test_a_workbook_with_rubbish_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("xl/workbook.xml", b"<<<")
    path.write_bytes(file.getvalue())

    with pytest.raises(FileRefused, match="damaged or too large"):
        rows(path)


def test_a_workbook_that_unpacks_to_more_than_a_gigabyte_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(_bomb())

    with pytest.raises(FileRefused, match="unpacks to 1100 MB"):
        rows(path)


@pytest.mark.parametrize(("name", "start"), [("a.csv", b"a,b\n"), ("a.xlsx", b"PK\x03\x04")])
def test_two_hundred_megabytes_are_refused_by_their_size(
    tmp_path: Path, name: str, start: bytes
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(start)
        os.truncate(file.fileno(), 200 * 1024 * 1024)

    with pytest.raises(FileRefused, match=r"200 MB\. The limit is"):
        rows(path)


def test_a_file_that_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FileRefused, match="cannot be read"):
            rows(path)


def test_memory_stays_flat_over_a_large_file(tmp_path: Path) -> None:
    """A process of its own, whose peak is its alone: 60 MB of text add less than 40 MB."""
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        for number in range(300_000):
            file.write(f"{number},{'枫叶教育培训中心' * 8}\n")
    script = (
        "import resource,sys\nfrom pathlib import Path\nfrom ledgers import sheets\n"
        "peak=lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024\n"
        "before=peak()\nsheet=sheets.read(Path(sys.argv[1]))\n"
        "count=sum(1 for _ in sheet.lines())\nprint(count, peak()-before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    count, grown = map(int, done.stdout.split())

    assert count == 300_000
    assert grown < 40


def _header(tmp_path: Path, lines: list[list[str]]) -> headings.Header:
    with closing(sheets.read(samples.write(tmp_path / "a.csv", lines))) as sheet:
        return headings.find(sheet, INSTITUTIONS).first


def test_the_header_is_found_below_titles_in_any_order_and_language(tmp_path: Path) -> None:
    header = _header(
        tmp_path,
        [
            ["姑苏区校外培训机构台账（2026年）"],
            ["填报单位：姑苏区教育局", "机构名称"],
            ["Name*", "联系人 ", "备注", " 统一社会\n信用代码（必填）", "Registered address"],
        ],
    )

    assert header.line.number == 3
    assert header.places == {
        "name": 0,
        "contact_name": 1,
        "unified_social_credit_code": 3,
        "address": 4,
    }
    assert header.ignored == ("备注",)


def test_a_header_that_fits_nothing_names_the_nearest_row(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        _header(tmp_path, [["x"], ["机构名称", "地址"], ["1", "2"]])

    assert "统一社会信用代码" in refused.value.zh
    assert "row 2 comes nearest" in refused.value.en


def test_two_headings_of_one_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match='"机构名称" and "机构全称"'):
        _header(tmp_path, [["信用代码", "机构名称", "机构全称"]])
