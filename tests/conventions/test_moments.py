"""People read moments of Shanghai, printed by one module, whatever the zone of the machine."""

import ast
import dataclasses
import datetime as dt
import os
import re
import time
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.moments import day_of, in_shanghai, to_the_second
from domain.refusals import Refusal
from tests.conventions.test_messages import IN_SHANGHAI, MOMENT, REFUSALS, WITH_MOMENTS, _sample

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "persistence", "schema", "ledgers", "jobs", "api", "demo", "benchmarks")
ZONES = ("UTC", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati")

SPELT = {
    "domain/dates.py": "the bounds of days, which have no zone",
    "ledgers/values_out.py": "days in cells",
    "api/commands/regions.py": "a day in the answer and the audit",
    "persistence/reading/pages.py": "a bound in a statement, with its zone",
    "persistence/adoptions/writes.py": "a day in the audit",
    "schema/publication/mutations/decide_public_terms.py": "days in the audit",
    "benchmarks/file_result.py": "inputs of GraphQL, with their zone",
    "demo/drawn/inspection.py": "inputs of GraphQL, days or with their zone",
    "demo/rows/lessons.py": "a number made of a day of birth",
    "demo/walkthrough/draw.py": "inputs of GraphQL, days or with their zone",
    "demo/walkthrough/visit.py": "inputs of GraphQL, days or with their zone",
    "domain/complaints/raise_complaint.py": "a number made of a day",
    "domain/courses/timetable.py": "times of day of classes, which have no zone",
    "domain/draws/canonical.py": "the proof's spelling, in UTC",
    "domain/draws/pool_freeze.py": "days of a window in the proof",
    "domain/moments.py": "the one place where moments are printed",
    "domain/publication/documents.py": "days in documents for outlets",
    "domain/visits/canonical.py": "the record's spelling, in UTC",
    "ledgers/export.py": "days in cells",
    "ledgers/workbook_reader.py": "cells of a sheet, which have no zone",
    "ledgers/workdays.py": "days, as marks of repeated rows",
    "persistence/evidence/arrivals.py": "what is sealed and sent, in UTC",
    "persistence/evidence/sealed.py": "what is sealed, in UTC",
    "persistence/inspections/codes.py": "a number made of a day",
    "persistence/regions/recalculation.py": "days in the audit",
    "schema/publication/mutations/reopen_result.py": "a day in the outbox",
    "schema/publication/reopen.py": "a day in the outbox",
    "schema/scalars.py": "scalars of GraphQL: days, times of day, and moments in UTC",
}
"""Modules that spell days or moments themselves, each with what it spells: nothing for people to read
as a moment."""


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """The process lives in another zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def _exceptions() -> Iterator[type[Exception]]:
    """Exceptions of ours that carry a moment, and are no refusals."""
    waiting: list[type[Exception]] = [Exception]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            is_ours = each.__module__.split(".")[0] in LAYERS and dataclasses.is_dataclass(each)
            is_refusal = issubclass(each, Refusal)
            if is_ours and not is_refusal and dt.datetime in typing.get_type_hints(each).values():
                yield each


def _message(kind: type[Exception]) -> str:
    hints = typing.get_type_hints(kind)
    values = [MOMENT if hints[f.name] is dt.datetime else MOMENT.date()
              for f in dataclasses.fields(typing.cast("Any", kind))]  # fmt: skip
    return str(kind(*values))


@pytest.mark.usefixtures("zone")
def test_every_message_is_the_same_in_every_zone_of_the_machine() -> None:
    local = MOMENT.astimezone()
    assert local == MOMENT
    for refusal in REFUSALS:
        message = _sample(refusal).message("en")
        assert "22:30" not in message, refusal.__name__
        assert (IN_SHANGHAI in message) is (refusal in WITH_MOMENTS), refusal.__name__
    assert in_shanghai(local) == IN_SHANGHAI
    assert to_the_second(local) == f"{IN_SHANGHAI}:00"
    for hour in range(16, 24):
        assert day_of(MOMENT.replace(hour=hour).astimezone()) == dt.date(2026, 11, 30)
    assert day_of(MOMENT.replace(hour=15).astimezone()) == dt.date(2026, 11, 29)


@pytest.mark.usefixtures("zone")
def test_what_operators_read_has_moments_of_shanghai_too() -> None:
    kinds = {kind.__name__: kind for kind in _exceptions()}
    assert "ClocksDiffer" in kinds
    for kind in kinds.values():
        message = _message(kind)
        assert IN_SHANGHAI in message
        assert "(Shanghai time)" in message
        assert re.search("22:30|UTC", message) is None


def test_moments_are_spelt_in_one_module_and_where_a_machine_reads_them() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for layer in LAYERS
        for path in (ROOT / layer).rglob("*.py")
        if "migrations" not in path.parts and _spells(path.read_text("utf-8"))
    }

    assert found - SPELT.keys() == set(), "print moments with domain.moments"
    assert SPELT.keys() - found == set(), "take out of SPELT what no longer spells any"


@pytest.mark.parametrize(
    "source",
    ['f"{at:%H:%M}"', "at.isoformat()", 'at.strftime("%d")', '"{at:%d}".format(at=at)',
     "now.date()", "at.astimezone(SHANGHAI).date()", "dt.datetime.fromtimestamp(0)", "at.ctime()"],
)  # fmt: skip
def test_a_spelling_is_found(source: str) -> None:
    assert _spells(source)


def _spells(source: str) -> bool:
    return any(map(_is_spelling, ast.walk(ast.parse(source))))


_METHODS = {"isoformat", "strftime", "ctime"}
_TEMPLATE = re.compile(r"\{\w+:%\w")


def _is_spelling(node: ast.AST) -> bool:
    match node:
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str(spec))])):
            return "%" in spec and spec != "%"
        case ast.Constant(value=str(text)):
            return _TEMPLATE.search(text) is not None
        case ast.Call(func=ast.Attribute(attr=name), args=arguments):
            is_moments_day = name == "date" and not arguments
            is_local = name == "fromtimestamp" and len(arguments) == 1
            return name in _METHODS or is_moments_day or is_local
        case _:
            return False
