"""What python-calamine does not say of an .xlsx sheet: errors, formulas without a result, what is
hidden, and dates shown without their day (decision 0073)."""

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from ledgers.cells import NEVER_CALCULATED, is_error

_AT_ONCE = 1024 * 1024
_LONGEST_SIGN = 64
_LONGEST_VALUE = 40
_TRUE = frozenset({"1", "true"})
_NOT_PRINTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_MONTH_FORMATS = frozenset({17, 27, 36, 50, 52, 57})
"""Formats of ECMA-376 part 1, 18.8.30, that have no code in the file and show year and month only:
`mmm-yy`, and for Chinese `yyyy"年"m"月"`."""
_SIGNS = (
    *(b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/"),
    *(b't="e"', b"t='e'"),
    *(b'hidden="1"', b'hidden="true"', b"hidden='1'", b"hidden='true'"),
)
"""Without any of these bytes a sheet has neither formula nor error, and hides nothing."""
_REFERENCE = re.compile(r"([A-Za-z]{1,3})\d+")


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Where each sheet lies, and what holds for all of them."""

    parts: dict[str, str]
    is_1904: bool
    """Whether days are counted from 1904, as Excel for the Macintosh did."""
    dayless: dict[int, bool]
    """Cell formats that show no day of a date, and whether they show its month."""


@dataclass(slots=True)
class SheetFacts:
    """Rows and columns are counted from 0."""

    unread: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column: what stands for a cell that has no value to be read."""
    dayless: dict[int, dict[int, bool]] = field(default_factory=dict)
    """By row and column: cells whose format shows no day, and whether it shows the month."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[int] = field(default_factory=list)


def workbook_facts(archive: ZipFile) -> WorkbookFacts:
    """Raises ValueError where the archive is no workbook."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    found: dict[str, str] = {}
    dates = []

    def workbook(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next(
                (v for k, v in attributes.items() if k.rpartition(":")[1:] == (":", "id")), ""
            )
            # Read by its name, one of them would be read twice and the other never.
            if attributes.get("name", "") in found:
                raise ValueError("two sheets have one name")
            found[attributes.get("name", "")] = key
        elif name == "workbookPr":
            dates.append(attributes.get("date1904", "") in _TRUE)

    targets: dict[str, str] = {}

    def relations(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = target.lstrip("/").lower()

    _parse(archive, names, "xl/workbook.xml", workbook)
    _parse(archive, names, "xl/_rels/workbook.xml.rels", relations)
    parts = {sheet: names.get(targets.get(key, ""), "") for sheet, key in found.items()}
    return WorkbookFacts(parts, any(dates), _dayless_formats(archive, names))


def sheet_facts(archive: ZipFile, part: str, dayless: dict[int, bool]) -> SheetFacts:
    """Most sheets have nothing to report, and searching their bytes is many times as fast as parsing
    them. Raises ValueError."""
    facts = SheetFacts()
    styles = (quote + str(style).encode() + quote for style in dayless for quote in (b'"', b"'"))
    if _contains(archive, part, (*_SIGNS, *(b"s=" + style for style in styles))):
        reader = _SheetReader(facts, dayless)
        _run(archive, part, reader.start, reader.end)
    return facts


class _SheetReader:
    """Follows the elements of one sheet."""

    def __init__(self, facts: SheetFacts, dayless: dict[int, bool]) -> None:
        self._facts, self._dayless = facts, dayless
        self._row = self._column = -1
        self._kind = ""
        self._has_formula = self._has_value = False
        self._value = ""

    def start(self, parser: Any, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "c":
                self._cell(attributes)
            case "f":
                self._has_formula = True
            case "v":
                self._has_value = True
                if self._has_formula or self._kind == "e":
                    parser.CharacterDataHandler = self._text
            case "row":
                number = attributes.get("r")
                self._row = int(number) - 1 if number else self._row + 1
                self._column = -1
                if attributes.get("hidden") in _TRUE:
                    self._facts.hidden_rows.add(self._row)
            case "col" if attributes.get("hidden") in _TRUE:
                first, last = int(attributes["min"]), min(int(attributes["max"]), 1_000)
                self._facts.hidden_columns.extend(range(first - 1, last))

    def end(self, parser: Any, name: str) -> None:
        if name == "v":
            parser.CharacterDataHandler = None
        elif name == "c":
            if self._kind == "e":
                text = self._value if is_error(self._value) else "#VALUE!"
                self._facts.unread.setdefault(self._row, {})[self._column] = text
            elif self._has_formula and not self._is_calculated():
                self._facts.unread.setdefault(self._row, {})[self._column] = NEVER_CALCULATED

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _column(reference[1]) if reference else self._column + 1
        self._kind = attributes.get("t", "")
        self._has_formula = self._has_value = False
        self._value = ""
        style = attributes.get("s")
        if style and self._dayless and int(style) in self._dayless:
            columns = self._facts.dayless.setdefault(self._row, {})
            columns[self._column] = self._dayless[int(style)]

    def _is_calculated(self) -> bool:
        """An empty text is a result where the cell is said to hold a text."""
        return self._value != "" or (self._kind == "str" and self._has_value)

    def _text(self, text: str) -> None:
        if len(self._value) < _LONGEST_VALUE:
            self._value += text


def _dayless_formats(archive: ZipFile, names: dict[str, str]) -> dict[int, bool]:
    codes: dict[int, str] = {}
    found: dict[int, bool] = {}
    inside, count = [False], [0]

    def start(_parser: Any, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            format_id = int(attributes.get("numFmtId", "0"))
            code = codes.get(format_id)
            if code is None:
                if format_id in _MONTH_FORMATS:
                    found[count[0]] = True
            else:
                letters = _NOT_PRINTED.sub("", code.split(";")[0]).lower()
                if "y" in letters and "d" not in letters:
                    found[count[0]] = "m" in letters
            count[0] += 1

    def end(_parser: Any, name: str) -> None:
        if name == "cellXfs":
            inside[0] = False

    if part := names.get("xl/styles.xml"):
        _run(archive, part, start, end)
    return found


def _parse(
    archive: ZipFile,
    names: dict[str, str],
    part: str,
    element: Callable[[str, dict[str, str]], None],
) -> None:
    if part not in names:
        raise ValueError(f"there is no {part}")
    _run(archive, names[part], lambda _, name, attributes: element(name, attributes), None)


def _run(archive: ZipFile, part: str, start: Any, end: Any) -> None:
    """Elements by their local names. Entities cannot be declared, so none can burst."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise ValueError(f"{part} declares a document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(
        parser, name.rpartition(":")[2], attributes
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(parser, name.rpartition(":")[2])
    try:
        with archive.open(part) as file:
            while piece := file.read(_AT_ONCE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(f"{part}: {error}") from None


def _contains(archive: ZipFile, part: str, signs: Sequence[bytes]) -> bool:
    with archive.open(part) as file:
        piece = file.read(_AT_ONCE)
        # In UTF-16 nothing would be found.
        if piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in piece[:4]:
            return True
        while piece:
            if any(sign in piece for sign in signs):
                return True
            more = file.read(_AT_ONCE)
            piece = piece[-_LONGEST_SIGN:] + more if more else b""
    return False


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
