"""Sample ledgers, written by the tests: good, mended, hopeless."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from domain import credit_codes

HEADINGS = {
    "code": "统一社会信用代码",
    "name": "机构名称",
    "kinds": "机构类别",
    "subject": "学科类别",
    "form": "营利属性",
    "sector": "主管领域",
    "region": "地区代码",
    "region_name": "地区名称",
    "address": "注册地址",
    "established": "成立日期",
    "capital": "注册资本（万元）",
    "supervisor": "主管部门",
    "person": "法定代表人",
    "phone": "联系电话",
    "site": "校区地址",
    "site_name": "校区名称",
    "area": "面积",
    "licence": "许可证编号",
    "programme": "资质项目",
    "valid_from": "有效期起",
    "valid_to": "有效期止",
}


def code(number: int, region: str = "320508") -> str:
    body = f"52{region}TE{number:06d}X"
    return body + credit_codes.check_character(body)


def row(number: int, **facts: Any) -> dict[str, Any]:
    """A lawful row of the ledger of institutions, as an office would type it."""
    return {
        "code": code(number),
        "name": f"姑苏第{number}培训中心",
        "kinds": "校外培训机构",
        "subject": "学科类",
        "form": "非营利性",
        "sector": "教育",
        "region": "320508",
        "region_name": "姑苏区",
        "address": f"平江路{number}号",
        "established": "2019年9月1日",
        "capital": 50,
        "supervisor": "姑苏区教育局",
        "person": "沈若溪",
        "phone": "0512-65000000",
        "site": f"平江路{number}号",
        "site_name": "总部",
        "area": 300,
        "licence": f"教民320508T{number:04d}号",
        "programme": "校外培训办学许可",
        "valid_from": "2025/1/1",
        "valid_to": "2027.12.31",
        **facts,
    }


def table(
    rows: Sequence[dict[str, Any]], columns: Sequence[str] = tuple(HEADINGS)
) -> list[list[Any]]:
    """The header and the rows, with these columns in this order."""
    return [[HEADINGS[c] for c in columns], *([row.get(c, "") for c in columns] for row in rows)]


def write(path: Path, lines: Sequence[Sequence[Any]], *, encoding: str = "utf-8") -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(lines)
        return path
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy/m/d"})
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(number, place, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    return path


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
