"""The report: goals first, then what they were made of, how, and on what kind of machine."""

import datetime as dt
import os
import platform
import statistics
import subprocess
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from benchmarks import chart, load, peers, plans
from benchmarks.bench import Size
from benchmarks.goals import Goal, goals
from benchmarks.measurement import Comparison, Results, Round, Series
from domain.moments import day_of

RESULTS = Path(__file__).parent / "results"
_LIBRARIES = ("strawberry-graphql", "graphql-core", "sqlalchemy", "asyncpg", "starlette", "uvicorn")
_PLANS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    json: bytes
    picture: str

    @classmethod
    def of(cls, results: Results, size: Size) -> "Report":
        reached = goals(results)
        head = _head(size)
        parts = (
            f"# Measured on {_today()}",
            head,
            _left_out(results),
            _goals(results, reached),
            _rates(results),
            _screens(results),
            _lists(results),
            _plans(results),
            _earlier(results),
            _rest(results),
        )
        text = "\n\n".join(part for part in parts if part)
        title = f"{_today()}, {host_class()}, commit {_commit()}"
        return cls(text, _json(results, reached, head), chart.svg(reached, title))

    def write(self) -> tuple[Path, ...]:
        """Named for the day and the kind of machine; never for the machine."""
        RESULTS.mkdir(exist_ok=True)
        stem = RESULTS / f"{_today()}-{host_class()}"
        paths = tuple(stem.with_suffix(end) for end in (".md", ".json", ".svg"))
        picture = f"\n\n![Goals and what was reached]({paths[2].name})\n"
        paths[0].write_text(self.text + picture, encoding="utf-8")
        paths[1].write_bytes(self.json + b"\n")
        paths[2].write_text(self.picture, encoding="utf-8")
        return paths


def host_class() -> str:
    return f"{os.cpu_count()}-cores-{_memory_gb()}-gb"


def _head(size: Size) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    theirs = ", ".join(f"{name} {number}" for name, number in peers.versions().items())
    optimised = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
    built = "optimised" if optimised else "built without --enable-optimizations"
    return f"""{size.institutions:,} institutions and {size.visits:,} visits; {size.rounds} rounds of \
{size.seconds:g} s by turns, tokens {size.tail_rounds} of {size.tail_seconds:g} s; {load.CONNECTIONS} \
connections, driven by {load.driver()}. Servers, PostgreSQL and driver share the machine: {os.cpu_count()} \
cores ({_processor()}), {_memory_gb()} GB, load {os.getloadavg()[0]:.1f} at the end.
PostgreSQL embedded (fsync off), Python {platform.python_version()} ({built}), {libraries}; \
Node {peers.NODE.partition("==")[2]}, {theirs}.
Commit {_commit()}. How to run it again: docs/benchmarks.md."""


def _left_out(results: Results) -> str:
    lines = [f"{who} is left out: {why}" for who, why in results.left_out.items()]
    lines += [f"The part {part} failed: {why}" for part, why in results.failed.items()]
    return "\n".join(lines)


def _goals(results: Results, reached: list[tuple[Goal, Comparison]]) -> str:
    rows = (
        (
            goal.name,
            f"{value.median:.2f}{goal.unit}",
            f"{value.lowest:.2f} – {value.highest:.2f}" if value.lowest < value.highest else "",
            "" if (by_cpu := goal.by_cpu(results)) is None else f"{by_cpu:.2f}",
            goal.bound,
            goal.verdict(value.median),
        )
        for goal, value in reached
    )
    columns = ("what", "median", "lowest – highest", "by CPU", "goal", "")
    return _table("Ratios", columns, rows)


_FIGURES = ("requests/s", "p50 ms", "p99 ms", "p99.9 ms", "server µs", "PostgreSQL µs")


def _rates(results: Results) -> str:
    """Rounds of the same scenario stand together; CPU is of each request."""
    rows = (
        (series.scenario, series.who, *_figures(rounds))
        for series, rounds in results.rounds.items()
    )
    text = _table("Every server", ("what", "who", *_FIGURES), rows)
    if results.raw_filings:
        raw = statistics.median(results.raw_filings)
        text += f"\n| filing a result | raw asyncpg | {raw:,.0f} | | | | | |"
    return text


def _screens(results: Results) -> str:
    rows = (
        (each.scenario, each.who, *_figures([found])) for each, found in results.screens.items()
    )
    return _table("Every document of the apps", ("document", "who", *_FIGURES), rows)


