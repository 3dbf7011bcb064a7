"""Lists of officials on large registers: each document as an official of the nation, a province and a
city, by the server from end to end, alone, and by the statement."""

import asyncio
import datetime as dt
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from benchmarks.bench import ACCEPT, Bench
from benchmarks.load import WARM_UPS, Question, load_alone
from benchmarks.measurement import Listed
from benchmarks.people import SCOPES, login
from benchmarks.place import Register
from benchmarks.scenarios import Scenario
from domain.moments import day_of
from domain.roles import Role
from persistence.engine.database import READER_ROLE, Database
from persistence.reading.plan import Plan
from persistence.reading.viewer import CLOCKS_DAY

KEPT, COUNTED = 50.0, 5.0
"""Milliseconds that a list may take, and that alerts, counts and totals may take."""
_TIMES = 20


@dataclass(frozen=True, slots=True)
class OfficialList:
    """A document as one role sends it; `{scope}` in a variable stands for the region's code."""

    document: str
    role: Role
    variables: Mapping[str, Any] = field(default_factory=dict)
    at_most_ms: float = KEPT
    scopes: tuple[str, ...] = tuple(SCOPES)

    def given(self, scope: str) -> dict[str, Any]:
        region = SCOPES[scope]
        return {
            name: region if value == "{scope}" else value
            for name, value in {"first": 20, **self.variables}.items()
            if value is not None
        }


LISTS = (
    OfficialList("dashboard/alerts", Role.SUPERVISOR, at_most_ms=COUNTED),
    OfficialList("dashboard/alert_counts", Role.SUPERVISOR, at_most_ms=COUNTED),
    OfficialList(
        "dashboard/statistics", Role.SUPERVISOR, {"parent": "{scope}", "first": None}, COUNTED
    ),
    OfficialList("inspections_total", Role.SUPERVISOR, {"first": None}, COUNTED),
    OfficialList("dashboard/inspections", Role.SUPERVISOR),
    OfficialList(
        "dashboard/inspections", Role.RESULT_AUDITOR, {"filter": {"states": ["TO_AUDIT"]}}
    ),
    OfficialList(
        "dashboard/institutions",
        Role.SUPERVISOR,
        {"orderBy": {"field": "NAME", "direction": "DESC"}},
    ),
    OfficialList("dashboard/objects", Role.TASK_MANAGER, {"filter": {"riskClasses": ["B"]}}),
    OfficialList(
        "dashboard/repeated_visits", Role.SUPERVISOR, {"filter": {"year": 2026, "visitsAtLeast": 2}}
    ),
    OfficialList("dashboard/tasks", Role.TASK_MANAGER, {"filter": {"states": ["IN_PROGRESS"]}}),
    OfficialList("dashboard/plans", Role.TASK_MANAGER),
    OfficialList(
        "dashboard/officers", Role.TASK_MANAGER, {"filter": {"certificateValidOn": "2026-11-30"}}
    ),
    OfficialList("dashboard/teachers", Role.REGISTRAR),
    OfficialList("dashboard/complaints", Role.SUPERVISOR),
    OfficialList(
        "dashboard/complaints",
        Role.COMPLAINT_CLERK,
        {
            "filter": {"states": ["RECEIVED"]},
            "orderBy": {"field": "ACCEPT_DUE_ON", "direction": "ASC"},
        },
    ),
    OfficialList("dashboard/correction_orders", Role.SUPERVISOR),
    OfficialList("dashboard/escalation_proposals", Role.HEAD),
    OfficialList("dashboard/objections", Role.HEAD),
    OfficialList("dashboard/replies", Role.RESULT_AUDITOR),
    OfficialList("dashboard/repair_requests", Role.HEAD),
    OfficialList("dashboard/stuck_evidence", Role.SUPERVISOR),
    OfficialList("dashboard/draws", Role.OVERSIGHT),
    OfficialList("dashboard/authorities", Role.SUPERVISOR),
    OfficialList("dashboard/accounts", Role.SYS_ADMIN),
    OfficialList("dashboard/shared_licence_numbers", Role.REGISTRAR),
    OfficialList("dashboard/shared_site_addresses", Role.REGISTRAR),
    OfficialList("dashboard/shared_officer_numbers", Role.HEAD),
    OfficialList("inspector/my_assignments", Role.INSPECTOR, scopes=("city",)),
)


def lists(bench: Bench) -> None:
    for visits in bench.size.lists_on:
        register = bench.register(bench.size.institutions, visits)
        asyncio.run(_statements(bench, register))


async def _statements(bench: Bench, register: Register) -> None:
    # Imported here: it builds the whole schema, which no other part needs.
    from tests.documents.on_register import actors_of, plans_of

    database = Database(register.url)
    wanted = {login(each.role, scope) for each in LISTS for scope in each.scopes}
    actors = await actors_of(database, register.keys, wanted)
    await database.close()
    connections = {
        is_for_values: await connect(register, "force_custom_plan" if is_for_values else "auto")
        for is_for_values in (False, True)
    }
    server = await asyncio.to_thread(bench.spotcheck, register)
    for each in LISTS:
        for scope in each.scopes:
            name, variables = login(each.role, scope), each.given(scope)
            scenario = Scenario(each.document, each.document, (name,), (variables,))
            tokens = await asyncio.to_thread(bench.tokens, register, name)
            question = Question(server.url("/graphql"), scenario.bodies, tokens, ACCEPT)
            seconds = bench.size.list_seconds
            plans = plans_of(scenario.text, variables, actors[name])
            if not plans:
                raise AssertionError(f"{name} may not send {each.document}")
            statement_ms = sum([await _median(connections, *read, seconds) for read in plans])
            found = await asyncio.to_thread(load_alone, question, seconds)
            if found.failed:
                raise RuntimeError(f"{each.document} fails for {name}")
            listed = Listed(
                each.document,
                f"{each.role.value.lower()}, {scope}",
                register.visits,
                found.p50_ms,
                found.p99_ms,
                statement_ms,
                each.at_most_ms,
            )
            bench.results.lists.append(listed)
    for connection in connections.values():
        await connection.close()


async def connect(register: Register, mode: str) -> "asyncpg.Connection[Any]":
    """As a reader connects, with plans of this kind."""
    return await asyncpg.connect(
        register.url,
        statement_cache_size=0,
        server_settings={
            "plan_cache_mode": mode,
            "role": READER_ROLE,
            "statement_timeout": "60000",
        },
    )


def values_of(parameters: list[Any]) -> list[Any]:

    today = day_of(dt.datetime.now(dt.UTC))
    return [today if each is CLOCKS_DAY else each for each in parameters]


async def _median(
    connections: Mapping[bool, "asyncpg.Connection[Any]"],
    plan: Plan,
    parameters: list[Any],
    seconds: float,
) -> float:
    """Milliseconds of a statement once its plan is kept."""
    statement = await connections[plan.is_for_values].prepare(plan.sql)
    values = values_of(parameters)
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < WARM_UPS + _TIMES and (len(times) < 2 or time.perf_counter() < until):
        began = time.perf_counter()
        await statement.fetchval(*values)
        times.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times[WARM_UPS:] or times[1:])
