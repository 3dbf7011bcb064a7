"""What is mutated, and by which tests: the domain by its own, the rest by a choice of the others.

A commit that moves this code changes this table with it; nothing else here knows the tree.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.changes import Mutant

DOMAIN_TESTS = ("tests/domain",)
REST_TESTS = (
    "tests/documents",
    "tests/oracle",
    "tests/persistence/reading",
    "tests/schema",
    "tests/search",
    "tests/visibility/test_matrix.py",
)


@dataclass(frozen=True)
class Part:
    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    seconds: float
    """How long the tests of one mutant may take together, as recorded."""
    start: int
    """How long they may take to begin."""
    holds: Callable[[Mutant], bool] = lambda mutant: True
    options: tuple[str, ...] = ()
    """pytest's."""

    @property
    def paths(self) -> Iterator[Path]:
        for pattern in self.files:
            yield from sorted(Path().glob(pattern))


def _is_policy(mutant: Mutant) -> bool:
    return mutant.path.name == "policies.py"


def _is_claim(mutant: Mutant) -> bool:
    return "claim" in mutant.path.stem or "claim" in mutant.function


DOMAIN = Part(
    "domain",
    ("domain/**/*.py",),
    DOMAIN_TESTS,
    seconds=60,
    start=5,
    # The conftest.py above imports everything there is: 3 seconds that these tests do not need.
    options=("--confcutdir=tests/domain",),
)
REST = (
    Part("policies", ("persistence/**/policies.py",), REST_TESTS, seconds=15, start=30),
    Part("claims", ("persistence/**/*.py",), REST_TESTS, seconds=15, start=30, holds=_is_claim),
    Part(
        "compiler",
        ("persistence/reading/*.py",),
        REST_TESTS,
        seconds=15,
        start=30,
        holds=lambda mutant: not _is_policy(mutant),
    ),
)
FEW = {"tests/schema/": 3, "tests/visibility/": 4}
"""Folders of which only so many cases of each test are recorded and tried: all take ten minutes."""

SETTINGS = {"ORACLE_DOCUMENTS": "60"}
"""The environment of the tests: the oracle's are one test, and a thousand take two minutes."""
