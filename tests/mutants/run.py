"""Samples the mutants of the tree in the current folder, tries each, and says how many were noticed."""

import argparse
import hashlib
import sys
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.metadata import entry_points
from itertools import zip_longest
from pathlib import Path

from tests.mutants.changes import Mutant, Mutator, vocabulary
from tests.mutants.imports import importers
from tests.mutants.mutated import is_noticed
from tests.mutants.parts import DOMAIN, FEW, REST, Part
from tests.mutants.reach import Reach, record
from tests.mutants.trials import Trial, run_all

KILLED, SURVIVED, TIMED_OUT, NOT_REACHED = OUTCOMES = (
    "killed",
    "survived",
    "timed out",
    "not reached",
)

DOMAIN_ROOTS = (Path("domain"), *map(Path, DOMAIN.tests))
LIBRARIES = ("sqlalchemy.ext.asyncio", "alembic", "asyncpg", "graphql", "strawberry", "starlette")
"""Imported once, before the children are forked; nothing of the tree is."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--domain", type=int, default=200)
    parser.add_argument("--rest", type=int, default=40)
    parser.add_argument("--known", type=Path, required=True)
    wanted = parser.parse_args()
    started = time.monotonic()
    mutator = Mutator(
        *vocabulary([*Path("domain").rglob("*.py"), *Path("persistence").rglob("*.py")])
    )
    numbers = {DOMAIN: wanted.domain, **_shares(wanted.rest)}
    is_sound = True
    for part, number in numbers.items():
        if number and is_sound:
            reach = _reach(part, wanted.known)
            mutants = sample(part, mutator, wanted.seed, number)
            is_sound = _try(part, mutants, reach)
    _say(f"{time.monotonic() - started:.0f} s")
    return 0 if is_sound else 1


def _shares(rest: int) -> dict[Part, int]:
    return {part: (rest + number) // len(REST) for number, part in enumerate(REST)}


def sample(part: Part, mutator: Mutator, seed: str, number: int) -> list[Mutant]:
    """The same forms of code from any tree: chosen by a hash of each, so that renaming and moving
    change nothing, and code that comes or goes changes nothing but itself."""
    seen: Counter[str] = Counter()
    hashed = []
    for path in part.paths:
        for mutant in mutator.mutants(path):
            if part.holds(mutant):
                seen[mutant.form] += 1
                name = f"{seed} {mutant.form} {seen[mutant.form]}"
                hashed.append((hashlib.sha256(name.encode()).hexdigest(), mutant))
    hashed.sort(key=lambda each: each[0])
    chosen = (mutant for _, mutant in hashed if mutant.compiles())
    return sorted(
        (mutant for mutant, _ in zip(chosen, range(number), strict=False)),
        key=lambda mutant: (mutant.path, mutant.start),
    )


def _reach(part: Part, known: Path) -> Reach:
    """Recorded once for a tree, in two processes that always get the same tests: what the first
    test compiles, the others of its process find compiled."""
    root = part.files[0].partition("/")[0]
    files = [known / f"{root}-{number}.json" for number in (1, 2)]
    if not all(file.exists() for file in files):
        tests = sorted(str(path) for each in part.tests for path in _test_files(Path(each)))
        _say(f"recording which of {len(tests)} test files reach which lines of {root}/ …")
        jobs = []
        for number, file in enumerate(files):
            arguments = (*part.options, *tests[number::2])
            if tests[number::2]:
                job = partial(record, file, [f"{root}/*"], FEW, arguments)
                jobs.append(Trial(file, job, 3600, file.with_suffix(".log")))
        for trial in run_all(jobs):
            if trial.code != 0:
                trial.subject.unlink(missing_ok=True)
                raise SystemExit(f"{trial.log} says why pytest ended with {trial.code}")
            _say(f"  half of them took {trial.took:.0f} s")
    return Reach.read([file for file in files if file.exists()])


def _test_files(path: Path) -> Iterable[Path]:
    return path.rglob("test_*.py") if path.is_dir() else [path] if path.exists() else []


def _try(part: Part, mutants: Sequence[Mutant], reach: Reach) -> bool:
    """Try them and print what became of them; False when tests fail without any mutant."""
    tests = {mutant: _tests(mutant, reach, part) for mutant in mutants}
    outcomes: dict[str, list[Mutant]] = defaultdict(list)
    outcomes[NOT_REACHED] = [mutant for mutant in mutants if not tests[mutant]]
    reached = [mutant for mutant in mutants if tests[mutant]]
    _warm_up(part)
    if reached and not _is_green(part, tests[max(reached, key=lambda m: len(tests[m]))], reach):
        return False
    for trial in run_all(_trial(mutant, tests[mutant], reach, part) for mutant in reached):
        outcome = {None: TIMED_OUT, 0: SURVIVED}.get(trial.code, KILLED)
        assert trial.subject is not None
        outcomes[outcome].append(trial.subject)
        if sys.stderr.isatty():
            print(f"\r{part.name} {sum(map(len, outcomes.values()))}", end="\r", file=sys.stderr)
    counts = ", ".join(f"{len(outcomes[each])} {each}" for each in OUTCOMES)
    _say(f"{part.name}: {len(mutants)} mutants: {counts}")
    for outcome in (SURVIVED, TIMED_OUT, NOT_REACHED):
        # In the order of the sample and not as they ended: two processes finish as they like.
        for mutant in sorted(outcomes[outcome], key=mutants.index):
            difference = textwrap.shorten(mutant.difference, 200, placeholder=" …")
            _say(f"  {outcome}  {mutant.path}:{mutant.line}  {difference}")
    return True


def _warm_up(part: Part) -> None:
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    for name in LIBRARIES if part is not DOMAIN else ():
        with suppress(ImportError):
            import_module(name)


def _is_green(part: Part, tests: Sequence[str], reach: Reach) -> bool:
    (control,) = run_all([_trial(None, tests, reach, part)])
    if control.code != 0:
        _say(f"{part.name}: tests fail without any mutant:\n{control.log.read_text('utf-8')}")
    return control.code == 0


def _trial(
    mutant: Mutant | None, tests: Sequence[str], reach: Reach, part: Part
) -> Trial[Mutant | None]:
    seconds = part.start + 3 * round(sum(reach.seconds[test] for test in tests))
    where = f"{mutant.path.stem}-{mutant.start}-{mutant.operator}" if mutant else "none"
    log = Path("..") / f"{where}.log"
    return Trial(mutant, partial(is_noticed, mutant, tests, part.options), seconds, log)


def _tests(mutant: Mutant, reach: Reach, part: Part) -> list[str]:
    """The tests that reach it, as long as they may take: in turn one of those that see the most of
    what is seldom seen around it, and one of every test file, the fastest first.

    What runs when its module is imported is reached by no test of its own: it is tried by those
    that reach the rest of its file, then, in the domain, by all that import it.
    """
    path = str(mutant.path)
    lines = reach.tests.get(path, {})
    near = reach.of_lines(path, mutant.lines[:1]) or reach.of_lines(path, mutant.lines)
    others: set[str] = set()
    if not near and any(line in lines for line in mutant.lines):
        near = reach.of_file(path)
        if part is DOMAIN:
            files = importers(mutant.path, DOMAIN_ROOTS)
            others = {test for test in reach.seconds if test.partition("::")[0] in files} - near
    chosen: list[str] = []
    seconds = 0.0
    pairs = zip(_nearest(near, mutant, reach), _in_turn(near, reach), strict=True)
    mixed = dict.fromkeys(test for pair in pairs for test in pair)
    for test in (*mixed, *_in_turn(others, reach)):
        seconds += reach.seconds[test]
        if chosen and seconds > part.seconds:
            break
        chosen.append(test)
    return chosen


def _nearest(tests: set[str], mutant: Mutant, reach: Reach) -> list[str]:
    """Those first that reach the line of its function that the fewest tests reach: a line that all
    pass tells nothing about which of them look at it."""
    seldom = dict.fromkeys(tests, len(tests))
    for line in mutant.around:
        reaching = tests & reach.of_lines(str(mutant.path), [line])
        for test in reaching:
            seldom[test] = min(seldom[test], len(reaching))
    return sorted(tests, key=lambda test: (seldom[test], reach.seconds[test], test))


def _in_turn(tests: Iterable[str], reach: Reach) -> Iterator[str]:
    by_file: dict[str, list[str]] = defaultdict(list)
    for test in sorted(tests, key=lambda test: (reach.seconds[test], test)):
        by_file[test.partition("::")[0]].append(test)
    for turn in zip_longest(*by_file.values()):
        yield from (test for test in turn if test is not None)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
