"""Every target of the Makefile still does something: a small form of it runs here, or its line says who runs it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PYTHON = ".venv/bin/python"
TOOLS = ("pytest", "coverage")

SMALL: dict[str, list[list[str]]] = {
    "help": [["make", "--no-print-directory", "help"]],
    "upgrade": [["python", "-m", "tests.upgrade", "--help"]],
    "web": [["python", "web/build.py", "--help"]],
    "migration": [["python", "-m", "tools.migration", "--help"]],
    "new-mutation": [["python", "-m", "tools.new_mutation", "--help"]],
    "format": [["ruff", "format", "--check", "tests/__init__.py"]],
    "draws": [["python", "-m", "pytest", "-n", "2", "--version"]],
    "time-travel": [["python", "-m", "tests.time_travel", "--help"]],
    "office": [["python", "-m", "tests.office", "--help"]],
    "soak": [["python", "-m", "tests.soak", "--help"]],
    "clients": [["python", "-m", "tests.clients", "--help"]],
    "coverage": [["python", "-m", "coverage", "report", "--help"]],
    "bench": [
        ["python", "-m", "benchmarks.draw", "--objects", "300", "--officers", "30"],
        ["python", "-m", "benchmarks", "--help"],
    ],
    "bench-uploads": [
        [
            "python",
            "-m",
            "benchmarks.uploads",
            "--megabytes",
            "1",
            "--rounds",
            "1",
            "--at-once",
            "2",
        ]
    ],
}
"""What runs here instead, by target: the recipe's own commands, with little to do."""
ELSEWHERE = {
    "serve": "tests/api/test_serve.py starts it",
    "story": "tests/api/test_serve.py tells it to a server",
    "test": "these are the tests",
    "test-fast": "some of these tests",
    "snapshots": "tests compare the committed language and snapshots with what it writes",
    "check": "its parts are tests: test_imports.py, the SDL's test, this one; the rest is linters on the tree",
    "pins": "tests/pins compares what it prints with the committed file",
    "matrix": "tests/visibility judges the same cells",
    "mutants": "tests/mutants tries it with two mutants",
    "sdl": "a test compares the committed schema.graphql with what it writes",
    "lock": "needs uv and a package index; what it would run is read below",
    "clean": "removes the environment that the tests run in",
    "environment": "every make that got here has run it",
    "test-environment": "every make that got here has run it",
    "_install": "every make that got here has run it",
}
"""Targets that have no smaller form here, each with the reason."""


def targets() -> list[str]:
    found = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert found is not None
    return found[1].split()


def recipe(target: str) -> str:
    """The target's own lines."""
    found = re.search(rf"^{target}:[^\n]*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
    assert found is not None
    return found[1]


def test_every_target_runs_small_or_says_who_runs_it() -> None:
    assert SMALL.keys() | ELSEWHERE.keys() == set(targets())
    assert not SMALL.keys() & ELSEWHERE.keys()


@pytest.mark.parametrize("target", SMALL)
def test_a_small_form_of_the_target_runs(
    target: str, run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # PostgreSQL's account has to pass to what the benchmarks keep.
    cache = run_folder / "benchmarks"
    cache.mkdir(mode=0o755, exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    text = recipe(target)

    for command in SMALL[target]:
        if command[:2] == ["python", "-m"]:
            assert f"{PYTHON} -m {command[2]}" in text, "the recipe runs something else"
        ran = subprocess.run(
            [_program(command[0]), *command[1:]],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            timeout=400,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout[-2_000:] + ran.stderr[-2_000:]
        assert ran.stdout


@pytest.mark.parametrize("target", targets())
def test_what_a_target_names_is_there(target: str) -> None:
    for module in re.findall(rf"{re.escape(PYTHON)} -m ([\w.]+)", recipe(target)):
        path = ROOT / module.replace(".", "/")
        assert module in TOOLS or path.with_suffix(".py").exists() or path.is_dir(), module
    for script in re.findall(rf"{re.escape(PYTHON)} (\S+\.py)", recipe(target)):
        assert (ROOT / script).exists(), script


def _program(name: str) -> str:
    if name == "python":
        return sys.executable
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else name
