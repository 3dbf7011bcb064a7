"""`make mutants` on a small tree of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.changes import Mutant, Mutator
from tests.mutants.parts import DOMAIN
from tests.mutants.run import sample
from tests.mutants.trials import Trial, run_all

FEES = '''"""Fees."""

LIMIT = 3


def is_due(days: int) -> bool:
    """Whether a fee is due."""
    return days > LIMIT


def never_called(days: int) -> None:
    raise ValueError(f"{days + 1} days")
'''

TESTS = """
from domain import fees


def test_a_fee_is_due_after_three_days():
    assert fees.is_due(5)
    assert not fees.is_due(2)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "__init__.py").touch()
    (tmp_path / "domain" / "fees.py").write_text(FEES)
    (tmp_path / "tests" / "domain").mkdir(parents=True)
    (tmp_path / "tests" / "domain" / "test_fees.py").write_text(TESTS)
    return tmp_path


def test_what_tests_notice_is_killed_and_the_rest_is_listed(tree: Path) -> None:
    command = [sys.executable, "-m", "tests.mutants", "--domain", "9", "--rest", "0"]
    places = ["--base", str(tree), "--known", str(tree / "known")]

    run = subprocess.run([*command, *places], capture_output=True, text=True, check=False)

    assert run.stderr == ""
    assert run.returncode == 0
    assert run.stdout.splitlines()[-6:-1] == [
        "domain: 5 mutants: 1 killed, 3 survived, 0 timed out, 1 not reached",
        "  survived  domain/fees.py:3  constant: 3 → 4",
        "  survived  domain/fees.py:3  constant: 3 → 2",
        "  survived  domain/fees.py:8  comparison: days > LIMIT → (days >= LIMIT)",
        '  not reached  domain/fees.py:12  statement: raise ValueError(f"{days + 1} days") → pass',
    ]
    assert (tree / "domain" / "fees.py").read_text() == FEES


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("x = a < b <= c", ["comparison: (a <= b <= c)", "comparison: (a < b < c)"]),
        ("x = a and b", ["and-or: (a or b)", "condition: (b)", "condition: (a)"]),
        ("x = not a", ["not: (a)"]),
        ("x = a - 1", ["arithmetic: (a + 1)", "constant: 2", "constant: 0"]),
        ("x = 'a' + b", []),
        ("x = f'{a + 1}'", []),
        ("x += y", ["arithmetic: x -= y"]),
        ("x: Literal[1] = True", ["constant: False"]),
        ("x = [a for a in b if a]", ["condition: True"]),
        ("x = zip(a, b, strict=True)", []),
        ("if a: b = c", ["not: (not (a))"]),
        ("by.needs(a)", ["statement: pass"]),
        ("x = Kind.ONE", ["member: Kind.TWO"]),
        ("x = any_of(a, b)", ["condition: (any_of(b))", "condition: (any_of(a))"]),
        ("x = there_is(a, b, c)", ["condition: (there_is(a, c))", "condition: (there_is(a, b))"]),
        ("@dataclass(frozen=True)\nclass A(B, zh='x', size=1):\n    'Text.'", []),
        ("def f() -> None:\n    'Text.'\n    return a", ["return: return None"]),
    ],
)
def test_changes(tmp_path: Path, code: str, changes: list[str]) -> None:
    found = _mutants(tmp_path, code)

    assert [f"{mutant.operator}: {mutant.after}" for mutant in found] == changes
    assert all(mutant.compiles() for mutant in found)


def test_names_texts_and_types_are_not_part_of_a_form(tmp_path: Path) -> None:
    before = "def late(days: int) -> bool:\n    'Text.'\n    return self.days > LIMIT or 'a'"
    after = "def is_late(n: Days):\n    return it.n > MOST or 'b'"

    assert _forms(tmp_path, before) == _forms(tmp_path, after)
    assert _forms(tmp_path, before) != _forms(tmp_path, after.replace(">", "<"))


def test_one_seed_gives_one_sample(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    mutator = Mutator({}, {})

    def sampled(seed: str) -> list[str]:
        return [mutant.form for mutant in sample(DOMAIN, mutator, seed, 2)]

    first = sampled("1")
    Path("domain/fees.py").rename("domain/charges.py")
    Path("domain/added.py").write_text("")

    assert sampled("1") == first
    assert len({tuple(sampled(str(seed))) for seed in range(9)}) > 1


def test_what_does_not_end_is_stopped(tmp_path: Path) -> None:
    def endless() -> int:
        while True:
            pass

    log = tmp_path / "log"
    trials = run_all([Trial("endless", endless, 1, log), Trial("fine", lambda: 5, 60, log)])

    assert {trial.subject: trial.code for trial in trials} == {"endless": None, "fine": 5}


def _mutants(folder: Path, code: str) -> list[Mutant]:
    path = folder / "code.py"
    path.write_text(code)
    mutator = Mutator({"Kind": ["ONE", "TWO"]}, {"any_of": 0, "there_is": 1})
    return list(mutator.mutants(path))


def _forms(folder: Path, code: str) -> list[str]:
    return [mutant.form for mutant in _mutants(folder, code)]
