"""Role × place × sector × stage of a visit: who sees it and which parts, by plain Python once more."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest

from domain.inspections.terms import AuditDecision, InspectionState
from domain.publication.terms import WithdrawalGround
from domain.rectification.terms import OrderState
from domain.roles import Role
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from persistence.reading import ids
from tests.client import Client
from tests.district.people import GUSU_SPORTS, KUNSHAN, PEOPLE
from tests.factories import NOW, TODAY, add, inspections, publication, rectification, tasks, visits
from tests.oracle.visibility import covers
from tests.people import (
    CHAOYANG,
    FARAWAY,
    GUSU,
    JIANGSU,
    MAPLE,
    SUZHOU,
    SUZHOU_SPORTS,
    Person,
    Place,
    mei,
)

S = InspectionState
MAKERS = (JIANGSU, SUZHOU, GUSU, KUNSHAN, SUZHOU_SPORTS, GUSU_SPORTS, CHAOYANG)
TARGETS = {"320508": MAPLE, "320583": MAPLE, "110105": FARAWAY}
"""The region that a visit keeps, and some institution."""


@dataclass(frozen=True)
class Stage:
    """How far a visit has come: what is there of it, and whether the institution knows of it."""

    name: str
    state: S
    is_known: bool = True
    parts: frozenset[str] = field(default_factory=frozenset)
    """Those of the place, of all that there are."""
    is_filed: bool = False
    is_approved: bool = False
    is_public: bool = False
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


NOTICED = {"noticed_at": NOW}
PUBLISHED = {"published_at": NOW}
STAGES = (
    Stage("planned", S.TO_ENTER, is_known=False),
    Stage("cancelled", S.VOIDED, is_known=False),
    Stage("noticed", S.TO_ENTER, facts=NOTICED),
    Stage("cancelled after notice", S.VOIDED, facts=NOTICED),
    Stage("filed", S.TO_CONFIRM, is_filed=True, facts=NOTICED),
    Stage("filed from afar", S.TO_AUDIT, is_known=False, is_filed=True),
    Stage("refused", S.AUDIT_REJECTED, is_filed=True, facts=NOTICED),
    Stage("approved", S.APPROVED, is_filed=True, is_approved=True, facts=NOTICED),
    Stage(
        "published",
        S.PUBLISHED,
        is_filed=True,
        is_approved=True,
        is_public=True,
        facts={**NOTICED, **PUBLISHED},
    ),
    Stage(
        "published from afar",
        S.PUBLISHED,
        is_filed=True,
        is_approved=True,
        is_public=True,
        facts=PUBLISHED,
    ),
    Stage(
        "withdrawn",
        S.WITHDRAWN,
        is_filed=True,
        is_approved=True,
        is_public=True,
        facts={**NOTICED, **PUBLISHED},
    ),
)


@dataclass(frozen=True)
class Case:
    by: Place
    region: str
    stage: Stage

    @property
    def name(self) -> str:
        return f"{self.by.name} in {self.region}, {self.stage.name}"


CASES = [Case(*each) for each in product(MAKERS, TARGETS, STAGES)]
NOTHING: frozenset[str] = frozenset()
Seen = dict[str, frozenset[str]]


def expected(person: Person, case: Case) -> frozenset[str] | None:
    """The parts that somebody sees of a visit; None where not even that there is one."""
    place, stage = person.place, case.stage
    assert place is not None
    is_over = covers(place.region_code, case.by.region_code)
    is_sector = case.by.sectors[0] in place.sectors
    whose = {
        Role.SUPERVISOR: is_over and is_sector,
        Role.OVERSIGHT: is_over,
        **dict.fromkeys((Role.HEAD, Role.TASK_MANAGER, Role.RESULT_AUDITOR), place == case.by),
    }
    parts = {"notice"} if stage.facts.get("noticed_at") else set()
    if stage.is_approved:
        parts |= {"record"}
    if stage.is_public:
        parts |= {"result"}
    if stage.is_filed:
        parts |= {"order"}
    if whose.get(person.role):
        inner = {"task", "officers", "arrivals"}
        return frozenset(parts | inner | ({"record", "audit"} if stage.is_filed else set()))
    is_of_place = covers(place.region_code, case.region) and not is_over
    looks_on = person.role is Role.OVERSIGHT or (person.role is Role.SUPERVISOR and is_sector)
    return frozenset(parts) if is_of_place and looks_on and stage.is_known else None


class Grid:
    """A visit of each case, with everything beside it that its stage may have."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self.names: dict[str, str] = {}
        self.orders: dict[str, str] = {}
        for number, case in enumerate(CASES):
            self._add(number, case)

    def _add(self, number: int, case: Case) -> None:
        stage = case.stage
        task = tasks.task(case.by, f"GRID-{number:04d}")
        window = {"window_from": TODAY, "window_to": dt.date(2099, 12, 31)}
        visit = inspections.inspection(
            task,
            case.by,
            TARGETS[case.region],
            region_code=case.region,
            state=stage.state,
            **window,
            **stage.facts,
        )
        self.names[ids.write("Inspection", visit.id)] = case.name
        self.rows += [task, visit, inspections.assignment(visit.id, mei.as_officer)]
        self.rows.append(visits.check_in(visit.id, mei.as_officer))
        if stage.facts.get("noticed_at"):
            self.rows.append(visits.notice(visit.id))
        if stage.is_filed:
            self._file(case, visit)
        if stage.is_public:
            gone = {"withdrawn_at": NOW, "withdrawal_ground": WithdrawalGround.WRONG_SUBJECT}
            is_gone = stage.state is S.WITHDRAWN
            self.rows.append(publication.public_record(visit, task, **(gone if is_gone else {})))

    def _file(self, case: Case, visit: Inspection) -> None:
        record = inspections.record(visit.id, mei.as_officer)
        decision = AuditDecision.APPROVED if case.stage.is_approved else AuditDecision.REJECTED
        order = rectification.correction_order(visit, state=OrderState.OVERDUE)
        self.orders[ids.write("CorrectionOrder", order.id)] = case.name
        self.rows += [record, inspections.audit(record, decision=decision, reason="x"), order]


