"""One mutant in a process that has not imported the code yet, and the tests that reach it."""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from hypothesis import Phase, settings

from tests.mutants.changes import Mutant
from tests.mutants.reach import QUIET

SEEDED = ("--hypothesis-seed=0", "--hypothesis-profile=mutants")
settings.register_profile(
    # One mutant must not learn from the examples of another; the smallest example is of no use.
    "mutants",
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)


def is_noticed(mutant: Mutant | None, tests: Sequence[str], options: Sequence[str]) -> int:
    """Run the tests in this order until one fails; the exit code is pytest's."""
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    return int(pytest.main([*QUIET, "-x", *SEEDED, *options, *files], plugins=[_Selection(tests)]))


class _Finder(importlib.abc.MetaPathFinder):
    """Gives the mutant where its module is imported: the file itself is never written."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = ".".join(mutant.path.with_suffix("").parts).removesuffix(".__init__")

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        file = str(self.mutant.path.absolute())
        folder = [str(Path(file).parent)] if file.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(
            name,
            file,
            loader=_Loader(name, file, self.mutant.code),
            submodule_search_locations=folder,
        )


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, file: str, mutated: bytes) -> None:
        super().__init__(name, file)
        self.mutated = mutated

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self.mutated, self.path, "exec", dont_inherit=True)
        return code


class _Selection:
    """A pytest plugin: of what was collected only the tests that are wanted, in the order wanted."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.place = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Cases whose names the mutant itself has changed are run where others of their function
        were wanted."""
        collected = {item.nodeid for item in items}
        renamed = {test.partition("[")[0] for test in self.place.keys() - collected}
        items[:] = sorted(
            (
                item
                for item in items
                if item.nodeid in self.place or item.nodeid.partition("[")[0] in renamed
            ),
            key=lambda item: self.place.get(item.nodeid, len(self.place)),
        )
