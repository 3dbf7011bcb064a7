"""Rounds in which everything compared takes its turn, so that what disturbs one disturbs all."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.load import Load, Question, load
from benchmarks.place import Register
from benchmarks.runner import RunningServer


@dataclass(frozen=True, slots=True)
class Series:
    """What was asked for, and of whom."""

    scenario: str
    who: str


@dataclass(frozen=True, slots=True)
class Contestant:
    """One who is asked in every round; with its server and database, whose CPU is counted."""

    series: Series
    question: Question
    server: RunningServer
    register: Register


@dataclass(frozen=True, slots=True)
class Round:
    """Of each request: CPU of the server's process and of PostgreSQL's, in microseconds."""

    load: Load
    server_us: float
    database_us: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures by one another, with how they were spread over the rounds."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, ratios: Sequence[float]) -> "Comparison | None":
        return cls(statistics.median(ratios), min(ratios), max(ratios)) if ratios else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, read by one who is alone; times in milliseconds."""

    document: str
    by: str
    visits: int
    p50_ms: float
    p99_ms: float
    statement_ms: float
    """The document's statements alone, one after another, at their median."""
    at_most_ms: float


@dataclass(frozen=True, slots=True)
class PlanTimes:
    """A statement under a plan for its values, under one that knows none, and under the one that
    PostgreSQL settles on; milliseconds."""

    document: str
    by: str
    custom_ms: float
    generic_ms: float
    kept_ms: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question as of today and as of an earlier moment, by turns; milliseconds that three in four took
    at least."""

    question: str
    now_ms: float
    then_ms: float


@dataclass(slots=True)
class Results:
    """All rounds; the n-th rounds of two series stood next to one another in time."""

    rounds: dict[Series, list[Round]] = field(default_factory=dict)
    raw_filings: list[float] = field(default_factory=list)
    """asyncpg's filings per second, in the rounds of filing."""
    screens: dict[Series, Round] = field(default_factory=dict)
    """Every document of the apps, and who sent it."""
    lists: list[Listed] = field(default_factory=list)
    plans: list[PlanTimes] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    resident: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    """Who could not be measured, and why."""
    failed: dict[str, str] = field(default_factory=dict)
    """Parts that could not be measured to their end, and why."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each part took."""

    def add(self, series: Series, found: Round) -> None:
        self.rounds.setdefault(series, []).append(found)

    def values(self, series: Series, figure: str) -> list[float]:
        return [getattr(each.load, figure) for each in self.rounds.get(series, ())]

    def compare(self, ours: Series, theirs: Iterable[Series], figure: str) -> Comparison | None:
        """Ours by the best of theirs, round by round; None where one is missing."""
        found = [values for each in theirs if (values := self.values(each, figure))]
        pairs = zip(self.values(ours, figure), zip(*found, strict=False), strict=False)
        return Comparison.of([one / max(others) for one, others in pairs])

    def compare_cpu(self, ours: Series, theirs: Iterable[Series]) -> float | None:
        """The least CPU that one of theirs takes for a request, by ours: more is better, as with rates."""
        found = [cpu for each in theirs if (cpu := self._cpu_us(each)) is not None]
        mine = self._cpu_us(ours)
        return min(found) / mine if found and mine else None

    def _cpu_us(self, series: Series) -> float | None:
        rounds = self.rounds.get(series)
        if not rounds:
            return None
        return statistics.median(each.server_us + each.database_us for each in rounds)


def measure(
    results: Results,
    contestants: Sequence[Contestant],
    *,
    rounds: int,
    seconds: float,
    folder: Path,
    warm_up: float,
) -> None:
    """Warm up everything, then go round: each time another one begins."""
    for each in contestants:
        take(each, warm_up, folder)
    for number in range(rounds):
        for each in _turned(contestants, number):
            results.add(each.series, take(each, seconds, folder))


def take(contestant: Contestant, seconds: float, folder: Path) -> Round:
    server, register = contestant.server, contestant.register
    spent, spent_there = server.cpu_seconds(), register.cpu_seconds()
    found = load(contestant.question, seconds, folder=folder)
    if found.failed or not found.requests:
        series = contestant.series
        raise RuntimeError(
            f"{series.who} failed at {series.scenario}: {found.failed} of {found.requests} requests"
        )
    each = 1e6 / found.requests
    return Round(
        found,
        (server.cpu_seconds() - spent) * each,
        (register.cpu_seconds() - spent_there) * each,
    )


def _turned(contestants: Sequence[Contestant], by: int) -> Iterator[Contestant]:
    by %= max(1, len(contestants))
    yield from contestants[by:]
    yield from contestants[:by]
