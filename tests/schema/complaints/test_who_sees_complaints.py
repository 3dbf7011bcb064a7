"""Who sees a complaint, and who its complainant's own words; by field, by list and by node."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.complaints.terms import ComplaintState
from domain.roles import Role
from persistence.complaints.table import Complaint
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client, Clock
from tests.factories import TODAY, accounts
from tests.people import (
    Person,
    bai,
    chen,
    edu,
    fang,
    gao,
    hua,
    jun,
    lin,
    mei,
    ou,
    pei,
    qiao,
    rui,
    shan,
    shen,
    su,
    tao,
    xu,
    yin,
)
from tests.schema.complaints.complaint_steps import DISPUTE, REPORT, STATEMENT, raised, raised_id

ONE = "query Q($id: ID!) { complaint(id: $id) { id } }"
NODE = "query Q($id: ID!) { node(id: $id) { ... on Complaint { id } } }"
LIST = "{ complaints(first: 10) { nodes { id } } }"
WORDS = "query Q($id: ID!) { complaint(id: $id) { id statement } }"
CONDUCT = {**DISPUTE, "kind": "REPORT", "claimFen": None, "category": "INSPECTOR_CONDUCT"}

HELD = {tao: Role.HEAD, xu: Role.COMPLAINT_CLERK, rui: Role.COMPLAINT_CLERK}
"""Roles held here besides those of tests/people.py: in Gusu, far away and in Suzhou."""

WITHOUT_PERMISSION = (yin, mei, jun, lin, qiao, edu, pei, shan, shen)


@pytest.fixture
async def offices(world: None, database: Database) -> None:
    async with database.writing() as session:
        session.add_all(accounts.grant(person, role) for person, role in HELD.items())


async def _sees(ask: Client, key: str, person: Person | None) -> bool:
    """Whether the complaint reaches the person, on all three ways alike."""
    one = (await ask(ONE, {"id": key}, by=person))["complaint"]
    node = (await ask(NODE, {"id": key}, by=person))["node"]
    listed = (await ask(LIST, by=person))["complaints"]["nodes"]
    assert one == node == (listed[0] if listed else None)
    return one is not None


async def _answer(ask: Client, document: str, key: str, person: Person | None) -> dict[str, Any]:
    return await ask.answer(document, {"id": key}, by=person)


async def _assign(database: Database, person: Person) -> None:
    async with database.writing() as session:
        await session.execute(sa.update(Complaint).values(handler_id=person.id))


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        (fang, True),
        (gao, False),
        (bai, True),
        (rui, False),
        (xu, False),
        (chen, False),
        (su, True),
        (tao, True),
        (hua, False),
        (ou, True),
    ],
    ids=["complainant", "other parent", "clerk of the intake", "clerk of the city",
         "clerk far away", "handler of another", "supervisor above", "head of the intake",
         "head of the city", "oversight"],
)  # fmt: skip
async def test_a_complaint_reaches_its_complainant_the_intake_and_the_chain(
    ask: Client, offices: None, person: Person, sees: bool
) -> None:
    key = await raised_id(ask, DISPUTE, by=fang)

    assert await _sees(ask, key, person) is sees


@pytest.mark.parametrize("person", [*WITHOUT_PERMISSION, None], ids=lambda p: p and p.login)
async def test_it_reaches_no_one_else(ask: Client, world: None, person: Person | None) -> None:
    key = await raised_id(ask, DISPUTE, by=fang)

    one, listed = await _answer(ask, ONE, key, person), await ask.answer(LIST, by=person)

    assert one["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert listed["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    assert (await ask(NODE, {"id": key}, by=person))["node"] is None


async def test_a_handler_sees_what_is_assigned(
    ask: Client, world: None, database: Database
) -> None:
    key = await raised_id(ask, DISPUTE, by=fang)
    await _assign(database, chen)

    assert await _sees(ask, key, chen)


@pytest.mark.parametrize(
    ("person", "sees"),
    [(fang, True), (gao, False), (ou, True), (bai, False), (su, False), (tao, False), (chen, False),
     (rui, False)],
    ids=["complainant", "other parent", "oversight", "clerk", "supervisor", "head", "handler",
         "clerk of the city, which takes it in"],
)  # fmt: skip
async def test_one_about_an_inspectors_conduct_reaches_oversight_only(
    ask: Client, offices: None, database: Database, person: Person, sees: bool
) -> None:
    key = await raised_id(ask, CONDUCT, by=fang)
    await _assign(database, chen)

    assert await _sees(ask, key, person) is sees


@pytest.mark.parametrize("person", [fang, bai, ou], ids=lambda p: p.login)
async def test_the_own_words_are_read_by_complainant_intake_and_oversight(
    ask: Client, world: None, person: Person
) -> None:
    key = await raised_id(ask, DISPUTE, by=fang)

    assert (await ask(WORDS, {"id": key}, by=person))["complaint"]["statement"] == STATEMENT


@pytest.mark.parametrize("person", [su, tao, chen], ids=lambda p: p.login)
async def test_the_original_words_are_refused_to_those_who_handle_a_copy(
    ask: Client, offices: None, database: Database, person: Person
) -> None:
    key = await raised_id(ask, DISPUTE, by=fang)
    await _assign(database, chen)

    answer = await _answer(ask, WORDS, key, person)

    assert answer["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_an_anonymous_complaint_is_not_among_a_parents_own(ask: Client, world: None) -> None:
    mine = "{ myComplaints(first: 10) { nodes { complaintNo } } }"
    await raised(ask, REPORT, by=fang)
    named = await raised(ask, DISPUTE, by=fang)

    own = (await ask(mine, by=fang))["myComplaints"]["nodes"]
    others = (await ask(mine, by=gao))["myComplaints"]["nodes"]

    assert own == [{"complaintNo": named["complaintNo"]}]
    assert others == []


async def test_an_anonymous_complaint_reaches_the_offices_and_not_its_visitor(
    ask: Client, world: None
) -> None:
    key = await raised_id(ask, REPORT, by=None)

    assert await _sees(ask, key, bai)
    assert not await _sees(ask, key, fang)
    assert (await ask(NODE, {"id": key}, by=None))["node"] is None
    assert ids.type_of(key) == "Complaint"


async def test_the_queue_by_its_last_days_and_what_of_it_is_overdue(
    ask: Client, world: None, database: Database, clock: Clock
) -> None:
    keys = [await raised_id(ask, DISPUTE, by=fang) for _ in range(4)]
    days = [TODAY + dt.timedelta(days=offset) for offset in (1, -1, 0, -2)]
    states = [ComplaintState.RECEIVED] * 3 + [ComplaintState.ACCEPTED]
    async with database.writing() as session:
        for key, day, state in zip(keys, days, states, strict=True):
            changed = sa.update(Complaint).where(Complaint.id == ids.read("Complaint", key))
            await session.execute(changed.values(accept_due_on=day, state=state))
    document = """query Q($filter: ComplaintFilter) { complaints(first: 10, filter: $filter,
        orderBy: { field: ACCEPT_DUE_ON, direction: ASC }) { nodes { id isOverdue } } }"""

    async def queue(**conditions: Any) -> list[str]:
        found = await ask(document, {"filter": conditions}, by=bai)
        return [each["id"] for each in found["complaints"]["nodes"]]

    first, second, third, fourth = keys
    assert await queue() == [fourth, second, third, first]
    assert await queue(acceptDueBefore=TODAY.isoformat()) == [fourth, second]
    assert await queue(isOverdue=True) == [second]
    assert await queue(isOverdue=False) == [fourth, third, first]
    # At midnight in Shanghai one more is: the clock's day counts, not the database's.
    clock.now = dt.datetime.combine(TODAY, dt.time(16), dt.UTC)
    assert await queue(isOverdue=True) == [second, third]
