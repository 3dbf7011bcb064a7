"""Whether kept plans are as quick as plans for the values: every document of the apps, as each role."""

import asyncio
import time
from typing import Any

from asyncpg.prepared_stmt import PreparedStatement

from benchmarks.bench import Bench
from benchmarks.load import WARM_UPS
from benchmarks.measurement import PlanTimes
from benchmarks.officials import connect, values_of
from benchmarks.people import ROLES, SCOPES, login
from benchmarks.place import Register
from domain.actors import ANONYMOUS
from persistence.engine.database import Database

CUSTOM, GENERIC, AUTO = "force_custom_plan", "force_generic_plan", "auto"
MOST, SLACK = 1.5, 1.0
"""A kept plan is worse that takes more than so many times as long, and so many milliseconds more."""
TRIES = 3
"""After which one that seems worse is taken to be: other work on the machine does not come back each
time."""
_FEWEST, _LONG = 3, 100.0
"""Times at least that each is timed, but for those that take so many milliseconds."""


def is_worse(times: PlanTimes) -> bool:
    return times.kept_ms > max(MOST * times.custom_ms, times.custom_ms + SLACK)


def plans(bench: Bench) -> None:
    # Before there is a loop: it may have to be opened, which runs one of its own.
    asyncio.run(_plans(bench, bench.large))


async def _plans(bench: Bench, register: Register) -> None:
    # Imported here: it builds the whole schema, which no other part needs.
    from tests.documents.on_register import LOGINS, actors_of, reads

    logins = list(LOGINS)
    if bench.size.plans_of_all:
        logins += [login(role, scope) for role in ROLES for scope in SCOPES]
    database = Database(register.url)
    actors = {"anybody": ANONYMOUS, **await actors_of(database, register.keys, logins)}
    await database.close()
    connections = {mode: await connect(register, mode) for mode in (CUSTOM, GENERIC, AUTO)}
    seen = set()
    async for read in reads(connections[AUTO], actors):
        values = values_of(read.parameters)
        key = (read.plan.sql, repr(values))
        # Roles that see the same send the same statement.
        if read.plan.is_for_values or key in seen:
            continue
        seen.add(key)
        statements = {
            mode: await connection.prepare(read.plan.sql)
            for mode, connection in connections.items()
        }
        for _ in range(TRIES):
            times = await _times(statements, values, bench.size.plan_milliseconds)
            found = PlanTimes(read.document, read.who, times[CUSTOM], times[GENERIC], times[AUTO])
            if not is_worse(found):
                break
        bench.results.plans.append(found)
    for connection in connections.values():
        await connection.close()


async def _times(
    statements: dict[str, "PreparedStatement[Any]"], values: list[Any], milliseconds: float
) -> dict[str, float]:
    """The shortest of each, by turns for so long, once the connection that may keep a plan has chosen."""
    answers = [await statement.fetchval(*values) for statement in statements.values()]
    if answers.count(answers[0]) != len(answers):
        raise AssertionError(f"plans answer differently: {statements[CUSTOM].get_query()}")
    for _ in range(WARM_UPS):
        first = await _timed(statements[AUTO], values)
    found: dict[str, list[float]] = {mode: [] for mode in statements}
    fewest = 1 if first > _LONG else _FEWEST
    until = time.perf_counter() + milliseconds * len(statements) / 1e3
    while len(found[AUTO]) < fewest or time.perf_counter() < until:
        for mode, statement in statements.items():
            found[mode].append(await _timed(statement, values))
    return {mode: min(each) for mode, each in found.items()}


async def _timed(statement: "PreparedStatement[Any]", values: list[Any]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    await statement.fetchval(*values)
    return (time.perf_counter() - began) * 1e3
