"""Lists on large registers, by the server from end to end, alone, and by the statement: those of officials
of the nation, a province and a city, and what anybody looks for there by filters."""

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
from domain.actors import ANONYMOUS, Actor
from domain.moments import day_of
from domain.roles import Role
from persistence.engine.database import READER_ROLE, Database
from persistence.engine.keys import Keys
from persistence.reading.plan import Plan
from persistence.reading.viewer import CLOCKS_DAY

KEPT, COUNTED = 50.0, 5.0
"""Milliseconds that a list may take, and that alerts, counts and totals may take."""
_TIMES = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """A document as one role sends it, or anybody; `{scope}` in a variable stands for the region's code."""

    document: str
    role: Role | None
    variables: Mapping[str, Any] = field(default_factory=dict)
    at_most_ms: float = KEPT
    scopes: tuple[str, ...] = tuple(SCOPES)
    label: str = ""

    @property
    def name(self) -> str:
        return f"{self.document} {self.label}".rstrip()

    def login(self, scope: str) -> str | None:
        return None if self.role is None else login(self.role, scope)

    def given(self, scope: str) -> dict[str, Any]:
        given = {"first": 20, **self.variables}
        return {
            name: _placed(value, SCOPES[scope])
            for name, value in given.items()
            if value is not None
        }


def _placed(value: Any, region: str) -> Any:
    if isinstance(value, dict):
        return {name: _placed(each, region) for name, each in value.items()}
    return region if value == "{scope}" else value


LISTS = (
    Listing("dashboard/alerts", Role.SUPERVISOR, at_most_ms=COUNTED),
    Listing("dashboard/alert_counts", Role.SUPERVISOR, at_most_ms=COUNTED),
    Listing("dashboard/statistics", Role.SUPERVISOR, {"parent": "{scope}", "first": None}, COUNTED),
    Listing("inspections_total", Role.SUPERVISOR, {"first": None}, COUNTED),
    Listing("dashboard/inspections", Role.SUPERVISOR),
    Listing("dashboard/inspections", Role.RESULT_AUDITOR, {"filter": {"states": ["TO_AUDIT"]}}),
    Listing(
        "dashboard/institutions",
        Role.SUPERVISOR,
        {"orderBy": {"field": "NAME", "direction": "DESC"}},
    ),
    Listing("dashboard/objects", Role.TASK_MANAGER, {"filter": {"riskClasses": ["B"]}}),
    Listing(
        "dashboard/repeated_visits", Role.SUPERVISOR, {"filter": {"year": 2026, "visitsAtLeast": 2}}
    ),
    Listing("dashboard/tasks", Role.TASK_MANAGER, {"filter": {"states": ["IN_PROGRESS"]}}),
    Listing("dashboard/plans", Role.TASK_MANAGER),
    Listing(
        "dashboard/officers", Role.TASK_MANAGER, {"filter": {"certificateValidOn": "2026-11-30"}}
    ),
    Listing("dashboard/teachers", Role.REGISTRAR),
    Listing("dashboard/complaints", Role.SUPERVISOR),
    Listing(
        "dashboard/complaints",
        Role.COMPLAINT_CLERK,
        {
            "filter": {"states": ["RECEIVED"]},
            "orderBy": {"field": "ACCEPT_DUE_ON", "direction": "ASC"},
        },
    ),
    Listing("dashboard/correction_orders", Role.SUPERVISOR),
    Listing("dashboard/escalation_proposals", Role.HEAD),
    Listing("dashboard/objections", Role.HEAD),
    Listing("dashboard/replies", Role.RESULT_AUDITOR),
    Listing("dashboard/repair_requests", Role.HEAD),
    Listing("dashboard/stuck_evidence", Role.SUPERVISOR),
    Listing("dashboard/draws", Role.OVERSIGHT),
    Listing("dashboard/authorities", Role.SUPERVISOR),
    Listing("dashboard/accounts", Role.SYS_ADMIN),
    Listing("dashboard/shared_licence_numbers", Role.REGISTRAR),
    Listing("dashboard/shared_site_addresses", Role.REGISTRAR),
    Listing("dashboard/shared_officer_numbers", Role.HEAD),
    Listing("inspector/my_assignments", Role.INSPECTOR, scopes=("city",)),
)


_HERE = {"regionCode": "{scope}"}
_SUZHOU = {"latitude": 31.31, "longitude": 120.63, "datum": "GCJ02"}
_NOWHERE = "没有的字样"


def _courses(label: str, **conditions: Any) -> Listing:
    variables = {"filter": {**_HERE, **conditions}}
    return Listing("parent/find_courses", None, variables, label=label)


def _institutions(label: str, **conditions: Any) -> Listing:
    variables = {"filter": {**_HERE, **conditions}}
    return Listing("parent/search_institutions", None, variables, label=label)


def _entitled(label: str, **conditions: Any) -> Listing:
    variables = {"filter": {**_HERE, "entitlement": conditions}}
    return Listing("dashboard/expiring_entitlements", Role.SUPERVISOR, variables, label=label)


def _anywhere(document: str, label: str, **variables: Any) -> Listing:
    return Listing(document, None, variables, scopes=("nation",), label=label)


