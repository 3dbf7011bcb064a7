"""Rounds in which everything compared takes its turn, so that what disturbs one disturbs all."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.load import Load, load
from benchmarks.pages import Question
from benchmarks.runner import RunningServer

Series = tuple[str, str]
"""What was asked for, and of whom."""


@dataclass(frozen=True, slots=True)
class Round:
    load: Load
    cpu_us: float
    """CPU of the server's process for each request, in microseconds."""


@dataclass(slots=True)
class Results:
    """All rounds; the n-th rounds of two series stood next to one another in time."""

    rounds: dict[Series, list[Round]] = field(default_factory=dict)
    resident: dict[str, int] = field(default_factory=dict)
    filings: list[tuple[Round, float]] = field(default_factory=list)
    """Filing through the API, and asyncpg's filings per second in the same round."""

    def rates(self, page: str, server: str) -> list[float]:
        return [each.load.per_second for each in self.rounds.get((page, server), ())]

    def ratios(self, page: str, ours: str, theirs: str) -> list[float]:
        """Rates of one by those of the other, round by round; empty where one is missing."""
        pairs = zip(self.rates(page, ours), self.rates(page, theirs), strict=False)
        return [one / other for one, other in pairs]

    def median(self, page: str, server: str, name: str) -> float:
        """The median over the rounds of one figure of their loads."""
        values: list[float] = [getattr(each.load, name) for each in self.rounds[page, server]]
        return statistics.median(values)

    def cpu_us(self, page: str, server: str) -> float:
        return statistics.median(each.cpu_us for each in self.rounds[page, server])


def measure(
    results: Results,
    questions: Sequence[tuple[Question, RunningServer]],
    *,
    rounds: int,
    seconds: float,
    folder: Path,
) -> None:
    """Warm up everything, then go round: each time another one begins."""
    for question, running in questions:
        take(question, running, 1, folder)
    for number in range(rounds):
        print(f"  round {number + 1} of {rounds}", flush=True)
        for question, running in _turned(questions, number):
            found = take(question, running, seconds, folder)
            results.rounds.setdefault((question.page, question.server), []).append(found)


def take(question: Question, running: RunningServer, seconds: float, folder: Path) -> Round:
    before = running.cpu_seconds()
    found = load(question.url, question.headers, question.bodies, seconds, folder=folder)
    if found.failed:
        raise RuntimeError(f"{question.server} failed {found.failed} times at {question.page}")
    spent = running.cpu_seconds() - before
    return Round(found, spent / max(1, found.requests) * 1e6)


def weigh(results: Results, servers: Mapping[str, RunningServer]) -> None:
    results.resident.update({name: each.resident_bytes() for name, each in servers.items()})


def _turned(
    questions: Sequence[tuple[Question, RunningServer]], by: int
) -> Iterator[tuple[Question, RunningServer]]:
    by %= max(1, len(questions))
    yield from questions[by:]
    yield from questions[:by]
