"""The report: ratios first, then what they were made of, how, and on what kind of machine."""

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import asyncpg

from benchmarks import load, peer
from benchmarks.measurement import Results
from benchmarks.pages import FLAT, NESTED, PAGES
from domain.moments import day_of

RESULTS = Path(__file__).parent / "results"
_AIMS = {
    "DataLoaders": 10.0,
    "floor": 0.8,
    "floor, plan_cache_mode=auto": None,
    "PostGraphile": 2.0,
    "Spotcheck, the other tree": None,
}
_OURS = "Spotcheck"
_LIBRARIES = ("strawberry-graphql", "graphql-core", "sqlalchemy", "asyncpg", "starlette", "uvicorn")


def report(results: Results, arguments: argparse.Namespace, server: str) -> str:
    parts = (
        _head(arguments, server),
        _ratios(results),
        _others(results, arguments),
        _rates(results),
        _memory(results),
    )
    return "\n\n".join(parts)


def write(text: str) -> Path:
    """Named for the day and the kind of machine; never for the machine."""
    path = RESULTS / f"{day_of(dt.datetime.now(dt.UTC))}-{host_class()}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def host_class() -> str:
    return f"{os.cpu_count()}-cores-{_memory_gb()}-gb"


async def server_version(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        found: str = await connection.fetchval("show server_version")
        return found
    finally:
        await connection.close()


def _head(arguments: argparse.Namespace, server: str) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"""# Measured on {day_of(dt.datetime.now(dt.UTC))}

{arguments.institutions:,} institutions, {arguments.rounds} rounds of {arguments.seconds:g} s each by turns, \
{load.CONNECTIONS} connections, driven by {load.driver()}; servers, PostgreSQL and driver share the machine: \
{os.cpu_count()} cores ({_processor()}), {_memory_gb()} GB, load {os.getloadavg()[0]:.1f} at the end.
PostgreSQL {server} (fsync off), Python {platform.python_version()} \
({"optimised" if "--enable-optimizations" in _built_with() else "built without --enable-optimizations"}), \
{libraries}; PostGraphile {_postgraphile()} on Node {peer.NODE.partition("==")[2]}.
Commit {_commit()}. How to run it again: docs/benchmarks.md."""


def _ratios(results: Results) -> str:
    lines = [
        "## Requests per second: Spotcheck by …",
        "",
        "| page | by | median | lowest | highest | aim |",
        "|---|---|---|---|---|---|",
    ]
    for page in PAGES:
        for name, aim in _AIMS.items():
            if ratios := results.ratios(page, _OURS, name):
                wanted = "" if aim is None else f"≥ {aim:g}"
                lines.append(f"| {page} | {name} | {_spread(ratios)} | {wanted} |")
    if filings := [found.load.per_second / raw for found, raw in results.filings]:
        lines.append(f"| filing a result | raw asyncpg | {_spread(filings)} | ≥ 0.5 |")
    return "\n".join(lines)


def _others(results: Results, arguments: argparse.Namespace) -> str:
    deep = min(1_000, arguments.institutions // 100)
    first = results.median("page 1", _OURS, "p50_ms")
    there = results.median("page deep within", _OURS, "p50_ms")
    lines = [
        "## Latency of one page by another (p50)",
        "",
        "| what | ms | by | ratio | aim |",
        "|---|---|---|---|---|",
        f"| page {deep:,} of 100, with cursors | {there:.2f} | page 1: {first:.2f} |"
        f" {there / first:.2f} | ≤ 1.2 |",
    ]
    for page in (NESTED, FLAT):
        large = results.median(page, _OURS, "p50_ms")
        small = results.median(page, "Spotcheck, smaller", "p50_ms")
        lines.append(
            f"| {page} of {arguments.institutions:,} | {large:.2f} |"
            f" of {arguments.smaller:,}: {small:.2f} | {large / small:.2f} | ≤ 1.3 |"
        )
    return "\n".join(lines)


def _rates(results: Results) -> str:
    lines = [
        "## Every server",
        "",
        "| page | server | requests/s: median (all rounds) | p50 ms | p99 ms | CPU µs/request |",
        "|---|---|---|---|---|---|",
    ]
    for page, server in results.rounds:
        rates = results.rates(page, server)
        each = " ".join(f"{rate:.0f}" for rate in rates)
        lines.append(
            f"| {page} | {server} | {statistics.median(rates):.0f} ({each}) |"
            f" {results.median(page, server, 'p50_ms'):.1f} |"
            f" {results.median(page, server, 'p99_ms'):.1f} |"
            f" {results.cpu_us(page, server):.0f} |"
        )
    if results.filings:
        ours = [found.load.per_second for found, _ in results.filings]
        raw = [rate for _, rate in results.filings]
        p50 = statistics.median(found.load.p50_ms for found, _ in results.filings)
        p99 = statistics.median(found.load.p99_ms for found, _ in results.filings)
        cpu = statistics.median(found.cpu_us for found, _ in results.filings)
        lines += [
            f"| filing a result | {_OURS} | {_all(ours)} | {p50:.1f} | {p99:.1f} | {cpu:.0f} |",
            f"| filing a result | raw asyncpg | {_all(raw)} | | | |",
        ]
    return "\n".join(lines)


def _memory(results: Results) -> str:
    lines = ["## Resident memory after the rounds", "", "| server | MB |", "|---|---|"]
    lines += [f"| {name} | {size / 1e6:.0f} |" for name, size in results.resident.items() if size]
    return "\n".join(lines)


def _all(rates: Sequence[float]) -> str:
    return f"{statistics.median(rates):.0f} ({' '.join(f'{rate:.0f}' for rate in rates)})"


def _spread(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f}"


def _memory_gb() -> int:
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _built_with() -> str:
    import sysconfig

    return str(sysconfig.get_config_var("CONFIG_ARGS"))


def _postgraphile() -> str:
    import json

    text = (Path(__file__).parent / "postgraphile" / "package.json").read_text("utf-8")
    return str(json.loads(text)["dependencies"]["postgraphile"])


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=RESULTS.parent, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
