"""Registrations as they are read: their state by the database's day, filters, and the queue."""

import datetime as dt
import itertools
from typing import Any

import pytest
import sqlalchemy as sa

from domain.registrations import RegistrationKind
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.factories import registrations
from tests.people import MAPLE, SWIMMING, Person, fang, rui, xu, yang, yin
from tests.schema.registrations import steps

pytestmark = pytest.mark.usefixtures("world")

_FOUND = """query ($filter: InstitutionFilter) { institutions(first: 9, filter: $filter) {
    totalCount edges { node { id } } } }"""


async def _today(database: Database) -> dt.date:
    async with database.writing() as session:
        day = await session.scalar(sa.text("select timezone('Asia/Shanghai', now())::date"))
    assert isinstance(day, dt.date)
    return day


async def test_the_state_is_the_rules_in_sql_too(ask: Client, database: Database) -> None:
    today = await _today(database)
    days = [today + dt.timedelta(days=n) for n in (-1, 0, 1)]
    rows = [
        registrations.registration(
            MAPLE,
            f"{n}",
            kind=RegistrationKind.TELECOM_LICENCE,
            ended_on=ended,
            valid_to=last,
            verified_on=stale and days[0],
            stale_on=stale,
            verified_by=stale and rui.id,
        )
        for n, (ended, last, stale) in enumerate(itertools.product([None, *days], repeat=3))
    ]
    async with database.writing() as session:
        session.add_all(rows)
        await session.flush()
        facts = {"field": "REGISTRATION_NUMBER"}
        session.add_all(
            registrations.difference(MAPLE, registration_id=row.id, **facts) for row in rows[::2]
        )

    for person in (None, fang, yin, xu, yang, rui):
        found = (await steps.of_maple(ask, person))["registrations"]
        states = {each["id"]: each["state"] for each in found}
        assert states == {
            steps.named(row): row.facts().state_on(
                today, differs=person is rui and row in rows[::2]
            )
            for row in rows
        }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"registration": {"states": ["STALE"]}}, {MAPLE}),
        ({"registration": {"states": ["VERIFIED", "UNVERIFIED"]}}, {SWIMMING}),
        ({"registration": {"states": ["DIFFERS"]}}, set()),
        ({"registration": {"kinds": ["MLPS_FILING"]}}, {MAPLE}),
        ({"registration": {"kinds": ["MLPS_FILING"], "states": ["VERIFIED"]}}, set()),
        ({"regionCode": "320508", "withoutRegistration": "ICP_RECORD"}, {MAPLE}),
        ({"regionCode": "320508", "withoutRegistration": "MLPS_FILING"}, {SWIMMING}),
    ],
)
async def test_institutions_are_found_by_their_registrations(
    ask: Client, database: Database, wanted: dict[str, Any], found: set[Any]
) -> None:
    today = await _today(database)
    long_ago, later = today - dt.timedelta(days=400), today + dt.timedelta(days=1)
    row = await steps.mlps(database, verified_on=long_ago, stale_on=long_ago)
    over = registrations.registration(MAPLE, "苏ICP备11111111号", ended_on=long_ago)
    other = registrations.registration(SWIMMING, steps.ICP, verified_on=long_ago, stale_on=later)
    async with database.writing() as session:
        session.add_all([over, other, registrations.difference(MAPLE, registration_id=row.id)])

    for person in (None, rui):
        page = (await ask(_FOUND, {"filter": wanted}, by=person))["institutions"]
        assert {each["node"]["id"] for each in page["edges"]} == {
            ids.write("Institution", key) for key in found
        }
        assert page["totalCount"] == len(found)


async def test_the_queue_is_the_offices_own(ask: Client, database: Database) -> None:
    decided_at = dt.datetime.combine(await _today(database), dt.time(), dt.UTC)
    kept = {"state": "KEPT", "reason": "x", "decided_at": decided_at}
    async with database.writing() as session:
        session.add_all(
            [
                registrations.difference(MAPLE),
                registrations.difference(MAPLE, field="ADDRESS", decided_by=rui.id, **kept),
                registrations.difference(SWIMMING),
            ]
        )
    queue = """query ($filter: RegistrationDifferenceFilter) {
        registrationDifferences(first: 9, filter: $filter) { totalCount edges { node { field } } } }"""

    async def count(by: Person | None, **filter: Any) -> Any:
        answer = await ask.answer(queue, {"filter": filter}, by=by)
        return (answer.get("data") or {}).get("registrationDifferences", {}).get("totalCount")

    assert [await count(each) for each in (rui, yang, xu, yin)] == [2, 1, 0, 0]
    assert [await count(each) for each in (None, fang)] == [None, None]
    assert await count(rui, isSettled=False) == 1
    assert await count(rui, isSettled=True, fields=["ADDRESS"]) == 1
    assert await count(rui, regionCode="110105") == 0
    assert await count(rui, institutionId=ids.write("Institution", SWIMMING)) == 0