def _figures(rounds: Sequence[Round]) -> tuple[str, ...]:
    loads = [each.load for each in rounds]
    return (
        f"{statistics.median(each.per_second for each in loads):,.0f}",
        f"{statistics.median(each.p50_ms for each in loads):.2f}",
        f"{statistics.median(each.p99_ms for each in loads):.1f}",
        f"{statistics.median(each.p999_ms for each in loads):.1f}",
        f"{statistics.median(each.server_us for each in rounds):,.0f}",
        f"{statistics.median(each.database_us for each in rounds):,.0f}",
    )


def _lists(results: Results) -> str:
    rows = (
        (
            each.document,
            each.by,
            f"{each.visits:,}",
            f"{each.p50_ms:.1f}",
            f"{each.p99_ms:.1f}",
            f"{each.statement_ms:.1f}",
            f"≤ {each.at_most_ms:g}",
            "" if each.p50_ms <= each.at_most_ms else "missed",
        )
        for each in sorted(results.lists, key=lambda each: -each.p50_ms / each.at_most_ms)
    )
    columns = ("list", "by", "visits", "p50 ms", "p99 ms", "statements ms", "goal ms", "")
    return _table("Lists, one at a time", columns, rows)


def _earlier(results: Results) -> str:
    if not results.earlier:
        return ""
    rows = (
        (
            each.question,
            f"{each.now_ms:.2f}",
            f"{each.then_ms:.2f}",
            f"{each.then_ms / each.now_ms:.2f}",
        )
        for each in results.earlier
    )
    return _table("As of an earlier moment", ("question", "now ms", "then ms", "ratio"), rows)


def _plans(results: Results) -> str:
    if not results.plans:
        return ""
    worst = sorted(results.plans, key=lambda each: each.custom_ms - each.kept_ms)[:_PLANS_NAMED]
    rows = (
        (
            each.document,
            each.by,
            f"{each.custom_ms:.2f}",
            f"{each.generic_ms:.2f}",
            f"{each.kept_ms:.2f}",
            "worse" if plans.is_worse(each) else "",
        )
        for each in worst
    )
    totals = (
        sum(getattr(each, name) for each in results.plans) / 1e3
        for name in ("custom_ms", "generic_ms", "kept_ms")
    )
    custom, generic, kept = totals
    text = _table(
        "Plans",
        ("document", "who", "planned for the values ms", "generic ms", "kept ms", ""),
        rows,
    )
    return (
        f"{text}\n\nOf {len(results.plans)} statements, which take {custom:.2f} s together when planned"
        f" for their values, {generic:.2f} s generic, and {kept:.2f} s with the plan that PostgreSQL"
        " keeps: those that lose most by it."
    )


def _rest(results: Results) -> str:
    memory = ((name, f"{size / 1e6:.0f}") for name, size in results.resident.items() if size)
    took = ((name, f"{seconds:.0f}") for name, seconds in results.seconds.items())
    tables = (
        _table("Resident memory after the pages", ("server", "MB"), memory),
        _table("How long each part took", ("part", "s"), took),
    )
    return "\n\n".join(each for each in tables if each)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Empty where there are no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    head = [f"## {title}", "", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    return "\n".join([*head, *lines])


def _json(results: Results, reached: list[tuple[Goal, Comparison]], head: str) -> bytes:
    def series(each: Series, rounds: Sequence[Round]) -> dict[str, Any]:
        return {**asdict(each), "rounds": [asdict(one) for one in rounds]}

    found = {
        "measured_on": _today(),
        "host": host_class(),
        "commit": _commit(),
        "about": head,
        "left_out": results.left_out,
        "failed": results.failed,
        "goals": [
            {
                "name": goal.name,
                **asdict(value),
                "at_least": goal.at_least,
                "at_most": goal.at_most,
                "unit": goal.unit.strip(),
                "by_cpu": goal.by_cpu(results),
            }
            for goal, value in reached
        ],
        "series": [series(each, rounds) for each, rounds in results.rounds.items()],
        "raw_filings_per_second": results.raw_filings,
        "documents": [series(each, [found]) for each, found in results.screens.items()],
        "lists": [asdict(each) for each in results.lists],
        "earlier": [asdict(each) for each in results.earlier],
        "plans": [asdict(each) for each in results.plans],
        "resident_bytes": results.resident,
        "part_seconds": results.seconds,
    }
    return orjson.dumps(_rounded(found), option=orjson.OPT_INDENT_2)


def _rounded(value: Any) -> Any:
    """Four digits after the point: more of them say nothing."""
    match value:
        case float():
            return round(value, 4)
        case dict():
            return {name: _rounded(each) for name, each in value.items()}
        case list():
            return [_rounded(each) for each in value]
        case _:
            return value


def _today() -> str:
    return str(day_of(dt.datetime.now(dt.UTC)))


def _memory_gb() -> int:
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=RESULTS.parent, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