DOCUMENT = """
query Q($after: String) { inspections(first: 100, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id notice { id } records { id } publicRecords { id } correctionOrders { id } task { id }
    assignments { isLeader } checkIns { id } audits { decision } } } }
"""
COUNTS = """
{ alerts(first: 1) { totalCount } alertCounts(first: 100) { nodes { count region { code } } }
  correctionOrders(first: 1) { totalCount } }
"""
_PART_OF = {
    "notice": "notice",
    "records": "record",
    "publicRecords": "result",
    "correctionOrders": "order",
    "task": "task",
    "assignments": "officers",
    "checkIns": "arrivals",
    "audits": "audit",
}


async def _seen(ask: Client, grid: Grid, person: Person) -> Seen:
    found: Seen = {}
    after = None
    while True:
        page = (await ask(DOCUMENT, {"after": after}, by=person))["inspections"]
        for node in page["nodes"]:
            parts = frozenset(_PART_OF[name] for name in _PART_OF if node[name])
            found[grid.names[node["id"]]] = parts
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(found)
            return found


@pytest.fixture
async def grid(database: Database) -> Grid:
    grid = Grid()
    async with database.writing() as session:
        await add(session, *grid.rows)
    return grid


async def test_everybody_sees_what_their_role_place_and_sector_say_at_every_stage(
    ask: Client, grid: Grid
) -> None:
    seen_by = {}
    for person in PEOPLE.values():
        parts = {case.name: expected(person, case) for case in CASES}
        allowed = {name: each for name, each in parts.items() if each is not None}
        if person.role in (Role.REGISTRAR, Role.COMPLAINT_CLERK, Role.SYS_ADMIN):
            refused = await ask.answer(DOCUMENT, by=person)
            assert refused["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
            continue

        seen = await _seen(ask, grid, person)

        assert seen == allowed, person.login
        seen_by[person.login] = len(seen)
    # It is no grid of nothing: those of a county see some of others, and not all.
    assert 0 < seen_by["SUPERVISOR-姑苏区体育局"] < seen_by["SUPERVISOR-姑苏区教育局"] < len(CASES)


async def test_what_is_counted_is_the_sum_of_what_is_seen(ask: Client, grid: Grid) -> None:
    for person in PEOPLE.values():
        if person.role not in (Role.SUPERVISOR, Role.OVERSIGHT, Role.HEAD):
            continue
        data = await ask(COUNTS, by=person)
        assert (
            sum(each["count"] for each in data["alertCounts"]["nodes"])
            == (data["alerts"]["totalCount"])
        ), person.login
        assert data["correctionOrders"]["totalCount"] == len(await _orders(ask, grid, person))
    counted = (await ask(COUNTS, by=PEOPLE[Role.SUPERVISOR, GUSU]))["alertCounts"]["nodes"]
    assert {each["region"] and each["region"]["code"] for each in counted} == {None, "320508"}


async def _orders(ask: Client, grid: Grid, person: Person) -> set[str]:
    """The orders that are there by their ids; who only looks on sees those given from afar too."""
    found = set()
    names = list(grid.orders)
    for i in range(0, len(names), 50):
        document = "query Q($ids: [ID!]!) { nodes(ids: $ids) { ... on CorrectionOrder { id } } }"
        data = await ask(document, {"ids": names[i : i + 50]}, by=person)
        found |= {each["id"] for each in data["nodes"] if each is not None}
    return found