def _nearby(document: str, radius_m: int) -> Listing:
    near = {**_SUZHOU, "radiusM": radius_m}
    return _anywhere(document, f"within {radius_m:,} m", near=near)


FILTERS = (
    _courses("数学", text="数学"),
    _courses("数", text="数"),
    _courses("no such title", text=_NOWHERE),
    _courses("no such title, stage", text=_NOWHERE, stages=["PRIMARY"]),
    _courses("still enrolling", isEnrolling=True),
    _courses("cheapest", chargesToFen=100_000),
    _courses("dearest", chargesFromFen=239_000),
    _courses("free", chargesToFen=0),
    _courses("category, delivery", categories=["CULTURE_ARTS"], delivery="OFFLINE"),
    *(_nearby("parent/courses_nearby", radius_m) for radius_m in (1_000, 5_000, 50_000)),
    *(_nearby("parent/find_nearby", radius_m) for radius_m in (1_000, 5_000, 50_000)),
    _institutions("category", entitlement={"categories": ["SPORTS"], "states": ["ACTIVE"]}),
    _institutions("delivery", entitlement={"delivery": "ONLINE"}),
    _institutions("expires", entitlement={"expiresBefore": "2027-02-01", "states": ["ACTIVE"]}),
    _institutions("stopped", isEnrolmentStopped=True),
    _institutions("black-listed", listStatus="BLACK_LISTED"),
    _institutions("no such former name", formerName=_NOWHERE),
    _institutions("registered", registration={"kinds": ["ICP_RECORD"], "states": ["VERIFIED"]}),
    _institutions("not registered", withoutRegistration="ICP_RECORD"),
    _entitled("soon", expiresBefore="2027-02-01", states=["ACTIVE"]),
    _entitled("category", categories=["ACADEMIC"], delivery="OFFLINE", states=["SUSPENDED"]),
    _entitled("valid", validOn="2027-06-01"),
    _entitled("no programme of the list", hasProgrammeCode=False),
    _anywhere("parent/find_teachers", "surname", text="王"),
    _anywhere("parent/find_teachers", "no such name", text=_NOWHERE),
    _anywhere("parent/find_results", "苏州", search="苏州"),
    _anywhere("parent/find_results", "no such name", search=_NOWHERE),
    _anywhere("parent/find_by_name", "pinyin", search="suzhou yishu"),
    _anywhere("parent/find_by_name", "no such name", search=_NOWHERE),
    Listing("parent/list_entries", None, {"first": None, "filter": {**_HERE}}),
    Listing(
        "parent/list_entries",
        None,
        {"first": None, "filter": {**_HERE, "kinds": ["BLACK_LIST"]}},
        label="black list",
    ),
)
"""What issues of new filters ask for, few found and many, in a region and in all."""


def lists(bench: Bench) -> None:
    for visits in bench.size.lists_on:
        register = bench.register(bench.size.institutions, visits)
        asyncio.run(_statements(bench, register, LISTS))


def filters(bench: Bench) -> None:
    for visits in bench.size.lists_on:
        register = bench.register(bench.size.institutions, visits)
        asyncio.run(_statements(bench, register, FILTERS))


async def _statements(bench: Bench, register: Register, listings: tuple[Listing, ...]) -> None:
    # Imported here: it builds the whole schema, which no other part needs.
    from tests.documents.on_register import plans_of

    database = Database(register.url)
    actors = await actors_for(listings, database, register.keys)
    await database.close()
    connections = {
        is_for_values: await connect(register, "force_custom_plan" if is_for_values else "auto")
        for is_for_values in (False, True)
    }
    server = await asyncio.to_thread(bench.spotcheck, register)
    for each in listings:
        for scope in each.scopes:
            name, variables = each.login(scope), each.given(scope)
            scenario = Scenario(each.document, each.document, (name,), (variables,))
            tokens = await asyncio.to_thread(bench.tokens, register, name) if name else ()
            question = Question(server.url("/graphql"), scenario.bodies, tokens, ACCEPT)
            seconds = bench.size.list_seconds
            plans = plans_of(scenario.text, variables, actors[name])
            if not plans:
                raise AssertionError(f"{name} may not send {each.document}")
            statement_ms = sum([await _median(connections, *read, seconds) for read in plans])
            found = await asyncio.to_thread(load_alone, question, seconds)
            if found.failed:
                raise RuntimeError(f"{each.document} fails for {name}")
            by = each.role.value.lower() if each.role else "anybody"
            listed = Listed(
                each.name,
                f"{by}, {scope}",
                register.visits,
                found.p50_ms,
                found.p99_ms,
                statement_ms,
                each.at_most_ms,
            )
            bench.results.lists.append(listed)
    for connection in connections.values():
        await connection.close()


async def actors_for(
    listings: tuple[Listing, ...], database: Database, keys: Keys
) -> dict[str | None, Actor]:
    """Who asks, by login."""
    from tests.documents.on_register import actors_of

    logins = {login for each in listings for scope in each.scopes if (login := each.login(scope))}
    found: dict[str | None, Actor] = {None: ANONYMOUS}
    return found | await actors_of(database, keys, logins)


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
