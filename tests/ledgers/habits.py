"""Workbooks in the XML that programs write: cells that a library would never make."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

ERROR = {
    "Excel": '<c r="{}" t="e"><f>VLOOKUP(A2,Z:Z,1,0)</f><v>#N/A</v></c>',
    "LibreOffice": '<c r="{}" s="0" t="e"><f aca="false">VLOOKUP(A2,Z:Z,1,0)</f><v>#N/A</v></c>',
    "value only": '<c r="{}" t="e"><v>#REF!</v></c>',
}
NEVER_CALCULATED = {
    "openpyxl": '<c r="{}"><f>A1+1</f><v /></c>',
    "XlsxWriter": '<c r="{}"><f>A1+1</f><v></v></c>',
    "without value": '<c r="{}"><f>A1+1</f></c>',
    "text without value": '<c r="{}" t="str"><f>A1</f></c>',
}
CALCULATED_BLANK = {
    "Excel": '<c r="{}" t="str"><f>IF(1,"","x")</f><v></v></c>',
    "LibreOffice": '<c r="{}" s="0" t="str"><f aca="false">IF(1,"","x")</f><v></v></c>',
}


def text(value: str, reference: str = "{}") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def number(value: float, style: int = 0) -> str:
    return f'<c r="{{}}" s="{style}"><v>{value}</v></c>'


def sheet(
    rows: Sequence[Sequence[str]],
    *,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    prologue: str = "",
) -> str:
    """Rows of cells, each written with `{}` for its reference."""
    lines = []
    for at, cells in enumerate(rows, 1):
        hidden = ' hidden="1"' if at in hidden_rows else ""
        found = (cell.replace("{}", f"{_letter(place)}{at}") for place, cell in enumerate(cells))
        lines.append(f'<row r="{at}"{hidden}>{"".join(found)}</row>')
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    columns = "".join(f'<col min="{c}" max="{c}" hidden="1" width="9"/>' for c in hidden_columns)
    return (
        f'{prologue}<worksheet xmlns="{_MAIN}">{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{''.join(lines)}</sheetData>"
        f"{f'<mergeCells>{areas}</mergeCells>' if areas else ''}</worksheet>"
    )


def book(
    path: Path,
    sheets: Sequence[tuple[str, str, str]],
    *,
    is_1904: bool = False,
    formats: Sequence[str] = (),
) -> Path:
    """A workbook of sheets (name, state, XML); `formats` are the cell formats from 1 on."""
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state, _) in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{163 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(formats, 1)
    )
    forms = "".join(f'<xf numFmtId="{163 + n}"/>' for n in range(1, len(formats) + 1))
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="rId1"'
            f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
            f'<workbookPr date1904="{int(is_1904)}"/><sheets>{names}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{rels}">{targets}<Relationship Id="s"'
            f' Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="0"/>'
            f'</cellStyleXfs><cellXfs><xf numFmtId="0"/>{forms}</cellXfs></styleSheet>',
        )
        for n, (_, _, xml) in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", xml)
    return path


def _letter(place: int) -> str:
    high, low = divmod(place, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)
