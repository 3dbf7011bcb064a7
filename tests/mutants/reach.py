"""Which tests reach which line, and how long each of them takes: written down once for a tree."""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestWarning")


@dataclass
class Reach:
    """`seconds` of the processor for each test that passed, by its id, so that a busy machine makes
    no difference; `tests` of each line, by its file."""

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[str, dict[int, list[str]]] = field(default_factory=dict)

    def of_lines(self, path: str, lines: Sequence[int]) -> set[str]:
        known = self.tests.get(path, {})
        return {test for line in lines for test in known.get(line, ())}

    def of_file(self, path: str) -> set[str]:
        return {test for tests in self.tests.get(path, {}).values() for test in tests}

    @classmethod
    def read(cls, files: Sequence[Path]) -> "Reach":
        reach = cls()
        for file in files:
            recorded = json.loads(file.read_text("utf-8"))
            names = list(recorded["seconds"])
            reach.seconds |= recorded["seconds"]
            for path, lines in recorded["lines"].items():
                known = reach.tests.setdefault(path, {})
                for line, numbers in lines.items():
                    known.setdefault(int(line), []).extend(names[each] for each in numbers)
        return reach


class Recorder:
    """A pytest plugin: coverage.py, with a context for each test instead of each function, because
    the cases of a parametrised test reach different lines."""

    def __init__(self, include: Sequence[str], few: Mapping[str, int]) -> None:
        self.few = few
        self.coverage = Coverage(
            data_file=None,
            config_file=False,
            include=list(include),
            # SQLAlchemy's asyncio runs its synchronous half in greenlets.
            concurrency=["greenlet", "thread"],
        )
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Where few cases are wanted, they are as far apart as can be."""
        cases: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in items:
            cases[item.nodeid.partition("[")[0]].append(item)
        for folder, number in self.few.items():
            for function, found in cases.items():
                if function.startswith(folder):
                    cases[function] = found[:: max(1, len(found) // number)]
        items[:] = [item for found in cases.values() for item in found]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        started = time.process_time()
        done = yield
        self.seconds[item.nodeid] = time.process_time() - started
        self.coverage.switch_context("")
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)

    def recorded(self) -> dict[str, Any]:
        """What fails or is skipped without any mutant cannot kill one: it is left out."""
        passed = {name: took for name, took in self.seconds.items() if name not in self.failed}
        numbers = {name: number for number, name in enumerate(passed)}
        data = self.coverage.get_data()
        lines: dict[str, dict[int, list[int]]] = {}
        for path in sorted(data.measured_files()):
            contexts = data.contexts_by_lineno(path)
            lines[str(Path(path).relative_to(Path.cwd()))] = {
                line: sorted(numbers[test] for test in tests if test in numbers)
                for line, tests in contexts.items()
            }
        return {"seconds": passed, "lines": lines}


def record(
    file: Path, include: Sequence[str], few: Mapping[str, int], arguments: Sequence[str]
) -> int:
    """Run pytest and write to `file` what its tests reach of the files that `include` matches."""
    recorder = Recorder(include, few)
    recorder.coverage.start()
    code = int(pytest.main([*QUIET, *arguments], plugins=[recorder]))
    recorder.coverage.stop()
    file.write_text(json.dumps(recorder.recorded()), "utf-8")
    return code
