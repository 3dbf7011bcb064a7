"""No test, demo or story compares the machine's clock with a fixed one: it would be true only for a while.

Tests have one clock, which they move: `clock`, beginning at `factories.NOW`. The machine's own is read
where everything else is read from it too, as in a story that is told to a running server.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("tests", "demo", "benchmarks")
MACHINE = {
    "dt.datetime.now",
    "dt.datetime.today",
    "dt.datetime.utcnow",
    "dt.date.today",
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "sa.func.now",
    "sa.func.current_date",
    "sa.func.current_timestamp",
}
IN_SQL = ("now()", "current_date", "current_timestamp", "clock_timestamp()")
FIXED = {"NOW", "TODAY", "clock", "Clock"}
"""The names of the tests' clock; a date that is written out is fixed too."""
MIXED = {
    "tests/remembered/conftest.py": "the database's clock and the client's are moved together, from the machine's",
    "tests/remembered/test_memory.py": "a beat brings the database's moment, which one test makes up",
    "benchmarks/people.py": "sessions are of today, and certificates good for a hundred years",
    "tests/as_of/moved.py": "the database's clock and the client's are moved together, from the machine's",
    "tests/as_of/test_histories_of_days.py": "the database's clock is moved to that of the tests",
    "tests/benchmarks/test_on_a_register.py": "the client's clock is the machine's, by which the benchmark enters visits",
    "tests/compatibility/test_promises.py": "the committed language is judged by the real day; examples by a fixed one",
    "tests/ledgers/test_seed.py": "the machine's day is asked only whether it is still the same",
    "tests/schema/alerts/test_alerts.py": "alerts are of the database's day, and their rows are dated by it",
    "tests/schema/evidence/test_declare_evidence.py": "evidence is late by the database's clock, which is asked",
    "tests/schema/evidence/test_who_sees_evidence.py": "evidence is late by the database's clock, which is asked",
    "tests/schema/registries/test_objects.py": "a visit is past by the database's day, and is dated by it",
    "tests/schema/publication/test_withdrawals.py": "jobs are refused by the database's clock, and rows dated by it",
    "tests/time_travel/__main__.py": "computes how far a fixed day is from now, which is what it is for",
}
"""Modules that need both, each with the reason why no day makes it untrue."""


def clocks(source: str) -> tuple[set[str], set[str]]:
    """The machine's clocks that the module reads, and the fixed ones that it names."""
    machine, fixed = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in MACHINE:
                machine.add(called)
            elif called in ("dt.date", "dt.datetime", "date", "datetime") and _is_year(node):
                fixed.add(ast.unparse(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.lower()
            machine |= {each for each in IN_SQL if each in text}
            fixed |= {text} if "date '" in text else set()
        elif isinstance(node, (ast.Name, ast.Attribute, ast.arg)):
            fixed |= {getattr(node, each, "") for each in ("id", "attr", "arg")} & FIXED
    return machine, fixed


def _is_year(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Constant) and isinstance(first.value, int)


def modules() -> list[str]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found if path != Path(__file__))


def test_no_module_mixes_the_machines_clock_with_a_fixed_one() -> None:
    mixed = {}
    for path in modules():
        machine, fixed = clocks((ROOT / path).read_text("utf-8"))
        if machine and fixed:
            mixed[path] = (machine, fixed)

    new = {path: mixed[path] for path in mixed.keys() - MIXED.keys()}
    assert new == {}, (
        "hand the fixed day in, or ask the machine alone; a module that needs both and stays true"
        " on any day is listed in MIXED with its reason"
    )
    assert mixed.keys() == MIXED.keys(), "take out of MIXED what no longer reads both"


@pytest.mark.parametrize(
    "source",
    [
        "clock.now = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)",
        "late = NOW < dt.datetime.now(dt.UTC)",
        "session.execute(sa.update(X).values(at=sa.func.now(), on=dt.date(2026, 11, 18)))",
        "def test(clock): execute('update x set at = now()')",
        "over = time.time() > factories.NOW.timestamp()",
        "execute(\"insert into x values (now(), date '2026-09-01')\")",
    ],
)
def test_a_mixture_is_found(source: str) -> None:
    machine, fixed = clocks(source)

    assert machine
    assert fixed


@pytest.mark.parametrize(
    "source",
    [
        "clock.now += dt.timedelta(days=2)",
        "claimed_at = dt.datetime.now(dt.UTC)",
        "execute('update x set at = now() - interval 1')",
        "on = dt.date(2026, 11, 18)",
    ],
)
def test_one_clock_is_no_mixture(source: str) -> None:
    machine, fixed = clocks(source)

    assert not (machine and fixed)
